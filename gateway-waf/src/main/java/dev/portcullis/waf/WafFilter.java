package dev.portcullis.waf;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.RuleMatches;
import dev.portcullis.gateway.Verdict;
import java.util.function.Function;

/**
 * Runs the rules of a {@link Waf} on every exchange of a gateway: phase 1 on the head, phase 2 before anything is forwarded,
 * phases 3 and 4 on the response, phase 5 when all is over. A refused request is 403, a refused response 502, a limit that
 * was reached 413, whatever status a rule names. On a route that declares its body a stream phase 2 runs on the head alone,
 * and phase 4 on the response's. What matched is left under {@link RuleMatches#KEY}.
 *
 * <p>Thread-safe; never blocks.
 *
 * <pre>{@code
 * Waf shared = Waf.builder().rules(Path.of("crs/rules")).build();
 * Map<String, Waf> tenants = Map.of("blue", shared.with(overrides));
 * Filter filter = WafFilter.choosing(exchange -> exchange.get(Principal.KEY)
 *         .map(caller -> tenants.getOrDefault(caller.tenant(), shared))
 *         .orElse(shared));
 * }</pre>
 */
public final class WafFilter implements Filter {
    /** Where a route has rules of its own, or overrides; without it the filter's own hold. */
    public static final Key<Waf> ON_ROUTE = Key.of("waf", Waf.class);

    private static final int MATCHES_LISTED = 50;

    private final Function<? super Exchange, Waf> choice;
    private final WafCounters counters;
    private final int matchesListed;

    private WafFilter(Function<? super Exchange, Waf> choice, WafCounters counters, int matchesListed) {
        this.choice = requireNonNull(choice, "choice");
        this.counters = counters;
        this.matchesListed = matchesListed;
    }

    /** These rules on every exchange, but where the route has others under {@link #ON_ROUTE}. */
    public static WafFilter of(Waf waf) {
        requireNonNull(waf, "waf");
        return choosing(exchange ->
                exchange.get(Route.KEY).flatMap(route -> route.get(ON_ROUTE)).orElse(waf));
    }

    /**
     * Rules by exchange, such as by tenant; they should share one program.
     *
     * @param choice must not block
     */
    public static WafFilter choosing(Function<? super Exchange, Waf> choice) {
        return new WafFilter(choice, new WafCounters(), MATCHES_LISTED);
    }

    /** The same filter, listing at most so many matches of an exchange; others are counted. By default 50. */
    public WafFilter listingMatches(int most) {
        if (most < 0) {
            throw new IllegalArgumentException("the number of matches must not be negative: " + most);
        }
        return new WafFilter(choice, counters, most);
    }

    /** What it did so far. */
    public WafCounters counters() {
        return counters;
    }

    @Override
    public String name() {
        return "waf";
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        counters.inspected();
        InspectedExchange inspected = new InspectedExchange(exchange, choice.apply(exchange), counters, matchesListed);
        exchange.onComplete(outcome -> inspected.finish());
        return inspected.head();
    }
}
