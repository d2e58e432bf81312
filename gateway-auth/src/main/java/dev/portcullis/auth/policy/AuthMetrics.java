package dev.portcullis.auth.policy;

import dev.portcullis.auth.AuthenticationCounts;
import dev.portcullis.auth.jwks.FetchedKeys;
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

    static List<Metric> of(String issuer, FetchedKeys keys) {
        Map<String, String> label = Map.of("issuer", issuer);
        return List.of(
                new Metric(
                        "portcullis_auth_keys_age_seconds",
                        "Since when the issuer's keys are as they are known; not a number before the first success.",
                        Kind.GAUGE,
                        label,
                        () -> keys.age().map(age -> age.toMillis() / 1000.0).orElse(Double.NaN)),
                new Metric(
                        "portcullis_auth_keys_fetches_total",
                        "Times that the issuer was asked for its keys.",
                        Kind.COUNTER,
                        label,
                        keys::fetches),
                new Metric(
                        "portcullis_auth_keys_failures_total",
                        "Times that the issuer's keys could not be had.",
                        Kind.COUNTER,
                        label,
                        keys::failures),
                new Metric(
                        "portcullis_auth_keys_waiting",
                        "Tokens that wait for the issuer's keys.",
                        Kind.GAUGE,
                        label,
                        keys::waiting));
    }

    private static Metric counter(String name, String help, DoubleSupplier value) {
        return new Metric(name, help, Kind.COUNTER, Map.of(), value);
    }
}
