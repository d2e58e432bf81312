package dev.portcullis.gateway.policy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Key;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.RefusedHead;
import dev.portcullis.gateway.RouteBuilder;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.spi.Condition;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.InstalledFilter;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Everything that the providers contributed to one policy. */
final class Contributed implements Contribution {
    private record Attached<T>(Key<T> key, T value) {
        void to(RouteBuilder route) {
            route.with(key, value);
        }
    }

    private final List<Installed> installed = new ArrayList<>();
    private final Map<String, List<Attached<?>>> attached = new HashMap<>();
    private final Map<Class<?>, Object> offers = new LinkedHashMap<>();
    private final List<BiConsumer<RefusedHead, Outcome>> refusedHeads = new ArrayList<>();
    private final List<PolicyListener> listeners = new ArrayList<>();
    private final List<Metric> metrics = new ArrayList<>();
    private final List<Condition> conditions = new ArrayList<>();

    @Override
    public InstalledFilter install(Stage stage, Filter filter) {
        return install(stage, Installation.Placement.WITHIN, filter);
    }

    Installed install(Stage stage, Installation.Placement placement, Filter filter) {
        Installed one = new Installed(stage, placement, filter);
        installed.add(one);
        return one;
    }

    @Override
    public <T> void attach(RoutePolicy route, Key<T> key, T value) {
        attached.computeIfAbsent(route.id(), unused -> new ArrayList<>())
                .add(new Attached<>(requireNonNull(key, "key"), requireNonNull(value, "value")));
    }

    @Override
    public <T> void offer(Class<T> type, T value) {
        if (offers.putIfAbsent(requireNonNull(type, "type"), requireNonNull(value, "value")) != null) {
            throw new IllegalStateException("two offers of " + type.getName());
        }
    }

    @Override
    public void onRefusedHead(BiConsumer<RefusedHead, Outcome> observer) {
        refusedHeads.add(requireNonNull(observer, "observer"));
    }

    @Override
    public void listen(PolicyListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
    }

    @Override
    public void report(Metric metric) {
        metrics.add(requireNonNull(metric, "metric"));
    }

    @Override
    public void report(Condition condition) {
        conditions.add(requireNonNull(condition, "condition"));
    }

    List<Installed> installed() {
        return installed;
    }

    void attachTo(String routeId, RouteBuilder route) {
        attached.getOrDefault(routeId, List.of()).forEach(one -> one.to(route));
    }

    Map<Class<?>, Object> offers() {
        return offers;
    }

    List<BiConsumer<RefusedHead, Outcome>> refusedHeads() {
        return refusedHeads;
    }

    List<PolicyListener> listeners() {
        return listeners;
    }

    List<Metric> metrics() {
        return metrics;
    }

    List<Condition> conditions() {
        return conditions;
    }
}
