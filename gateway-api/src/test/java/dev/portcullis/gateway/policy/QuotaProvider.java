package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.CustomFilter;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;

/**
 * The worked example of a filter provider: quotas that the policy names in one section, that routes refer to, and that keep
 * their count across reloads; and a filter that any route may name.
 *
 * <pre>
 * spec:
 *   quotas: [{name: daily, requests: 1000, per: 1d}]
 *   routes: [{id: a, match: {path: /a}, quota: daily, filters: [{name: closed-for-now}]}]
 * </pre>
 */
public final class QuotaProvider implements FilterProvider {
    /** One quota. */
    record Quota(String name, long requests, Duration per) {
        static final NameKind KIND = new NameKind("quota");

        static final Shape<Quota> SHAPE = Shapes.object("quota", members -> {
            Member<String> name = members.required("name", Shapes.name());
            Member<Long> requests = members.required("requests", Shapes.number(1, 1_000_000));
            Member<Duration> per = members.withDefault("per", Shapes.duration("1s", "1d"), "1d");
            return values -> new Quota(values.get(name), values.get(requests), values.get(per));
        });
    }

    /** What is left of a quota: state that a reload keeps as long as the quota itself is the same. */
    static final class Balance implements AutoCloseable {
        final AtomicLong left;
        volatile boolean closed;

        Balance(Quota quota) {
            left = new AtomicLong(quota.requests());
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    static final Section<List<Quota>> QUOTAS =
            Section.of("quotas", Shapes.list(Quota.SHAPE).notEmpty().declaring(Quota.KIND, "name"));
    static final RouteKey<String> QUOTA = RouteKey.of("quota", Shapes.reference(Quota.KIND));

    @Override
    public String name() {
        return "gateway-quota";
    }

    @Override
    public List<Section<?>> sections() {
        return List.of(QUOTAS);
    }

    @Override
    public List<RouteKey<?>> routeKeys() {
        return List.of(QUOTA);
    }

    @Override
    public List<CustomFilter<?>> filters() {
        return List.of(CustomFilter.of(
                "closed-for-now",
                (nothing, site) ->
                        exchange -> Decision.reject(Reason.UNAVAILABLE, "quota.closed", "closed by the policy")));
    }

    @Override
    public void contribute(PolicyContext policy, Contribution contribution) {
        List<Quota> quotas = policy.get(QUOTAS).orElse(List.of());
        Set<String> known = quotas.stream().map(Quota::name).collect(Collectors.toSet());
        Set<String> used = new HashSet<>();
        for (RoutePolicy route : policy.routes()) {
            route.get(QUOTA)
                    .filter(used::add)
                    .filter(name -> !known.contains(name))
                    .ifPresent(name -> policy.dangling(policy.place(route, QUOTA), Quota.KIND, name, known));
        }
        for (int i = 0; i < quotas.size(); i++) {
            Quota quota = quotas.get(i);
            if (!used.contains(quota.name())) {
                policy.error(
                        QUOTAS.place().item(i).member("name"),
                        "unused-setting",
                        "no route uses the quota \"" + quota.name() + "\"");
            }
            policy.kept(QUOTAS.place().item(i), quota.name(), quota, () -> new Balance(quota))
                    .ifPresent(balance -> install(quota, balance, contribution));
        }
    }

    private static void install(Quota quota, Balance balance, Contribution contribution) {
        Filter filter = exchange -> balance.left.getAndDecrement() > 0
                ? Decision.CONTINUE
                : Decision.reject(Reason.RATE_LIMITED, "quota." + quota.name(), "the quota is used up");
        contribution.install(Stage.LIMIT_BY_ADDRESS, filter).mode(route -> uses(route, quota));
        contribution.report(new Metric(
                "portcullis_quota_left",
                "Requests that a quota still admits.",
                Metric.Kind.GAUGE,
                Map.of("quota", quota.name()),
                balance.left::get));
    }

    private static Mode uses(RoutePolicy route, Quota quota) {
        return route.get(QUOTA).filter(quota.name()::equals).isPresent() ? Mode.ENFORCE : Mode.OFF;
    }
}
