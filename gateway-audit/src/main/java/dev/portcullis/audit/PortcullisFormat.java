package dev.portcullis.audit;

import dev.portcullis.audit.Ruling.FilterRuling;
import dev.portcullis.audit.Ruling.MatchedRule;
import dev.portcullis.audit.chain.CanonicalRecord;
import java.util.List;
import java.util.Map;

/** The project's own format: the same members in every record, {@code null} where they do not apply. */
public final class PortcullisFormat implements RecordFormat {
    private static final AuditedRequest NO_REQUEST = new AuditedRequest(
            "",
            "",
            null,
            null,
            null,
            null,
            java.util.Collections.emptySortedMap(),
            java.util.Collections.emptySortedMap());
    private static final Transfer NOTHING_SENT = new Transfer(null, null, null, null, null, false);

    private final FilterTimes times = new FilterTimes();

    /** A format; one for each log. */
    public PortcullisFormat() {}

    @Override
    public void write(AuditEvent event, CanonicalRecord out) {
        AuditedRequest request = event.request() == null ? NO_REQUEST : event.request();
        boolean asked = event.request() != null;
        Transfer transfer = event.transfer() == null ? NOTHING_SENT : event.transfer();
        Ruling ruling = event.ruling();
        Actor actor = event.actor();
        Long nanos = transfer.durationNanos();
        out.number("bytesIn", transfer.bytesIn());
        out.number("bytesOut", transfer.bytesOut());
        out.text("clientAddress", actor.clientAddress());
        out.text("credential", actor.credential());
        out.text("decision", ruling == null ? null : ruling.decision().word());
        if (!event.details().isEmpty()) {
            texts(out, "details", event.details());
        }
        if (nanos == null) {
            out.text("durationMs", null);
        } else {
            out.number("durationMs", nanos / 1_000_000);
            out.number("durationUs", nanos / 1_000);
        }
        if (transfer.end() != null) {
            out.text("end", transfer.end());
        }
        out.text("event", event.event());
        if (!request.fields().isEmpty()) {
            texts(out, "fields", request.fields());
        }
        out.text("filter", ruling == null ? null : ruling.filter());
        if (ruling != null) {
            times.write(ruling, "filtersUs", out);
        }
        if (actor.issuer() != null) {
            out.text("issuer", actor.issuer());
        }
        if (ruling != null && !ruling.limits().isEmpty()) {
            texts(out, "limits", ruling.limits());
        }
        if (ruling != null && !ruling.matches().isEmpty()) {
            matches(out, ruling);
        }
        out.text("method", asked ? request.method() : null);
        if (ruling != null && ruling.omitted() > 0) {
            out.number("omittedMatches", ruling.omitted());
        }
        out.text("outcome", event.outcome());
        if (!request.parameters().isEmpty()) {
            texts(out, "parameters", request.parameters());
        }
        out.text("path", asked ? request.path() : null);
        if (actor.peerAddress() != null) {
            out.text("peerAddress", actor.peerAddress());
        }
        out.text("policy", event.policy());
        if (asked && request.protocol() != null) {
            out.text("protocol", request.protocol());
        }
        out.text("reason", ruling == null ? null : ruling.reason());
        out.text("requestId", event.requestId());
        if (transfer.responseUninspected()) {
            out.flag("responseUninspected", true);
        }
        out.text("route", request.route());
        out.list("rules");
        if (ruling != null) {
            for (MatchedRule match : ruling.matches()) {
                out.item(match.rule());
            }
        }
        out.close();
        if (asked && request.scheme() != null) {
            out.text("scheme", request.scheme());
        }
        if (ruling != null) {
            FilterTimes.writeShadow(ruling, "shadow", out);
        }
        out.number("status", transfer.status());
        out.text("subject", actor.subject());
        out.text("tenant", actor.tenant());
        out.time("time", event.time());
        AuditedTls tls = request.tls();
        if (tls != null) {
            out.object("tls").text("cipher", tls.cipher());
            if (tls.clientCertificate() != null) {
                out.text("clientCertificate", tls.clientCertificate());
            }
            out.text("protocol", tls.protocol()).text("sni", tls.serverName()).close();
        }
        out.text("traceId", event.traceId());
        if (ruling != null && !ruling.verdicts().isEmpty()) {
            verdicts(out, ruling);
        }
    }

    private static void texts(CanonicalRecord out, String name, Map<String, String> texts) {
        out.object(name);
        for (Map.Entry<String, String> text : texts.entrySet()) {
            out.text(text.getKey(), text.getValue());
        }
        out.close();
    }

    private static void texts(CanonicalRecord out, String name, List<String> texts) {
        out.list(name);
        texts.forEach(out::item);
        out.close();
    }

    private static void matches(CanonicalRecord out, Ruling ruling) {
        out.list("matches");
        for (MatchedRule match : ruling.matches()) {
            out.item();
            out.text("data", match.data());
            if (match.exclude() != null) {
                match.exclude().write(out);
            }
            out.text("message", match.message());
            out.number("rule", match.rule());
            out.text("target", match.target());
            out.close();
        }
        out.close();
    }

    private static void verdicts(CanonicalRecord out, Ruling ruling) {
        out.list("verdicts");
        for (FilterRuling verdict : ruling.verdicts()) {
            out.item();
            out.text("code", verdict.code());
            if (verdict.failure() != null) {
                out.text("failure", verdict.failure());
            }
            out.text("filter", verdict.filter());
            out.text("mode", verdict.mode());
            out.close();
        }
        out.close();
    }
}
