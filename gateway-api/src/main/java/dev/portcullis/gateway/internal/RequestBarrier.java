package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.host.Step;
import java.nio.charset.Charset;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The barrier before the handler: nothing is forwarded until every inspector of the request body has passed, each with its
 * own limit, and until the body is known to be within the gateway's bound. Inspectors see the content decoded, the handler
 * gets what was received.
 */
final class RequestBarrier {
    private static final long NONE = 0;
    private static final long UNKNOWN = -1;
    private static final int UNBOUNDED = Integer.MAX_VALUE;

    private final LivePassage passage;
    private final LiveExchange x;
    private final BodyInspectors inspectors;
    private final Headers headers;
    private final int bound;
    private boolean counting;
    private Coding coding = Coding.IDENTITY;
    private @Nullable Charset charset;

    RequestBarrier(LivePassage passage) {
        this.passage = passage;
        this.x = passage.x;
        headers = x.request().headers();
        Route route = x.route();
        int general = x.engine.limits.body();
        bound = route == null ? general : route.bodyLimit().orElse(general);
        inspectors = BodyInspectors.ofRequest(passage);
    }

    /** Whether there is content to bound, or anyone who asked for it. */
    static boolean needed(LiveExchange x) {
        Subscriptions asked = x.subscriptions();
        if ((asked == null || asked.requestBody == null) && declared(x.request()) == NONE) {
            return false;
        }
        Route route = x.route();
        return route == null || !route.isStream();
    }

    /** The length that the head tells. */
    private static long declared(RequestHead head) {
        Headers headers = head.headers();
        if (headers.contains("Transfer-Encoding")) {
            return UNKNOWN;
        }
        int at = headers.indexOf("Content-Length", 0);
        if (at >= 0) {
            try {
                return Math.max(UNKNOWN, Long.parseLong(headers.value(at).trim()));
            } catch (NumberFormatException e) {
                return UNKNOWN; // refused with the head already; if not, it is at least counted
            }
        }
        // HTTP/1 has no content without one of the two; after CONNECT comes a tunnel.
        return head.protocol().startsWith("HTTP/1") || head.method().equals("CONNECT") ? NONE : UNKNOWN;
    }

    Step open() {
        long declared = declared(x.request());
        if (declared == NONE) {
            return proceed();
        }
        if (declared > bound) {
            return passage.refuse(overBound(declared), null, null);
        }
        if (!inspectors.isEmpty()) {
            Rejection unreadable = readable();
            if (unreadable != null) {
                if (inspectors.enforced) {
                    return passage.refuse(unreadable, null, null);
                }
                inspectors.forgo(unreadable);
            }
        }
        int cap = inspectors.cap == UNBOUNDED ? UNBOUNDED : coding.mostEncoded(inspectors.cap);
        if (declared > cap) {
            return inspectors.overCap(declared);
        }
        if (declared == UNKNOWN && Math.min(cap, bound) != UNBOUNDED) {
            counting = bound <= cap; // short of the end nobody knows whether it is within the bound
            return passage.collectRequest(Math.min(cap, bound));
        }
        if (inspectors.isEmpty()) {
            return passage.forward();
        }
        int wanted = Math.min(coding.mostEncoded(inspectors.wanted), cap);
        return passage.collectRequest(declared == UNKNOWN ? wanted : (int) Math.min(declared, wanted));
    }

    private @Nullable Rejection readable() {
        coding = Coding.of(headers);
        if (coding == Coding.OTHER) {
            return Rejection.of(
                    Reason.UNSUPPORTED_BODY,
                    "body.coding",
                    "one of gzip and deflate can be inspected, and no stack of them");
        }
        ContentType type = ContentType.of(headers);
        if (type == null) {
            return Rejection.of(Reason.UNSUPPORTED_BODY, "body.content_type", "ambiguous or malformed Content-Type");
        }
        Route route = x.route();
        Set<Charset> allowed = route == null ? Set.of() : route.charsets();
        if (!type.hasReadableCharset(allowed)) {
            return Rejection.of(Reason.UNSUPPORTED_BODY, "body.charset", "a charset that is not inspected here");
        }
        charset = type.charsetToDecode();
        return null;
    }

    /** Counts what is collected; {@code null}: go on collecting. */
    @Nullable
    Step growing(int bytes) {
        Rejection full = inspectors.grow(bytes);
        if (full == null) {
            return null;
        }
        if (inspectors.enforced || counting) {
            return passage.refuse(full, null, null);
        }
        inspectors.forgo(full);
        return passage.forward();
    }

    Step arrived(Body collected) {
        Step instead = growing(collected.length());
        if (instead != null) {
            return instead;
        }
        if (collected.length() > bound || (counting && collected.truncated())) {
            return passage.refuse(overBound(collected.length() + 1L), null, null);
        }
        if (inspectors.isEmpty()) {
            return passage.forward();
        }
        if (collected.truncated() && inspectors.cap != UNBOUNDED && coding != Coding.IDENTITY) {
            return inspectors.overCap(collected.length() + 1L);
        }
        try {
            inspectors.show(decoded(collected));
        } catch (UndecodableBodyException e) {
            Rejection rejection = Rejection.of(e.reason(), e.code(), e.detail());
            if (inspectors.enforced) {
                return passage.refuse(rejection, null, null);
            }
            inspectors.forgo(rejection);
        }
        return proceed();
    }

    private Body decoded(Body collected) throws UndecodableBodyException {
        Body plain = collected;
        if (coding != Coding.IDENTITY) {
            plain = Inflation.ofRequest(coding).inflate(collected, inspectors.wanted);
            grow(collected, plain);
        }
        ContentType type = ContentType.of(headers);
        if (type != null && type.hidesCharset(plain)) {
            throw new UndecodableBodyException(
                    Reason.UNSUPPORTED_BODY, "body.charset", "the content is in another charset than declared");
        }
        if (charset != null) {
            plain = Transcoding.toUtf8(plain, charset);
            grow(collected, plain);
        }
        return plain;
    }

    private void grow(Body collected, Body made) throws UndecodableBodyException {
        Rejection full = inspectors.grow((long) collected.length() + made.length());
        if (full != null) {
            throw new UndecodableBodyException(full.reason(), full.code(), full.logDetail());
        }
    }

    Step proceed() {
        Step step = inspectors.proceed();
        return step == null ? passage.forward() : step;
    }

    private Rejection overBound(long length) {
        return Rejection.of(Reason.TOO_LARGE, "body.too_large", "at least " + length + " bytes, limit " + bound);
    }
}
