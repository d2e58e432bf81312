package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.model.GatewayPolicy;
import java.nio.file.Path;

/**
 * Makes gateways of policies.
 *
 * <pre>{@code
 * try (LoadedPolicy policy = Policy.load(Path.of("orders.yaml"))) {
 *     server.serve(policy.gateway());
 * } catch (PolicyErrors e) {
 *     e.errors().forEach(System.err::println);
 * }
 * }</pre>
 *
 * <p>{@link PolicyHost} follows the file instead.
 */
public final class Policy {
    private Policy() {}

    /**
     * Loads a file with the filter providers on the class path and the system's clock and environment.
     *
     * @throws PolicyErrors with all mistakes; nothing of the policy is then in force
     */
    public static LoadedPolicy load(Path file) throws PolicyErrors {
        return loader().load(file);
    }

    /**
     * Puts a policy together that was built in Java.
     *
     * @param base the directory that relative paths start from
     * @throws PolicyErrors with all mistakes; nothing of the policy is then in force
     */
    public static LoadedPolicy load(GatewayPolicy policy, Path base) throws PolicyErrors {
        return loader().load(policy, base);
    }

    /** A loader with the filter providers on the class path and the system's clock and environment. */
    public static PolicyLoader loader() {
        return PolicyLoader.system();
    }
}
