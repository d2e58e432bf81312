package dev.portcullis.ratelimit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Principal;
import dev.portcullis.ratelimit.bucket.Bandwidth;
import dev.portcullis.ratelimit.bucket.KeyHash;
import dev.portcullis.ratelimit.bucket.Rate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A limit as one policy applies it, over the state that it keeps. Immutable but for that; thread-safe. */
public final class Limiter {
    final RateLimit limit;
    final LimitState state;
    final boolean shadow;
    final String[] names;
    final @Nullable ClusterStore store;
    private final RateSet own;
    private final List<RateSet> tiers;
    private final List<RateSet> windows;
    private final Schedule schedule;
    private final KeyPart[] key;

    private Limiter(
            RateLimit limit, LimitState state, InstantSource clock, boolean shadow, @Nullable ClusterStore store) {
        this.store = limit.terms() instanceof Terms.Tokens ? store : null;
        this.limit = limit;
        this.state = state;
        this.shadow = shadow;
        this.key = limit.key().toArray(new KeyPart[0]);
        this.names = names(limit);
        this.schedule = new Schedule(limit.schedule(), clock);
        List<Terms> all = new ArrayList<>();
        all.add(limit.terms());
        limit.tiers().forEach(tier -> all.add(tier.terms()));
        limit.schedule().forEach(window -> all.add(window.terms()));
        List<RateSet> sets = sets(all);
        this.own = sets.get(0);
        this.tiers = List.copyOf(sets.subList(1, 1 + limit.tiers().size()));
        this.windows = List.copyOf(sets.subList(1 + limit.tiers().size(), sets.size()));
    }

    /**
     * Applies a limit.
     *
     * @param clock the time of day, for the schedule
     * @param shadow whether it only counts what it would do; nothing waits then
     * @param store where other nodes count too, or {@code null}; places are always counted by process
     * @throws IllegalArgumentException if its numbers cannot be counted exactly
     */
    public static Limiter of(
            RateLimit limit, LimitState state, InstantSource clock, boolean shadow, @Nullable ClusterStore store) {
        return new Limiter(
                requireNonNull(limit, "limit"),
                requireNonNull(state, "state"),
                requireNonNull(clock, "clock"),
                shadow,
                store);
    }

    /** The limit. */
    public RateLimit limit() {
        return limit;
    }

    boolean concurrency() {
        return limit.terms() instanceof Terms.Concurrency;
    }

    /** The terms for this caller at this time. */
    RateSet terms(Exchange exchange) {
        if (!tiers.isEmpty()) {
            Principal caller = exchange.get(Principal.KEY).orElse(null);
            for (int i = 0; caller != null && i < tiers.size(); i++) {
                if (limit.tiers().get(i).when().holds(caller)) {
                    return tiers.get(i);
                }
            }
        }
        int window = schedule.current();
        return window == Schedule.NONE ? own : windows.get(window);
    }

    /** The hash of what the limit counts this request by. */
    KeyHash key(Exchange exchange) {
        KeyHash hash = state.hash();
        for (KeyPart part : key) {
            part.write(exchange, hash);
        }
        return hash.done();
    }

    private static String[] names(RateLimit limit) {
        if (!(limit.terms() instanceof Terms.Tokens tokens)) {
            return new String[] {limit.name()};
        }
        String[] names = new String[tokens.bandwidths().size()];
        for (int i = 0; i < names.length; i++) {
            names[i] = Fields.name(limit.name(), i, tokens.bandwidths());
        }
        return names;
    }

    /** How long a request may wait for tokens that it has reserved. */
    private Duration patience() {
        if (limit.onLimit() instanceof OnLimit.Delay delay) {
            return delay.most();
        }
        // a shadow stands in no line, so it foresees one: who would get its token in time would have waited for it
        return shadow && limit.onLimit() instanceof OnLimit.Queue queue ? queue.timeout() : Duration.ZERO;
    }

    private List<RateSet> sets(List<Terms> all) {
        if (concurrency()) {
            return all.stream()
                    .map(terms -> ((Terms.Concurrency) terms).most())
                    .map(most -> new RateSet(
                            new Rate[0], new int[0], new long[0], most, Fields.policy(limit.name(), most), null))
                    .toList();
        }
        List<List<Bandwidth>> whole =
                all.stream().map(terms -> ((Terms.Tokens) terms).bandwidths()).toList();
        if (store == null) {
            return sets(whole, List.of());
        }
        // every table knows whole rates and shares, so that a key's state goes from one to the other by proportion
        List<List<Bandwidth>> both = new ArrayList<>(whole);
        whole.forEach(
                bandwidths -> both.add(bandwidths.stream().map(this::share).toList()));
        List<RateSet> sets = sets(both, List.of());
        List<RateSet> shares = sets.subList(whole.size(), sets.size());
        return sets(whole, shares);
    }

    /** What one of several nodes may let through on its own. */
    private Bandwidth share(Bandwidth whole) {
        int nodes = store == null ? 1 : store.settings().nodes();
        return new Bandwidth(
                Math.max(1, whole.capacity() / nodes),
                whole.refill(),
                whole.per().multipliedBy(nodes));
    }

    private List<RateSet> sets(List<List<Bandwidth>> all, List<RateSet> shares) {
        int bandwidths = names.length;
        Rate[][] rates = new Rate[all.size()][bandwidths];
        int[][] numbers = new int[all.size()][bandwidths];
        long[][] allowances = new long[all.size()][bandwidths];
        for (int b = 0; b < bandwidths; b++) {
            List<Rate> column = new ArrayList<>();
            long most = 0;
            for (int s = 0; s < rates.length; s++) {
                Bandwidth bandwidth = all.get(s).get(b);
                rates[s][b] = store == null ? Rate.of(bandwidth) : Rate.relative(bandwidth);
                allowances[s][b] = rates[s][b].allowance(patience());
                most = Math.max(most, allowances[s][b]);
                column.add(rates[s][b]);
            }
            int[] known = state.tables.get(b).use(column, most, state.nanos());
            for (int s = 0; s < rates.length; s++) {
                numbers[s][b] = known[s];
            }
        }
        List<RateSet> sets = new ArrayList<>();
        for (int s = 0; s < rates.length; s++) {
            RateSet share = shares.isEmpty() ? null : shares.get(s);
            sets.add(new RateSet(rates[s], numbers[s], allowances[s], 0, policy(rates[s]), share));
        }
        return sets;
    }

    /** What the limit's buckets are called in a store. */
    String storeName() {
        return shadow ? "shadow-" + limit.name() : limit.name();
    }

    private String policy(Rate[] rates) {
        StringBuilder items = new StringBuilder();
        for (int i = 0; i < rates.length; i++) {
            items.append(i == 0 ? "" : ", ").append(Fields.policy(names[i], rates[i], limit.cost()));
        }
        return items.toString();
    }
}
