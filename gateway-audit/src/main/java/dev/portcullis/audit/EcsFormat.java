package dev.portcullis.audit;

import dev.portcullis.audit.Ruling.Decision;
import dev.portcullis.audit.Ruling.FilterRuling;
import dev.portcullis.audit.Ruling.MatchedRule;
import dev.portcullis.audit.chain.CanonicalRecord;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The Elastic Common Schema, version {@value #VERSION}. What it has no field for is under {@code portcullis}; the chain's own
 * members stand at the top, as custom fields may.
 */
public final class EcsFormat implements RecordFormat {
    /** The version that records say they follow. */
    public static final String VERSION = "8.17.0";

    private final FilterTimes times = new FilterTimes();

    /** A format; one for each log. */
    public EcsFormat() {}

    @Override
    public void write(AuditEvent event, CanonicalRecord out) {
        AuditedRequest request = event.request();
        Ruling ruling = event.ruling();
        Transfer transfer = event.transfer();
        Actor actor = event.actor();
        out.time("@timestamp", event.time());
        out.object("client").text("address", actor.clientAddress());
        address(out, actor.clientAddress());
        out.close();
        out.object("ecs").text("version", VERSION).close();
        event(out, event, ruling, transfer);
        if (request != null || transfer != null) {
            http(out, event, request, transfer);
        }
        if (actor.tenant() != null) {
            out.object("organization").text("id", actor.tenant()).close();
        }
        own(out, event, request, ruling, transfer, actor);
        if (ruling != null && !ruling.matches().isEmpty()) {
            out.object("rule").list("id");
            for (MatchedRule match : ruling.matches()) {
                out.item(Long.toString(match.rule()));
            }
            out.close().close();
        }
        out.object("source").text("address", actor.clientAddress());
        address(out, actor.clientAddress());
        out.close();
        if (request != null && request.tls() != null) {
            tls(out, request.tls());
        }
        if (event.traceId() != null) {
            out.object("trace").text("id", event.traceId()).close();
        }
        if (request != null) {
            out.object("url").text("path", request.path());
            if (request.scheme() != null) {
                out.text("scheme", request.scheme());
            }
            out.close();
        }
        out.object("user").text("id", actor.subject()).close();
    }

    /** The field for addresses takes nothing else; a pseudonym stays in {@code address}. */
    private static void address(CanonicalRecord out, String address) {
        boolean plain = address.indexOf('.') > 0 || address.indexOf(':') >= 0;
        if (plain && address.indexOf('/') < 0 && address.indexOf('-') < 0) {
            out.text("ip", address);
        }
    }

    private void event(CanonicalRecord out, AuditEvent event, @Nullable Ruling ruling, @Nullable Transfer transfer) {
        boolean denied = ruling != null && ruling.decision() == Decision.DENY;
        boolean exchange = event.request() != null;
        out.object("event").text("action", event.event());
        out.list("category").item(exchange ? "web" : "configuration").close();
        if (transfer != null && transfer.durationNanos() != null) {
            out.number("duration", transfer.durationNanos());
        }
        out.text("kind", "event");
        out.text("module", "portcullis");
        out.text("outcome", event.outcome());
        if (ruling != null && ruling.reason() != null) {
            out.text("reason", ruling.reason());
        }
        out.list("type");
        if (exchange) {
            out.item("access");
            if (ruling != null) {
                out.item(denied ? "denied" : "allowed");
            }
        } else {
            out.item("info");
        }
        out.close().close();
    }

    private static void http(
            CanonicalRecord out, AuditEvent event, @Nullable AuditedRequest request, @Nullable Transfer transfer) {
        out.object("http");
        out.object("request");
        if (transfer != null && transfer.bytesIn() != null) {
            out.object("body").number("bytes", transfer.bytesIn()).close();
        }
        if (event.requestId() != null) {
            out.text("id", event.requestId());
        }
        if (request != null) {
            out.text("method", request.method());
        }
        out.close();
        if (transfer != null && (transfer.status() != null || transfer.bytesOut() != null)) {
            out.object("response");
            if (transfer.bytesOut() != null) {
                out.object("body").number("bytes", transfer.bytesOut()).close();
            }
            if (transfer.status() != null) {
                out.number("status_code", transfer.status());
            }
            out.close();
        }
        if (request != null && request.protocol() != null && request.protocol().startsWith("HTTP/")) {
            out.text("version", request.protocol().substring(5));
        }
        out.close();
    }

    private static void tls(CanonicalRecord out, AuditedTls tls) {
        out.object("tls").text("cipher", tls.cipher());
        if (tls.serverName() != null || tls.clientCertificate() != null) {
            out.object("client");
            if (tls.clientCertificate() != null) {
                String digest = tls.clientCertificate().toUpperCase(Locale.ROOT); // as ECS wants it
                out.object("hash").text("sha256", digest).close();
            }
            if (tls.serverName() != null) {
                out.text("server_name", tls.serverName());
            }
            out.close();
        }
        String protocol = tls.protocol();
        out.text("version", protocol.startsWith("TLSv") ? protocol.substring(4) : protocol);
        out.text("version_protocol", "tls").close();
    }

    private void own(
            CanonicalRecord out,
            AuditEvent event,
            @Nullable AuditedRequest request,
            @Nullable Ruling ruling,
            @Nullable Transfer transfer,
            Actor actor) {
        out.object("portcullis");
        out.text("credential", actor.credential());
        out.text("decision", ruling == null ? null : ruling.decision().word());
        texts(out, "details", event.details());
        if (transfer != null && transfer.end() != null) {
            out.text("end", transfer.end());
        }
        if (request != null) {
            texts(out, "fields", request.fields());
        }
        out.text("filter", ruling == null ? null : ruling.filter());
        if (ruling != null) {
            times.write(ruling, "filters_us", out);
        }
        if (actor.issuer() != null) {
            out.text("issuer", actor.issuer());
        }
        if (ruling != null && !ruling.limits().isEmpty()) {
            out.list("limits");
            ruling.limits().forEach(out::item);
            out.close();
        }
        if (ruling != null && !ruling.matches().isEmpty()) {
            out.list("matches");
            for (MatchedRule match : ruling.matches()) {
                out.item().text("data", match.data());
                if (match.exclude() != null) {
                    match.exclude().write(out);
                }
                out.text("message", match.message());
                out.number("rule", match.rule()).text("target", match.target()).close();
            }
            out.close().number("omitted_matches", ruling.omitted());
        }
        if (request != null) {
            texts(out, "parameters", request.parameters());
        }
        if (actor.peerAddress() != null) {
            out.text("peer_address", actor.peerAddress());
        }
        out.text("policy", event.policy());
        if (transfer != null && transfer.responseUninspected()) {
            out.flag("response_uninspected", true);
        }
        out.text("route", request == null ? null : request.route());
        if (ruling != null) {
            FilterTimes.writeShadow(ruling, "shadow", out);
        }
        if (ruling != null && !ruling.verdicts().isEmpty()) {
            out.list("verdicts");
            for (FilterRuling verdict : ruling.verdicts()) {
                out.item().text("code", verdict.code()).text("failure", verdict.failure());
                out.text("filter", verdict.filter())
                        .text("mode", verdict.mode())
                        .close();
            }
            out.close();
        }
        out.close();
    }

    private static void texts(CanonicalRecord out, String name, Map<String, String> texts) {
        if (!texts.isEmpty()) {
            out.object(name);
            texts.forEach(out::text);
            out.close();
        }
    }
}
