package dev.portcullis.audit;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The project's own format: the same members in every record, {@code null} where they do not apply. */
final class PortcullisFormat {
    private PortcullisFormat() {}

    static Map<String, @Nullable Object> members(AuditEvent event) {
        Map<String, @Nullable Object> members = new HashMap<>(32);
        members.put("time", event.time().toString());
        members.put("requestId", event.requestId());
        members.put("traceId", event.traceId());
        members.put("event", event.event());
        members.put("method", event.method());
        members.put("path", event.path());
        members.put("route", event.route());
        members.put("status", event.status());
        members.put(
                "decision",
                event.decision() == null ? null : event.decision().name().toLowerCase(Locale.ROOT));
        members.put("reason", event.reason());
        members.put("filter", event.filter());
        members.put("rules", event.rules());
        members.put("subject", event.subject());
        members.put("credential", event.credential());
        members.put("clientAddress", event.clientAddress());
        members.put("tenant", event.tenant());
        members.put("policy", event.policy());
        members.put("durationMs", event.durationMs());
        members.put("bytesIn", event.bytesIn());
        members.put("bytesOut", event.bytesOut());
        return members;
    }
}
