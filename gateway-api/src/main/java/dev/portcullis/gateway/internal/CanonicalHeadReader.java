package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.host.RawHead;
import org.jspecify.annotations.Nullable;

/**
 * Makes the one canonical head, or refuses what two readers can take for different requests (RFC 9110, 9112, 9113, 3986).
 * Everything behind it, the handler included, shares the result. Immutable and thread-safe.
 */
public final class CanonicalHeadReader implements HeadReader {
    private static final int LONGEST_METHOD = 40;
    private static final String HTTP_1_1 = "HTTP/1.1";

    /** A value of Host and what it says; immutable, so that no thread sees half of one. */
    private record Named(String text, Authority authority) {}

    private final Limits limits;
    private final PathReader paths;
    private final ClientReader clients;
    private @Nullable Named lastNamed;

    /**
     * A reader with these terms.
     *
     * @param limits how long the target and how large and many the fields may be
     * @param rules which ambiguous spellings of a path are refused
     * @param trusted whose word about the client is taken
     */
    public CanonicalHeadReader(Limits limits, PathRules rules, TrustedProxies trusted) {
        this.limits = requireNonNull(limits, "limits");
        paths = new PathReader(rules);
        clients = new ClientReader(trusted);
    }

    @Override
    public Result read(RawHead raw) {
        ClientReading client = clients.read(raw.peer().address(), raw.headers());
        String protocol = protocol(raw.protocol());
        if (protocol == null) {
            return refused(HeadRefusal.PROTOCOL_UNKNOWN, client);
        }
        if (raw.method().length() > LONGEST_METHOD || !CharClass.isToken(raw.method())) {
            return refused(HeadRefusal.METHOD_INVALID, client);
        }
        if (raw.target().length() > limits.requestLine()) {
            return refused(HeadRefusal.TARGET_TOO_LONG, client);
        }
        boolean http10 = protocol.equals("HTTP/1.0");
        boolean http1 = http10 || protocol.equals(HTTP_1_1);
        HeadRefusal refusal = FieldJudge.judge(raw.headers(), limits, http1, http10);
        if (refusal != null) {
            return refused(refusal, client);
        }
        String path;
        String query;
        Authority named = null;
        String namedScheme = null;
        int plain = TargetReading.plainPath(raw.method(), raw.target());
        if (plain >= 0) { // nearly all, without anything to be kept
            path = raw.target().substring(0, plain);
            query = plain == raw.target().length() ? null : raw.target().substring(plain + 1);
        } else {
            TargetReading target = new TargetReading(paths);
            refusal = target.read(raw.method(), raw.target(), http1);
            if (refusal != null) {
                return refused(refusal, client);
            }
            path = target.path();
            query = target.query();
            named = target.authority();
            namedScheme = target.scheme();
        }
        int at = raw.headers().indexOf("Host", 0);
        Authority host = at < 0 ? Authority.NONE : authority(raw.headers().value(at));
        refusal = host.refusal() != null ? host.refusal() : client.refusal();
        if (refusal != null) {
            return refused(refusal, client);
        }
        String said = client.scheme();
        String scheme = said != null ? said : raw.peer().tls() == null ? "http" : "https";
        if (named != null) {
            boolean https = scheme.equals("https");
            if (at >= 0 && !(named.host().equals(host.host()) && named.portOr(https) == host.portOr(https))) {
                return refused(HeadRefusal.HOST_DIFFERS, client);
            }
            if (namedScheme != null && !scheme.equals(namedScheme)) {
                return refused(HeadRefusal.SCHEME_DIFFERS, client);
            }
            host = at >= 0 ? host : named;
        }
        RequestHead head = new RequestHead(
                raw.method(),
                raw.target(),
                path,
                query,
                scheme,
                host.host(),
                host.port(),
                protocol,
                raw.headers(),
                client.address());
        String routed = raw.routedPath();
        return routed != null && !routed.equals(head.decodedPath())
                ? refused(HeadRefusal.PATH_HOST_DIFFERS, client)
                : new Accepted(head);
    }

    /** What a Host says; a server is asked by few names, and mostly by the last one again. */
    private Authority authority(String host) {
        Named last = lastNamed;
        if (last != null && last.text().equals(host)) {
            return last.authority();
        }
        Authority read = Authority.read(host, 0, host.length());
        if (read.refusal() == null) {
            lastNamed = new Named(host, read);
        }
        return read;
    }

    private static Result refused(HeadRefusal refusal, ClientReading client) {
        return new Refused(refusal.rejection(), client.address());
    }

    /** The one name of the protocol, or {@code null}. */
    private static @Nullable String protocol(String protocol) {
        if (protocol.equals(HTTP_1_1)) {
            return HTTP_1_1; // nearly always; and then the constant, which is compared by looking at it
        }
        return switch (protocol) {
            case "HTTP/1.0", "HTTP/2", "HTTP/3" -> protocol;
            case "HTTP/2.0" -> "HTTP/2";
            case "HTTP/3.0" -> "HTTP/3";
            default -> null;
        };
    }
}
