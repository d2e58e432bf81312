package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, complete: the six facts that PCI DSS 4.0.1, section 10.2.2, asks of every event are always here,
 * and say {@value #UNKNOWN} where nobody knows them. Immutable; redaction has been done before one is made.
 *
 * @param event what kind: {@code exchange}, {@code intent}, {@code policy}, {@code start}, ...
 * @param time when, by the gateway's clock
 * @param requestId of the exchange, or {@code null}
 * @param traceId W3C trace id, or {@code null}
 * @param method the request's method, or {@code null}
 * @param path the canonical path, or {@code null}
 * @param route the route's id, or {@code null}
 * @param status the status that was sent, or {@code null}
 * @param decision what the gateway decided, or {@code null} where it decided nothing
 * @param reason the stable code of a refusal, or {@code null}
 * @param filter who decided, or {@code null}
 * @param rules the ids of the rules that matched
 * @param subject who asked
 * @param credential names the credential without being one, or {@code null}
 * @param clientAddress where the request came from
 * @param tenant or {@code null}
 * @param policy name and version of the policy in force
 * @param durationMs how long it took, or {@code null}
 * @param bytesIn content bytes received, or {@code null}
 * @param bytesOut content bytes sent, or {@code null}
 */
public record AuditEvent(
        String event,
        Instant time,
        @Nullable String requestId,
        @Nullable String traceId,
        @Nullable String method,
        @Nullable String path,
        @Nullable String route,
        @Nullable Integer status,
        @Nullable Decision decision,
        @Nullable String reason,
        @Nullable String filter,
        List<Long> rules,
        String subject,
        @Nullable String credential,
        String clientAddress,
        @Nullable String tenant,
        String policy,
        @Nullable Long durationMs,
        @Nullable Long bytesIn,
        @Nullable Long bytesOut) {
    /** Stands for a fact that nobody knows. */
    public static final String UNKNOWN = "unknown";

    /** What the gateway decided. */
    public enum Decision {
        /** The request passed. */
        ALLOW,
        /** It was refused. */
        DENY,
        /** It passed, but a filter in shadow would have refused it. */
        SHADOW
    }

    /** Copies the rules. */
    public AuditEvent {
        requireNonNull(event, "event");
        requireNonNull(time, "time");
        requireNonNull(subject, "subject");
        requireNonNull(clientAddress, "clientAddress");
        requireNonNull(policy, "policy");
        rules = List.copyOf(rules);
    }
}
