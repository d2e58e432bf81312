package dev.portcullis.gateway.hygiene;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.Verdict;
import java.util.Collection;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses what a browser was made to do by another site: unsafe requests, and WebSocket handshakes, that say by
 * {@code Sec-Fetch-Site} (Fetch Metadata) or {@code Origin} (RFC 6454) that they come from elsewhere. Browsers set both, and
 * no script can change them. A request with neither is not a browser's, or one of before 2020; no cookie of a site that
 * matters should be without SameSite there. For {@link dev.portcullis.gateway.Stage#HYGIENE}. Immutable and thread-safe.
 */
public final class CsrfGuard implements Filter {
    private final Set<String> allowed;

    private CsrfGuard(Set<String> allowed) {
        this.allowed = Set.copyOf(allowed);
    }

    /** Lets only the site itself make unsafe requests. */
    public static CsrfGuard strict() {
        return new CsrfGuard(Set.of());
    }

    /**
     * Lets these origins make unsafe requests too.
     *
     * @param origins such as {@code https://shop.example}; compared exactly
     * @throws IllegalArgumentException for what is no origin
     */
    public static CsrfGuard allowing(Collection<String> origins) {
        return new CsrfGuard(Origins.of(origins));
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        RequestHead head = exchange.request();
        if (isSafe(head)) {
            return Decision.CONTINUE;
        }
        Headers headers = head.headers();
        String site = only(headers, "Sec-Fetch-Site");
        if (site != null && (site.equals("same-origin") || site.equals("none"))) {
            return Decision.CONTINUE;
        }
        String origin = only(headers, "Origin");
        if (origin != null && allowed.contains(origin)) {
            return Decision.CONTINUE;
        }
        if (site != null) {
            return Decision.reject(Reason.FORBIDDEN, "csrf.cross_site", "an unsafe request from another site's page");
        }
        if (origin != null && !isOwn(origin, head)) {
            return Decision.reject(Reason.FORBIDDEN, "csrf.origin", "an unsafe request from another origin");
        }
        return Decision.CONTINUE;
    }

    @Override
    public String name() {
        return "csrf";
    }

    private static boolean isSafe(RequestHead head) {
        return switch (head.method()) {
            case "GET" -> !head.headers().contains("Sec-WebSocket-Key");
            case "HEAD", "OPTIONS", "TRACE" -> true;
            default -> false;
        };
    }

    /** The only value of the field; several are nobody's, and so another site's. */
    private static @Nullable String only(Headers headers, String name) {
        int i = headers.indexOf(name, 0);
        if (i < 0) {
            return null;
        }
        return headers.indexOf(name, i + 1) < 0 ? headers.value(i) : "";
    }

    /**
     * Whether the origin is the one that the request is for. Behind a proxy whose word is not taken, the scheme may look
     * plain; but a plain page is never the origin of a service that is reached over TLS.
     */
    private static boolean isOwn(String origin, RequestHead head) {
        boolean https = origin.startsWith("https://");
        if (!https && (!origin.startsWith("http://") || head.scheme().equals("https"))) {
            return false;
        }
        int from = https ? 8 : 7;
        if (!origin.startsWith(head.host(), from) || head.host().isEmpty()) {
            return false;
        }
        int end = from + head.host().length();
        int port = https ? 443 : 80;
        int own = head.port() < 0 ? port : head.port();
        return own == port && end == origin.length()
                || origin.length() > end + 1
                        && origin.charAt(end) == ':'
                        && origin.substring(end + 1).equals(Integer.toString(own));
    }
}
