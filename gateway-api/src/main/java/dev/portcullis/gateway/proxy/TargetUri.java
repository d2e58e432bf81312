package dev.portcullis.gateway.proxy;

import java.net.URI;
import java.net.URISyntaxException;

/**
 * The URI for a canonical target. The path goes upstream byte for byte. A query is kept as sent too, but for the few
 * characters that browsers send raw and {@link URI} refuses: these are percent-encoded, which means the same (RFC 3986,
 * section 2.1). The JDK's client leaves out the question mark of an empty query.
 */
final class TargetUri {
    private static final String HEX = "0123456789ABCDEF";
    private static final String ILLEGAL_IN_QUERY = "\"<>\\^`{|}";

    private TargetUri() {}

    static URI of(String prefix, String target) throws URISyntaxException {
        int question = target.indexOf('?');
        if (question < 0) {
            return new URI(prefix + target);
        }
        StringBuilder uri = new StringBuilder(prefix.length() + target.length() + 16)
                .append(prefix)
                .append(target, 0, question + 1);
        for (int i = question + 1; i < target.length(); i++) {
            char c = target.charAt(i);
            if (ILLEGAL_IN_QUERY.indexOf(c) >= 0 || loosePercent(target, i)) {
                uri.append('%').append(HEX.charAt(c >> 4)).append(HEX.charAt(c & 15));
            } else {
                uri.append(c);
            }
        }
        return new URI(uri.toString());
    }

    private static boolean loosePercent(String target, int at) {
        return target.charAt(at) == '%'
                && (at + 2 >= target.length() || !hex(target.charAt(at + 1)) || !hex(target.charAt(at + 2)));
    }

    private static boolean hex(char c) {
        return Character.digit(c, 16) >= 0 && c < 128;
    }
}
