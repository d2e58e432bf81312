package dev.portcullis.audit;

import dev.portcullis.gateway.AppliedLimits;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.RefusedHead;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.RuleMatch;
import dev.portcullis.gateway.RuleMatches;
import dev.portcullis.gateway.TraceContext;
import java.net.InetAddress;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one exchange at one moment, taken on the request's thread and not yet redacted; it never leaves the
 * process as it is. Redaction and encoding are the writer's work.
 */
final class ExchangeFacts implements Entry {
    /** A long path is cut before it is held. */
    static final int MAX_PATH = 2_048;

    private static final int OWN_WEIGHT = 1_024;
    private static final int TEXT_WEIGHT = 56;
    private static final int MATCH_WEIGHT = 256;

    final String kind;
    final String id;
    final Instant start;
    final String policy;
    final String method;
    final String path;
    final @Nullable String query;
    final @Nullable String scheme;
    final @Nullable String protocol;
    final Headers fields;
    final InetAddress client;
    final Peer peer;
    final @Nullable String route;
    final @Nullable Principal principal;
    final @Nullable TraceContext trace;
    final @Nullable RuleMatches matches;
    final @Nullable AppliedLimits limits;
    final @Nullable Outcome outcome;
    final int status;
    private final Redactor redactor;
    private final int weight;
    private final @Nullable CompletableFuture<Boolean> written;

    private ExchangeFacts(
            String kind,
            Exchange exchange,
            @Nullable Outcome outcome,
            int status,
            Redactor redactor,
            int weight,
            @Nullable CompletableFuture<Boolean> written) {
        RequestHead head = exchange.request();
        this.kind = kind;
        this.id = exchange.id();
        this.start = exchange.start();
        this.policy = exchange.policyVersion();
        this.method = head.method();
        this.path = cut(head.path());
        this.query = head.query() == null ? null : cut(head.query());
        this.scheme = head.scheme();
        this.protocol = head.protocol();
        this.fields = head.headers();
        this.client = head.clientAddress().address();
        this.peer = exchange.peer();
        Route admitted = exchange.get(Route.KEY).orElse(null);
        this.route = admitted == null ? null : admitted.id();
        this.principal = exchange.get(Principal.KEY).orElse(null);
        this.trace = exchange.get(TraceContext.KEY).orElse(null);
        this.matches = exchange.get(RuleMatches.KEY).orElse(null);
        this.limits = exchange.get(AppliedLimits.KEY).orElse(null);
        this.outcome = outcome;
        this.status = status;
        this.redactor = redactor;
        this.weight = weight;
        this.written = written;
    }

    private ExchangeFacts(RefusedHead head, Outcome outcome, Redactor redactor) {
        this.kind = "exchange";
        this.id = head.id();
        this.start = head.start();
        this.policy = head.policyVersion();
        this.method = head.method();
        int query = head.rawTarget().indexOf('?');
        this.path = cut(query < 0 ? head.rawTarget() : head.rawTarget().substring(0, query));
        this.query = null;
        this.scheme = head.peer().tls() == null ? "http" : "https";
        this.protocol = null;
        this.fields = Headers.EMPTY;
        this.client = head.clientAddress().address();
        this.peer = head.peer();
        this.route = null;
        this.principal = null;
        this.trace = null;
        this.matches = null;
        this.limits = null;
        this.outcome = outcome;
        this.status = outcome.status();
        this.redactor = redactor;
        this.weight = OWN_WEIGHT + path.length();
        this.written = null;
    }

    /** A request that was refused before the first filter. */
    static ExchangeFacts ofRefused(RefusedHead head, Outcome outcome, Redactor redactor) {
        return new ExchangeFacts(head, outcome, redactor);
    }

    /** The end of an exchange. */
    static ExchangeFacts ofEnd(String kind, Exchange exchange, Outcome outcome, Redactor redactor, int weight) {
        return new ExchangeFacts(kind, exchange, outcome, outcome.status(), redactor, weight, null);
    }

    /** An exchange that goes on. */
    static ExchangeFacts ofMoment(
            String kind,
            Exchange exchange,
            int status,
            Redactor redactor,
            int weight,
            @Nullable CompletableFuture<Boolean> written) {
        return new ExchangeFacts(kind, exchange, null, status, redactor, weight, written);
    }

    /** What an exchange of this head will hold while its record waits, in bytes, roughly. */
    static int weightOf(RequestHead head) {
        String query = head.query();
        int weight = OWN_WEIGHT + Math.min(head.path().length(), MAX_PATH);
        weight += query == null ? 0 : TEXT_WEIGHT + Math.min(query.length(), MAX_PATH);
        Headers fields = head.headers();
        for (int i = 0; i < fields.size(); i++) {
            weight +=
                    2 * TEXT_WEIGHT + fields.name(i).length() + fields.value(i).length();
        }
        return weight;
    }

    /** What it holds besides, where rules matched. */
    static int weightOf(RuleMatches matches) {
        int weight = 0;
        for (RuleMatch match : matches.matches()) {
            weight += MATCH_WEIGHT
                    + match.message().length()
                    + match.target().length()
                    + match.data().length();
        }
        return weight;
    }

    private static String cut(String text) {
        return text.length() <= MAX_PATH ? text : text.substring(0, MAX_PATH);
    }

    @Override
    public AuditEvent event() {
        return redactor.event(this);
    }

    @Override
    public int weight() {
        return weight;
    }

    @Override
    public @Nullable CompletableFuture<Boolean> written() {
        return written;
    }
}
