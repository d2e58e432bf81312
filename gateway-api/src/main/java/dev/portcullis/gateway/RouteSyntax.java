package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.Locale;

/** What the parts of a route may look like: only what a request that reaches the routes can have. */
final class RouteSyntax {
    private static final String GRPC = "application/grpc";

    private RouteSyntax() {}

    static void requireId(String id) {
        boolean right = !id.isEmpty() && id.length() <= 100;
        for (int i = 0; i < id.length(); i++) {
            right &= isLetterOrDigit(id.charAt(i)) || "-_.".indexOf(id.charAt(i)) >= 0;
        }
        if (!right) {
            throw new IllegalArgumentException(
                    "route id: 1 to 100 letters, digits, '-', '_' and '.', got \"" + id + "\"");
        }
    }

    /** A token (RFC 9110, section 5.6.2). */
    static void requireToken(String text, String what) {
        boolean right = !requireNonNull(text, what).isEmpty();
        for (int i = 0; i < text.length(); i++) {
            right &= isLetterOrDigit(text.charAt(i)) || "!#$%&'*+-.^_`|~".indexOf(text.charAt(i)) >= 0;
        }
        if (!right) {
            throw new IllegalArgumentException(what + " must be a token (RFC 9110), got \"" + text + "\"");
        }
    }

    /** A field value that a request can carry: no control characters, no surrounding white space. */
    static void requireFieldValue(String name, String value) {
        boolean right = requireNonNull(value, "value").strip().equals(value);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            right &= c == '\t' || (c >= ' ' && c != 0x7F && c <= 0xFF);
        }
        if (!right) {
            throw new IllegalArgumentException(
                    "no request can have this value of the header " + name
                            + ": control characters, surrounding white space and characters beyond ISO-8859-1 are not possible");
        }
    }

    /** The canonical form of a host, possibly with {@code *} as its first label. */
    static String host(String host) {
        String lower = requireNonNull(host, "host").toLowerCase(Locale.ROOT);
        if (lower.startsWith("[") && lower.endsWith("]")) {
            return '[' + IpAddress.text(IpAddress.parse(lower.substring(1, lower.length() - 1))) + ']';
        }
        String name = lower.startsWith("*.") ? lower.substring(2) : lower;
        boolean right = !name.isEmpty() && name.length() <= 253;
        int label = 0;
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            right &= c == '.' ? label > 0 : isLetterOrDigit(c) || c == '-' || c == '_';
            label = c == '.' ? 0 : label + 1;
            right &= label <= 63;
        }
        if (!right || label == 0) {
            throw new IllegalArgumentException("host: a name such as api.example, *.api.example or an address expected,"
                    + " without scheme, port or final dot, got \"" + host + "\"");
        }
        return lower;
    }

    /** The path of a gRPC service or method, from {@code pkg.Service} or {@code pkg.Service/Method}. */
    static PathTemplate grpcPath(String service) {
        int slash = requireNonNull(service, "service").indexOf('/');
        String name = slash < 0 ? service : service.substring(0, slash);
        requireGrpcName(name, service);
        if (slash >= 0) {
            requireGrpcName(service.substring(slash + 1), service);
        }
        return PathTemplate.parse('/' + (slash < 0 ? service + "/{method}" : service));
    }

    private static void requireGrpcName(String name, String service) {
        boolean right = !name.isEmpty() && !name.startsWith(".") && !name.endsWith(".") && !name.contains("..");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            right &= isLetterOrDigit(c) || c == '_' || c == '.';
        }
        if (!right) {
            throw new IllegalArgumentException(
                    "grpc: a name such as shop.v1.Orders or shop.v1.Orders/Get expected, got \"" + service + "\"");
        }
    }

    /** Whether the fields are those of a gRPC request. */
    static boolean isGrpc(Headers headers) {
        int i = headers.indexOf("Content-Type", 0);
        if (i < 0) {
            return false;
        }
        String type = headers.value(i);
        return type.regionMatches(true, 0, GRPC, 0, GRPC.length())
                && (type.length() == GRPC.length() || "+; \t".indexOf(type.charAt(GRPC.length())) >= 0);
    }

    private static boolean isLetterOrDigit(char c) {
        return (c >= '0' && c <= '9') || ((c | 0x20) >= 'a' && (c | 0x20) <= 'z');
    }
}
