package dev.portcullis.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.ManualScheduler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class GatewayMetersTest {
    private final ManualClock clock = new ManualClock();
    private final ManualScheduler scheduler = new ManualScheduler(clock);
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final List<Metric> metrics = new ArrayList<>();
    private final AtomicInteger refused = new AtomicInteger(3);

    private static Metric metric(String name, Metric.Kind kind, Map<String, String> labels, AtomicInteger value) {
        return new Metric(name, "A test's.", kind, labels, value::get);
    }

    @Test
    void eachSeriesIsAMeterThatFollowsItsNumber() {
        metrics.add(metric("portcullis_refusals_total", Metric.Kind.COUNTER, Map.of("filter", "waf"), refused));
        metrics.add(metric("portcullis_audit_queue_depth", Metric.Kind.GAUGE, Map.of(), new AtomicInteger(7)));
        try (GatewayMeters meters = GatewayMeters.of(() -> metrics, scheduler)) {
            meters.bindTo(registry);
            assertThat(registry.get("portcullis_refusals_total")
                            .tag("filter", "waf")
                            .functionCounter()
                            .count())
                    .isEqualTo(3);
            refused.set(5);
            assertThat(registry.get("portcullis_refusals_total")
                            .functionCounter()
                            .count())
                    .isEqualTo(5);
            assertThat(registry.get("portcullis_audit_queue_depth").gauge().value())
                    .isEqualTo(7);
        }
        assertThat(registry.getMeters()).isEmpty();
        assertThat(scheduler.pending()).isZero();
    }

    @Test
    void seriesThatComeAndGoAreFollowedWithinTenSeconds() {
        metrics.add(metric("portcullis_a_total", Metric.Kind.COUNTER, Map.of(), refused));
        try (GatewayMeters meters = GatewayMeters.of(() -> List.copyOf(metrics), scheduler)) {
            meters.bindTo(registry);
            metrics.clear();
            metrics.add(metric("portcullis_b_total", Metric.Kind.COUNTER, Map.of(), refused));
            clock.advance(Duration.ofSeconds(10));
            assertThat(registry.getMeters())
                    .extracting(meter -> meter.getId().getName())
                    .containsExactly("portcullis_b_total");
        }
    }

    @Test
    void aMeterGoesOnWhenThePolicyChanges() {
        metrics.add(metric("portcullis_a_total", Metric.Kind.COUNTER, Map.of(), refused));
        try (GatewayMeters meters = GatewayMeters.of(() -> List.copyOf(metrics), scheduler)) {
            meters.bindTo(registry);
            metrics.set(0, metric("portcullis_a_total", Metric.Kind.COUNTER, Map.of(), new AtomicInteger(9)));
            meters.refresh();
            assertThat(registry.get("portcullis_a_total").functionCounter().count())
                    .isEqualTo(9);
        }
    }
}
