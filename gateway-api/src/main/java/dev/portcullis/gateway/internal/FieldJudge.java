package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Limits;
import org.jspecify.annotations.Nullable;

/**
 * Judges the fields of one head in one pass: their syntax, their size, and those that frame the message or belong to the
 * connection, in which two readers must not see different requests.
 */
final class FieldJudge {
    private static final int MOST_DIGITS = 18;

    private final boolean http1;
    private final boolean http10;
    private int hosts;
    private String host = "";
    private int contentLengths;
    private @Nullable TransferCodings codings;

    FieldJudge(boolean http1, boolean http10) {
        this.http1 = http1;
        this.http10 = http10;
    }

    boolean hasHost() {
        return hosts > 0;
    }

    /** The value of Host, or an empty string. */
    String host() {
        return host;
    }

    @Nullable
    HeadRefusal judge(Headers headers, Limits limits) {
        if (headers.size() > limits.headerCount()) {
            return HeadRefusal.HEADERS_TOO_MANY;
        }
        long bytes = 0;
        for (int i = 0; i < headers.size(); i++) {
            bytes += headers.name(i).length() + headers.value(i).length();
        }
        if (bytes > limits.headers()) {
            return HeadRefusal.HEADERS_TOO_LARGE;
        }
        for (int i = 0; i < headers.size(); i++) {
            HeadRefusal refusal = field(headers.name(i), headers.value(i));
            if (refusal != null) {
                return refusal;
            }
        }
        return together();
    }

    private @Nullable HeadRefusal together() {
        if (hosts > 1) {
            return HeadRefusal.HOST_DUPLICATE;
        }
        if (hosts == 0 && !http10) {
            return HeadRefusal.HOST_MISSING;
        }
        if (codings == null) {
            return null;
        }
        if (http10) {
            return HeadRefusal.TRANSFER_ENCODING_HTTP10;
        }
        return contentLengths > 0 ? HeadRefusal.TRANSFER_ENCODING_WITH_CONTENT_LENGTH : codings.refusal();
    }

    private @Nullable HeadRefusal field(String name, String value) {
        if (!CharClass.isToken(name)) {
            return badName(name);
        }
        HeadRefusal refusal = FieldValues.refusal(value);
        if (refusal != null) {
            return refusal;
        }
        return switch (name.length()) {
            case 2 -> !http1 && name.equalsIgnoreCase("TE") ? te(value) : null;
            case 4 -> name.equalsIgnoreCase("Host") ? host(value) : null;
            case 6 -> name.equalsIgnoreCase("Cookie") ? FieldValues.cookieRefusal(value) : null;
            case 7 -> name.equalsIgnoreCase("Upgrade") ? connectionField() : null;
            case 10 ->
                name.equalsIgnoreCase("Connection")
                        ? connection(value)
                        : name.equalsIgnoreCase("Keep-Alive") ? connectionField() : null;
            case 14 -> name.equalsIgnoreCase("Content-Length") ? contentLength(value) : null;
            case 16 -> name.equalsIgnoreCase("Proxy-Connection") ? connectionField() : null;
            case 17 -> name.equalsIgnoreCase("Transfer-Encoding") ? transferEncoding(value) : null;
            default -> null;
        };
    }

    private static HeadRefusal badName(String name) {
        if (name.isEmpty()) {
            return HeadRefusal.HEADER_NAME;
        }
        char first = name.charAt(0);
        char last = name.charAt(name.length() - 1);
        if (first == ' ' || first == '\t') {
            return HeadRefusal.HEADER_FOLDED;
        }
        return last == ' ' || last == '\t' ? HeadRefusal.HEADER_SPACE_BEFORE_COLON : HeadRefusal.HEADER_NAME;
    }

    private @Nullable HeadRefusal host(String value) {
        hosts++;
        host = value;
        return null;
    }

    private @Nullable HeadRefusal connectionField() {
        return http1 ? null : HeadRefusal.HTTP2_CONNECTION_FIELD;
    }

    private @Nullable HeadRefusal te(String value) {
        return value.equalsIgnoreCase("trailers") ? null : HeadRefusal.HTTP2_CONNECTION_FIELD;
    }

    private @Nullable HeadRefusal connection(String value) {
        if (!http1) {
            return HeadRefusal.HTTP2_CONNECTION_FIELD;
        }
        return FieldValues.namesHopByHopOnly(value) ? null : HeadRefusal.CONNECTION_NAMES_FIELD;
    }

    private @Nullable HeadRefusal contentLength(String value) {
        if (++contentLengths > 1 || value.indexOf(',') >= 0) {
            return HeadRefusal.CONTENT_LENGTH_DUPLICATE;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return HeadRefusal.CONTENT_LENGTH_INVALID;
            }
        }
        return value.isEmpty() || value.length() > MOST_DIGITS ? HeadRefusal.CONTENT_LENGTH_INVALID : null;
    }

    private @Nullable HeadRefusal transferEncoding(String value) {
        if (!http1) {
            return HeadRefusal.HTTP2_CONNECTION_FIELD;
        }
        if (codings == null) {
            codings = new TransferCodings();
        }
        codings.add(value);
        return null;
    }
}
