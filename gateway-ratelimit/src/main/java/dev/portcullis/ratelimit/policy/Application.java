package dev.portcullis.ratelimit.policy;

import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.BodyHandling;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.InstalledFilter;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.ratelimit.ClusterStore;
import dev.portcullis.ratelimit.Cost;
import dev.portcullis.ratelimit.LimitState;
import dev.portcullis.ratelimit.Limiter;
import dev.portcullis.ratelimit.RateLimit;
import dev.portcullis.ratelimit.RateLimitFilter;
import dev.portcullis.ratelimit.RouteLimits;
import dev.portcullis.ratelimit.Terms;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Applies the limits of one policy to its routes: a filter for each stage and mode, over the state of each limit. */
final class Application {
    private static final Place LIMITS = RateLimitSections.LIMITS.place();

    private final PolicyContext policy;
    private final Contribution contribution;
    private final @Nullable ClusterStore store;
    private final Map<String, RateLimit> limits = new LinkedHashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    private final Map<String, Optional<Limiter>> limiters = new HashMap<>();

    Application(PolicyContext policy, Contribution contribution, List<RateLimit> all, @Nullable ClusterStore store) {
        this.store = store;
        this.policy = policy;
        this.contribution = contribution;
        for (int i = 0; i < all.size(); i++) {
            limits.put(all.get(i).name(), all.get(i));
            places.put(all.get(i).name(), LIMITS.item(i));
        }
    }

    private Place place(RateLimit limit) {
        return places.getOrDefault(limit.name(), LIMITS);
    }

    void apply() {
        Map<RoutePolicy, List<RateLimit>> applied = new LinkedHashMap<>();
        for (RoutePolicy route : policy.routes()) {
            applied.put(route, limitsOf(route));
        }
        for (RateLimit limit : limits.values()) {
            if (applied.values().stream().noneMatch(list -> list.contains(limit))) {
                policy.error(
                        place(limit),
                        "unused-setting",
                        "no route uses the rate limit \"" + limit.name()
                                + "\"; name it in the rateLimits of a route, or write routes: all here");
            }
        }
        for (Mode mode : List.of(Mode.ENFORCE, Mode.SHADOW)) {
            install(applied, mode, Stage.LIMIT_BY_ADDRESS, true);
            install(applied, mode, Stage.LIMIT_BY_PRINCIPAL, false);
        }
    }

    private List<RateLimit> limitsOf(RoutePolicy route) {
        List<RateLimit> own = new ArrayList<>();
        for (RateLimit limit : limits.values()) {
            if (limit.everywhere()) {
                own.add(limit);
            }
        }
        List<String> names = route.get(RateLimitSections.ROUTE).orElse(List.of());
        for (int i = 0; i < names.size(); i++) {
            Place place = policy.place(route, RateLimitSections.ROUTE).item(i);
            RateLimit limit = limits.get(names.get(i));
            if (limit == null) {
                policy.dangling(place, RateLimitSections.LIMIT, names.get(i), limits.keySet());
            } else if (limit.everywhere()) {
                policy.error(
                        place,
                        "unused-setting",
                        "the rate limit \"" + limit.name()
                                + "\" has routes: all, so it counts here without being named");
            } else {
                own.add(limit);
            }
        }
        for (RateLimit limit : own) {
            if (limit.cost() instanceof Cost.ByBodyBytes && route.body() == BodyHandling.STREAM) {
                policy.error(
                        policy.place(route),
                        "uncountable",
                        "the rate limit \"" + limit.name() + "\" counts content, which on the route \"" + route.id()
                                + "\" is a stream that nobody sees the end of");
            }
        }
        return own;
    }

    /** A route's word comes before the limit's own, and that before the gateway's default. */
    private Mode mode(RateLimit limit, RoutePolicy route) {
        Optional<Mode> said = policy.routeMode(Feature.RATE_LIMITS, route);
        if (said.isPresent()) {
            return said.get();
        }
        Mode own = limit.mode();
        return own != null ? own : policy.defaultMode(Feature.RATE_LIMITS);
    }

    private void install(
            Map<RoutePolicy, List<RateLimit>> applied, Mode mode, Stage stage, boolean beforeAuthentication) {
        String name = beforeAuthentication ? "rate-limit-address" : "rate-limit";
        Key<RouteLimits> key = Key.of(name, RouteLimits.class);
        List<RoutePolicy> concerned = new ArrayList<>();
        applied.forEach((route, list) -> {
            List<Limiter> here = new ArrayList<>();
            for (RateLimit limit : list) {
                if (limit.knownBeforeAuthentication() == beforeAuthentication && mode(limit, route) == mode) {
                    limiter(limit, mode).ifPresent(here::add);
                }
            }
            if (!here.isEmpty()) {
                concerned.add(route);
                contribution.attach(route, key, RouteLimits.of(here, policy.scheduler()));
            }
        });
        if (!concerned.isEmpty()) {
            InstalledFilter installed = contribution.install(stage, new RateLimitFilter(name, key));
            installed.mode(route -> concerned.contains(route) ? mode : Mode.OFF).at(LIMITS);
            if (store != null) {
                // what is decided without the store passes as a failure in the trail, with a decision of its own
                installed.failingOpen();
            }
        }
    }

    private Optional<Limiter> limiter(RateLimit limit, Mode mode) {
        String name = (mode == Mode.SHADOW ? "shadow-" : "limit-") + limit.name();
        Optional<Limiter> known = limiters.get(name);
        if (known == null) {
            known = made(limit, mode, name);
            limiters.put(name, known);
        }
        return known;
    }

    private Optional<Limiter> made(RateLimit limit, Mode mode, String name) {
        Place place = place(limit);
        int bandwidths = limit.terms() instanceof Terms.Tokens tokens
                ? tokens.bandwidths().size()
                : 0;
        // what a key has spent depends on none of the numbers, so none of them is a setting of the state
        List<Object> settings = List.of(limit.key(), bandwidths, limit.memory(), store != null);
        Optional<LimitState> state = policy.kept(
                place,
                name,
                settings,
                () -> LimitState.create(
                        bandwidths, limit.memory(), policy.nanoTime(), policy.scheduler(), new SecureRandom(), store));
        if (state.isEmpty()) {
            return Optional.empty();
        }
        try {
            Limiter limiter = Limiter.of(limit, state.get(), policy.clock(), mode == Mode.SHADOW, store);
            report(limit, mode, state.get());
            return Optional.of(limiter);
        } catch (IllegalArgumentException e) {
            policy.error(place, "uncountable", "in " + place + ": " + e.getMessage());
            return Optional.empty();
        }
    }

    private void report(RateLimit limit, Mode mode, LimitState state) {
        Map<String, String> labels = Map.of("limit", limit.name(), "mode", mode == Mode.SHADOW ? "shadow" : "enforce");
        counter(labels, state, "admitted", "Requests that the limit let through.", LimitState::admitted);
        counter(labels, state, "refused", "Requests that the limit refused.", LimitState::refused);
        counter(labels, state, "waited", "Requests that had to wait at the limit.", LimitState::waited);
        counter(labels, state, "displaced", "Keys that had to make room in memory for others.", LimitState::displaced);
        counter(
                labels,
                state,
                "presumed",
                "Times that an unknown key was presumed drained for want of memory.",
                LimitState::presumed);
        contribution.report(new Metric(
                "portcullis_rate_limit_waiting",
                "Requests that wait in line at the limit.",
                Metric.Kind.GAUGE,
                labels,
                state::waiting));
    }

    private void counter(
            Map<String, String> labels, LimitState state, String what, String help, ToLongFunction<LimitState> value) {
        contribution.report(new Metric(
                "portcullis_rate_limit_" + what + "_total",
                help,
                Metric.Kind.COUNTER,
                labels,
                () -> value.applyAsLong(state)));
    }
}
