package dev.portcullis.gateway.policy.spi;

import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.Section;
import java.util.List;

/**
 * Brings filters into policies. Found by {@link java.util.ServiceLoader}; has a public constructor without parameters. A
 * provider owns sections of {@code spec}, keys of routes and named filters, each with a
 * {@link dev.portcullis.gateway.policy.shape.Shape shape}, so that its part of a document is read, checked and described in
 * the schema without code of its own. Once the whole document is read without a mistake in shape, {@link #contribute} turns
 * what was read into filters.
 *
 * <pre>{@code
 * public final class QuotaProvider implements FilterProvider {
 *     private static final Section<Quota> QUOTA = Section.of("quota", Quota.SHAPE);
 *
 *     public String name() { return "gateway-quota"; }
 *
 *     public List<Section<?>> sections() { return List.of(QUOTA); }
 *
 *     public void contribute(PolicyContext policy, Contribution contribution) {
 *         policy.get(QUOTA).ifPresent(quota -> contribution.install(Stage.CUSTOM, new QuotaFilter(quota)));
 *     }
 * }
 * }</pre>
 *
 * <p>One instance serves all loads of a process, on one thread at a time.
 */
public interface FilterProvider {
    /** The module's name, for error messages: {@code gateway-waf}. */
    String name();

    /** The sections of {@code spec} that it owns; no other provider may own them. The same list on every call. */
    default List<Section<?>> sections() {
        return List.of();
    }

    /** The keys of routes that it owns; no other provider may own them. The same list on every call. */
    default List<RouteKey<?>> routeKeys() {
        return List.of();
    }

    /** The filters that a route may name in {@code filters}. The same list on every call. */
    default List<CustomFilter<?>> filters() {
        return List.of();
    }

    /**
     * Checks what was read, and contributes filters. What is wrong is reported to the policy, never thrown: an exception
     * refuses the policy with an internal error. Never blocks on the network, and opens nothing where
     * {@link PolicyContext#purpose} is {@link Purpose#CHECK}.
     *
     * @param policy what was read
     * @param contribution takes the filters and whatever else
     */
    default void contribute(PolicyContext policy, Contribution contribution) {}
}
