package dev.portcullis.gateway.metrics;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Scheduler;
import dev.portcullis.gateway.policy.spi.Metric;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Gives the numbers of a gateway to Micrometer: each series of {@code /metrics} is a meter of the same name, counters and the
 * samples of histograms as function counters, everything else as gauges.
 *
 * <pre>{@code
 * GatewayMeters meters = GatewayMeters.of(() -> host.current().metrics());
 * meters.bindTo(registry);
 * }</pre>
 *
 * <p>A series that comes later, with another policy or a reason that was never given before, is taken over within ten
 * seconds; one that is gone is removed. Thread-safe. Close it where the gateway ends before the registry does.
 */
public final class GatewayMeters implements MeterBinder, AutoCloseable {
    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private record Series(String name, Map<String, String> labels) {}

    /** The metric may be another object after a change of the policy; the meter stays. */
    private static final class Bound {
        private volatile Metric metric;
        private final Meter meter;

        Bound(Metric metric, MeterRegistry registry) {
            this.metric = metric;
            this.meter = register(registry);
        }

        private Meter register(MeterRegistry registry) {
            List<Tag> tags = new ArrayList<>();
            metric.labels().forEach((name, value) -> tags.add(Tag.of(name, value)));
            return metric.kind() == Metric.Kind.GAUGE
                    ? Gauge.builder(metric.name(), this, Bound::value)
                            .description(metric.help())
                            .tags(Tags.of(tags))
                            .register(registry)
                    : FunctionCounter.builder(metric.name(), this, Bound::value)
                            .description(metric.help())
                            .tags(Tags.of(tags))
                            .register(registry);
        }

        private double value() {
            return metric.value().getAsDouble();
        }
    }

    private final Supplier<List<Metric>> metrics;
    private final Scheduler scheduler;
    private final Map<MeterRegistry, Map<Series, Bound>> registries = new HashMap<>();
    private Scheduler.@Nullable Timer timer;
    private boolean closed;

    private GatewayMeters(Supplier<List<Metric>> metrics, Scheduler scheduler) {
        this.metrics = requireNonNull(metrics, "metrics");
        this.scheduler = requireNonNull(scheduler, "scheduler");
    }

    /** The numbers of what is in force at each moment. */
    public static GatewayMeters of(Supplier<List<Metric>> metrics) {
        return new GatewayMeters(metrics, Gateway.systemScheduler());
    }

    /** The numbers of what is in force at each moment, looked over by this scheduler. */
    public static GatewayMeters of(Supplier<List<Metric>> metrics, Scheduler scheduler) {
        return new GatewayMeters(metrics, scheduler);
    }

    @Override
    public synchronized void bindTo(MeterRegistry registry) {
        registries.putIfAbsent(requireNonNull(registry, "registry"), new HashMap<>());
        refresh();
        if (timer == null && !closed) {
            again();
        }
    }

    private void again() {
        try {
            timer = scheduler.schedule(this::look, BETWEEN);
        } catch (RejectedExecutionException e) {
            closed = true; // nothing is looked over any more; what is bound stays
        }
    }

    private synchronized void look() {
        if (!closed) {
            refresh();
            again();
        }
    }

    /** Takes over series that came, and removes those that are gone; otherwise done every ten seconds. */
    public synchronized void refresh() {
        List<Metric> now = metrics.get();
        registries.forEach((registry, bound) -> refresh(registry, bound, now));
    }

    private static void refresh(MeterRegistry registry, Map<Series, Bound> bound, List<Metric> now) {
        Map<Series, Metric> there = new HashMap<>();
        for (Metric metric : now) {
            there.put(new Series(metric.name(), metric.labels()), metric);
        }
        bound.entrySet().removeIf(entry -> {
            if (there.containsKey(entry.getKey())) {
                return false;
            }
            registry.remove(entry.getValue().meter);
            return true;
        });
        there.forEach((series, metric) -> {
            Bound known = bound.get(series);
            if (known == null) {
                bound.put(series, new Bound(metric, registry));
            } else {
                known.metric = metric;
            }
        });
    }

    /** Removes all meters and looks no more. Idempotent. */
    @Override
    public synchronized void close() {
        closed = true;
        Scheduler.Timer last = timer;
        if (last != null) {
            last.cancel();
        }
        registries.forEach((registry, bound) -> bound.values().forEach(one -> registry.remove(one.meter)));
        registries.clear();
    }
}
