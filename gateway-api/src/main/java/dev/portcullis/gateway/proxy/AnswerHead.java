package dev.portcullis.gateway.proxy;

import java.net.http.HttpHeaders;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the head of an upstream's answer must not say. The JDK's client takes the Content-Length where both ways of framing
 * are given, the first of several lengths, a negative one for none, and leaves other codings than chunked in the content: a
 * client that reads them otherwise would find another answer in the rest (RFC 9112, section 6.3).
 */
final class AnswerHead {
    /** The most that all fields may take, in characters with what is between them. */
    static final int LARGEST = 64 * 1024;
    /** The most lines. */
    static final int MOST_LINES = 500;

    private static final int MOST_DIGITS = 18;

    private AnswerHead() {}

    /** Why an answer with this head is not passed on, or {@code null}. */
    static @Nullable String problem(HttpHeaders headers) {
        List<String> codings = headers.allValues("transfer-encoding");
        List<String> lengths = headers.allValues("content-length");
        if (!codings.isEmpty()) {
            if (!lengths.isEmpty()) {
                return "both Transfer-Encoding and Content-Length";
            }
            if (codings.size() > 1 || !codings.get(0).strip().equalsIgnoreCase("chunked")) {
                return "another transfer coding than chunked";
            }
        }
        for (String length : lengths) {
            if (!isLength(length) || !length.equals(lengths.get(0))) {
                return "a Content-Length that is no length, or several that differ";
            }
        }
        return isLarge(headers) ? "more than " + LARGEST + " characters or " + MOST_LINES + " lines of fields" : null;
    }

    private static boolean isLength(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return !text.isEmpty() && text.length() <= MOST_DIGITS;
    }

    private static boolean isLarge(HttpHeaders headers) {
        int size = 0;
        int lines = 0;
        for (Map.Entry<String, List<String>> field : headers.map().entrySet()) {
            for (String value : field.getValue()) {
                size += field.getKey().length() + value.length() + 4;
                lines++;
            }
        }
        return size > LARGEST || lines > MOST_LINES;
    }
}
