package dev.portcullis.gateway.policy.spi;

/**
 * Makes something of settings.
 *
 * @param <R> what it makes
 */
@FunctionalInterface
public interface Maker<R> {
    /**
     * Makes it.
     *
     * @throws Exception where that is not possible; the policy is then refused
     */
    R make() throws Exception;
}
