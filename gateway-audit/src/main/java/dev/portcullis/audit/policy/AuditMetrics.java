package dev.portcullis.audit.policy;

import dev.portcullis.audit.AuditLog;
import dev.portcullis.gateway.policy.spi.Metric;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;

/** The numbers of a log. */
final class AuditMetrics {
    private AuditMetrics() {}

    static List<Metric> of(AuditLog log) {
        return List.of(
                counter(
                        "records_total",
                        "Audit records written.",
                        () -> log.status().records()),
                counter(
                        "dropped_total",
                        "Audit records that found no place.",
                        () -> log.status().dropped()),
                counter(
                        "sink_failures_total",
                        "Times that a sink did not take its records.",
                        () -> log.status().failures()),
                gauge(
                        "queue_depth",
                        "Places for audit records that are taken.",
                        () -> log.status().depth()),
                gauge(
                        "waiting_requests",
                        "Requests that wait for a place.",
                        () -> log.status().waiting()),
                gauge(
                        "failing",
                        "1 while a sink does not take its records.",
                        () -> log.status().failing() == null ? 0 : 1));
    }

    private static Metric counter(String name, String help, DoubleSupplier value) {
        return new Metric("portcullis_audit_" + name, help, Metric.Kind.COUNTER, Map.of(), value);
    }

    private static Metric gauge(String name, String help, DoubleSupplier value) {
        return new Metric("portcullis_audit_" + name, help, Metric.Kind.GAUGE, Map.of(), value);
    }
}
