package dev.portcullis.gateway;

import java.util.ArrayList;
import java.util.List;

/**
 * The limits that one exchange was held to, whether they let it through or not.
 *
 * @param names as the policy has them, in the order in which they were asked
 */
public record AppliedLimits(List<String> names) {
    /** Set by whatever holds exchanges to limits. */
    public static final Key<AppliedLimits> KEY = Key.of("applied-limits", AppliedLimits.class);

    /** Copies the names. */
    public AppliedLimits {
        names = List.copyOf(names);
    }

    /** Leaves these limits on the exchange, after those that are there. */
    public void addTo(Exchange exchange) {
        AppliedLimits before = exchange.get(KEY).orElse(null);
        if (before == null) {
            exchange.put(KEY, this);
            return;
        }
        List<String> all = new ArrayList<>(before.names);
        all.addAll(names);
        exchange.put(KEY, new AppliedLimits(all));
    }
}
