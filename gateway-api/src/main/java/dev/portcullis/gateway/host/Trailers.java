package dev.portcullis.gateway.host;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.StrippedFields;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** What of a request's trailers may reach a handler; for adapters whose server hands trailers on. */
public final class Trailers {
    /** Framing, routing, credentials, conditions and content: what a trailer must not carry (RFC 9110, section 6.5.1). */
    private static final Set<String> NEVER = Set.of(
            "accept",
            "authorization",
            "cache-control",
            "connection",
            "content-encoding",
            "content-length",
            "content-range",
            "content-type",
            "cookie",
            "dpop",
            "expect",
            "host",
            "if-match",
            "if-modified-since",
            "if-none-match",
            "if-range",
            "if-unmodified-since",
            "keep-alive",
            "max-forwards",
            "origin",
            "proxy-authorization",
            "proxy-connection",
            "range",
            "referer",
            "te",
            "trailer",
            "transfer-encoding",
            "upgrade",
            "x-api-key");

    private Trailers() {}

    /**
     * The trailers without those that would count in a head, and without those that are stripped from the head.
     *
     * @param exchange an exchange that was forwarded
     * @param trailers as received
     */
    public static Headers forHandler(Exchange exchange, Headers trailers) {
        if (trailers.size() == 0) {
            return trailers;
        }
        Optional<StrippedFields> stripped = exchange.get(StrippedFields.KEY);
        Headers.Builder kept = Headers.builder(trailers.size());
        for (int i = 0; i < trailers.size(); i++) {
            String name = trailers.name(i);
            boolean never = NEVER.contains(name.toLowerCase(Locale.ROOT).replace('_', '-'));
            if (!never && !(stripped.isPresent() && stripped.get().strips(name))) {
                kept.add(name, trailers.value(i));
            }
        }
        return kept.build();
    }
}
