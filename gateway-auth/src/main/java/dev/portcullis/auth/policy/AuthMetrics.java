package dev.portcullis.auth.policy;

import dev.portcullis.auth.AuthenticationCounts;
import dev.portcullis.auth.throttle.FailureThrottle;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.policy.spi.Metric.Kind;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** What authentication reports. */
final class AuthMetrics {
    private AuthMetrics() {}

    static List<Metric> of(AuthenticationCounts counts) {
        return List.of(
                counter("portcullis_auth_accepted_total", "Credentials that were good.", counts::accepted),
                counter("portcullis_auth_refused_total", "Credentials that were not.", counts::refused),
                counter("portcullis_auth_throttled_total", "Failures that were throttled.", counts::throttled),
                counter(
                        "portcullis_auth_undecided_total",
                        "Credentials that could not be judged, because an issuer could not be asked.",
                        counts::undecided));
    }

    static List<Metric> of(FailureThrottle failures) {
        return List.of(
                new Metric(
                        "portcullis_auth_failures_remembered",
                        "Client addresses and presented credentials whose failures are counted.",
                        Kind.GAUGE,
                        Map.of(),
                        failures::remembered),
                counter(
                        "portcullis_auth_failures_forgotten_total",
                        "Client addresses and presented credentials that were forgotten because there were too many.",
                        failures::forgotten));
    }

    private static Metric counter(String name, String help, DoubleSupplier value) {
        return new Metric(name, help, Kind.COUNTER, Map.of(), value);
    }
}
