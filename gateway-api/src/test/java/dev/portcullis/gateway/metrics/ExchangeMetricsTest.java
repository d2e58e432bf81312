package dev.portcullis.gateway.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.ManualClock;
import java.time.Duration;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ExchangeMetricsTest {
    private final ManualClock clock = new ManualClock();
    private final ExchangeMetrics metrics = new ExchangeMetrics();
    private final Gateway.Builder gateway =
            Gateway.builder().clock(clock, clock).onOutcome(metrics);

    private static Filter named(String name, Supplier<Decision> decision) {
        return new Filter() {
            @Override
            public Decision onRequest(dev.portcullis.gateway.Exchange exchange) {
                return decision.get();
            }

            @Override
            public String name() {
                return name;
            }
        };
    }

    private double value(String name, Map<String, String> labels) {
        return metrics.metrics().stream()
                .filter(metric -> metric.name().equals(name) && metric.labels().equals(labels))
                .findFirst()
                .map(metric -> metric.value().getAsDouble())
                .orElse(-1.0);
    }

    @Test
    void everyFilterHasItsVerdictsReasonsAndLatency() {
        gateway.add(Stage.AUTHENTICATION, named("jwt", () -> {
            clock.advance(Duration.ofMillis(2));
            return Decision.CONTINUE;
        }));
        gateway.add(Installation.of(
                        Stage.AUTHORIZATION,
                        named("rules", () -> Decision.reject(Reason.FORBIDDEN, "authz.no_role", "")))
                .withMode(Mode.SHADOW));
        gateway.add(Stage.CUSTOM, named("own", () -> {
            throw new IllegalStateException("on purpose");
        }));
        FakeHost host = FakeHost.of(gateway.build());
        host.send(FakeRequest.get("/a"));
        host.send(FakeRequest.get("/b"));
        host.send(FakeRequest.get("/..%2f"));
        assertThat(value(
                        "portcullis_filter_verdicts_total",
                        Map.of("filter", "jwt", "mode", "enforce", "verdict", "continue")))
                .isEqualTo(2);
        assertThat(value(
                        "portcullis_filter_verdicts_total",
                        Map.of("filter", "rules", "mode", "shadow", "verdict", "refuse")))
                .isEqualTo(2);
        assertThat(value(
                        "portcullis_filter_verdicts_total",
                        Map.of("filter", "own", "mode", "enforce", "verdict", "fail")))
                .isEqualTo(2);
        assertThat(value(
                        "portcullis_refusals_total",
                        Map.of("filter", "rules", "mode", "shadow", "reason", "authz.no_role")))
                .isEqualTo(2);
        assertThat(value(
                        "portcullis_refusals_total",
                        Map.of("filter", "gateway", "mode", "enforce", "reason", "path.encoded_slash")))
                .isEqualTo(1);
        assertThat(value("portcullis_filter_duration_seconds_count", Map.of("filter", "jwt")))
                .isEqualTo(2);
        assertThat(value("portcullis_filter_duration_seconds_sum", Map.of("filter", "jwt")))
                .isEqualTo(0.004);
        assertThat(value("portcullis_filter_duration_seconds_bucket", Map.of("filter", "jwt", "le", "0.001")))
                .isZero();
        assertThat(value("portcullis_filter_duration_seconds_bucket", Map.of("filter", "jwt", "le", "0.005")))
                .isEqualTo(2);
        assertThat(value("portcullis_exchanges_total", Map.of("route", "none", "end", "failed")))
                .isEqualTo(2);
        assertThat(value("portcullis_exchange_duration_seconds_count", Map.of()))
                .isEqualTo(3);
    }

    @Test
    void noClientCanMakeASeries() {
        gateway.add(Stage.CUSTOM, named("own", () -> Decision.CONTINUE));
        FakeHost host = FakeHost.of(gateway.build());
        host.send(FakeRequest.get("/"));
        host.send(FakeRequest.get("/..%2f"));
        int before = metrics.metrics().size();
        for (int i = 0; i < 1_000; i++) {
            host.send(FakeRequest.get("/secret-" + i + "?q=" + i).header("X-" + i, "value-" + i));
            host.send(FakeRequest.get("/..%2f" + i));
        }
        assertThat(metrics.metrics()).hasSize(before);
        assertThat(PrometheusText.of(metrics.metrics())).doesNotContain("secret-", "value-");
    }

    @Test
    void reasonsBeyondTheBoundAreCountedAsOther() {
        int[] number = {0};
        gateway.add(
                Stage.CUSTOM, named("own", () -> Decision.reject(Reason.FORBIDDEN, "own.reason" + number[0]++, "")));
        FakeHost host = FakeHost.of(gateway.build());
        for (int i = 0; i < ExchangeMetrics.MOST + 100; i++) {
            host.send(FakeRequest.get("/"));
        }
        assertThat(metrics.metrics().stream().map(Metric::name).filter("portcullis_refusals_total"::equals))
                .hasSize(ExchangeMetrics.MOST + 1);
        assertThat(value("portcullis_refusals_total", Map.of("filter", "other", "mode", "enforce", "reason", "other")))
                .isEqualTo(100);
    }

    @Test
    void thePrometheusTextHasHistogramsUnderOneName() {
        gateway.add(Stage.CUSTOM, named("own", () -> Decision.CONTINUE));
        FakeHost.of(gateway.build()).send(FakeRequest.get("/"));
        String text = PrometheusText.of(metrics.metrics());
        assertThat(text)
                .containsOnlyOnce("# TYPE portcullis_filter_duration_seconds histogram\n")
                .contains("portcullis_filter_duration_seconds_bucket{filter=\"own\",le=\"+Inf\"} 1\n")
                .contains("portcullis_filter_duration_seconds_sum{filter=\"own\"} 0\n")
                .contains("portcullis_filter_duration_seconds_count{filter=\"own\"} 1\n")
                .contains("portcullis_filter_verdicts_total{filter=\"own\",mode=\"enforce\",verdict=\"continue\"} 1\n");
    }
}
