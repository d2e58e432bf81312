package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One thing that happened, complete: the six facts that PCI DSS 4.0.1, section 10.2.2, asks of every event are always here,
 * and say {@value #UNKNOWN} where nobody knows them. Immutable; redaction has been done before one is made, so an encoder may
 * write all of it.
 *
 * @param event what kind: {@code exchange}, {@code exchange.end}, {@code intent}, {@code policy.active}, {@code start}, ...
 * @param time when it began, by the gateway's clock
 * @param requestId of the exchange, or {@code null}
 * @param traceId W3C trace id, or {@code null}
 * @param policy name and version of the policy in force
 * @param actor who, and from where
 * @param request what was asked for, or {@code null} where it is about no request
 * @param ruling what the gateway decided, or {@code null} where it decided nothing
 * @param transfer how it went, or {@code null} where nothing was sent
 * @param details of an event that is about no request, by name
 */
public record AuditEvent(
        String event,
        Instant time,
        @Nullable String requestId,
        @Nullable String traceId,
        String policy,
        Actor actor,
        @Nullable AuditedRequest request,
        @Nullable Ruling ruling,
        @Nullable Transfer transfer,
        SortedMap<String, String> details) {
    /** Stands for a fact that nobody knows. */
    public static final String UNKNOWN = "unknown";

    /** Events of the gateway's own that tell that something did not go well. */
    private static final Set<String> FAILURES = Set.of(
            "audit.dropped",
            "audit.failed",
            "audit.file_restored",
            "audit.recovered",
            "filter.failed",
            "policy.refused");

    /** Copies the details. */
    public AuditEvent {
        requireNonNull(event, "event");
        requireNonNull(time, "time");
        requireNonNull(policy, "policy");
        requireNonNull(actor, "actor");
        details = details.isEmpty() ? NO_DETAILS : Collections.unmodifiableSortedMap(new TreeMap<>(details));
    }

    private static final SortedMap<String, String> NO_DETAILS = Collections.emptySortedMap();

    /** Whether it went well: {@code success}, {@code failure}, or {@value #UNKNOWN} where that is not settled yet. */
    public String outcome() {
        if (request == null) {
            return FAILURES.contains(event) ? "failure" : "success";
        }
        if (ruling == null || transfer == null) {
            return UNKNOWN;
        }
        String end = transfer.end();
        Integer status = transfer.status();
        boolean failed = ruling.decision() == Ruling.Decision.DENY
                || "failed".equals(end)
                || "cancelled".equals(end)
                || (status != null && status >= 400);
        return failed ? "failure" : "success";
    }

    /** An event of the gateway's own. */
    static AuditEvent ofGateway(String event, Instant time, String policy, Map<String, String> details) {
        return new AuditEvent(event, time, null, null, policy, Actor.GATEWAY, null, null, null, new TreeMap<>(details));
    }
}
