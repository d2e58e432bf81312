package dev.portcullis.gateway;

import org.jspecify.annotations.Nullable;

/**
 * The one canonical view of a request's head, which authorization, limits, rules, audit and the handler share. A request
 * that has no such view was refused before the first filter.
 *
 * @param method as sent; methods are case-sensitive (RFC 9110, section 9.1)
 * @param rawTarget the request target as sent
 * @param path canonical and still percent-encoded where RFC 3986 wants it: absolute, no dot segments, no empty segments
 *     inside, unreserved characters decoded, hexadecimal digits in upper case
 * @param query what follows the first {@code ?}, as sent, or {@code null} where there is none
 * @param scheme {@code https} over TLS, or where a trusted proxy says so; else {@code http}
 * @param host lower case, without the port; empty only where the protocol allows none
 * @param port the port that the host field or authority names, or -1
 * @param protocol such as {@code HTTP/1.1} or {@code HTTP/2}
 * @param headers the fields as received
 * @param clientAddress who asks, as far as trusted proxies tell
 */
public record RequestHead(
        String method,
        String rawTarget,
        String path,
        @Nullable String query,
        String scheme,
        String host,
        int port,
        String protocol,
        Headers headers,
        ClientAddress clientAddress) {
    /** The target in origin form that a handler sees: the canonical path, and the query as sent. */
    public String target() {
        if (query == null) {
            return path;
        }
        boolean plain = rawTarget.length() == path.length() + 1 + query.length()
                && rawTarget.charAt(path.length()) == '?'
                && rawTarget.startsWith(path)
                && rawTarget.endsWith(query);
        return plain ? rawTarget : path + '?' + query;
    }

    /**
     * The path percent-decoded once, as UTF-8. Equal for two heads exactly if a server that decodes the path cannot tell them
     * apart. It is for comparing with literals and for a server's own view; a literal slash and an encoded one look the same
     * in it where {@link PathRules#allowEncodedSlash} lets the latter through.
     */
    public String decodedPath() {
        return path.indexOf('%') < 0 ? path : PercentDecoding.decode(path, 0, path.length());
    }
}
