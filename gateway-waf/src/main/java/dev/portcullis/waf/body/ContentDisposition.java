package dev.portcullis.waf.body;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the Content-Disposition of a part says. Only {@code form-data} with {@code name}, {@code filename} and
 * {@code filename*} is understood (RFC 7578, RFC 8187).
 */
final class ContentDisposition {
    /** What a part has that says nothing. */
    static final ContentDisposition NONE = new ContentDisposition();

    private static final String FORM_DATA = "form-data";

    /** A slice of the header, or what escapes in it stand for. */
    static final class Text {
        static final Text EMPTY = new Text(new byte[0], 0, 0);

        final byte[] array;
        final int from;
        final int to;

        Text(byte[] array, int from, int to) {
            this.array = array;
            this.from = from;
            this.to = to;
        }

        boolean isEmpty() {
            return from == to;
        }

        boolean is(String name) {
            if (to - from != name.length()) {
                return false;
            }
            for (int i = 0; i < name.length(); i++) {
                if (lower(array[from + i]) != name.charAt(i)) {
                    return false;
                }
            }
            return true;
        }

        boolean hasSameBytesAs(Text other) {
            return Arrays.equals(array, from, to, other.array, other.from, other.to);
        }
    }

    Text name = Text.EMPTY;
    private @Nullable Text fileName;
    private @Nullable Text extendedFileName;

    /** Where {@link #value} found the end. */
    private int next;

    /** Whether there is a file name, be it an empty one that came without a character. */
    boolean isFile() {
        return !fileNames().isEmpty();
    }

    /** The names that the client gave the file: two if it gave two that differ, since applications choose either. */
    List<Text> fileNames() {
        List<Text> names = new ArrayList<>(2);
        if (fileName != null && !fileName.isEmpty()) {
            names.add(fileName);
        }
        Text extended = extendedFileName;
        if (extended != null && !extended.isEmpty() && (names.isEmpty() || !extended.hasSameBytesAs(names.get(0)))) {
            names.add(extended);
        }
        return names;
    }

    /** Reads the value {@code a[from, to)} of the field; gives what is wrong with it, null if nothing is. */
    @Nullable
    String parse(byte[] a, int from, int to, BodySink sink) {
        int i = skipSpace(a, from, to);
        int type = i;
        while (i < to && a[i] != ';' && a[i] != ' ' && a[i] != '\t') {
            i++;
        }
        if (!new Text(a, type, i).is(FORM_DATA)) {
            return "Content-Disposition is not form-data";
        }
        i = skipSpace(a, i, to);
        if (i < to && a[i] != ';') {
            return "invalid Content-Disposition (type)";
        }
        while (i < to) {
            i = skipSpace(a, i + 1, to);
            if (i == to) {
                // A semicolon may end the field, white space after it may not.
                return a[to - 1] == ';' ? null : "invalid Content-Disposition (end)";
            }
            int start = i;
            while (i < to && a[i] != '=' && a[i] != ' ' && a[i] != '\t') {
                i++;
            }
            Text parameter = new Text(a, start, i);
            i = skipSpace(a, i, to);
            if (i == to || a[i] != '=') {
                return "invalid Content-Disposition (parameter without a value)";
            }
            i = skipSpace(a, i + 1, to);
            Text value = value(a, i, to, sink);
            if (value == null) {
                return "invalid Content-Disposition (quoting)";
            }
            String problem = set(parameter, value, sink);
            if (problem != null) {
                return problem;
            }
            i = skipSpace(a, next, to);
            if (i < to && a[i] != ';') {
                if (a[i - 1] == '"' || a[i - 1] == '\'') {
                    sink.flag(MultipartFlag.INVALID_QUOTING);
                }
                return "invalid Content-Disposition (after a parameter)";
            }
        }
        return null;
    }

    private @Nullable String set(Text parameter, Text value, BodySink sink) {
        for (int i = value.from; i < value.to; i++) {
            if (value.array[i] == '\'' && !parameter.is("filename*")) {
                sink.flag(MultipartFlag.INVALID_QUOTING);
            }
        }
        if (parameter.is("name")) {
            if (!name.isEmpty()) {
                return "invalid Content-Disposition (two names)";
            }
            name = value;
        } else if (parameter.is("filename")) {
            if (fileName != null) {
                return "invalid Content-Disposition (two file names)";
            }
            fileName = value;
        } else if (parameter.is("filename*")) {
            if (extendedFileName != null) {
                return "invalid Content-Disposition (two file names)";
            }
            Text decoded = extended(value);
            if (decoded == null) {
                return "invalid Content-Disposition (extended file name)";
            }
            extendedFileName = decoded;
        } else {
            return "invalid Content-Disposition (unknown parameter)";
        }
        if (fileName != null && extendedFileName != null && !fileName.hasSameBytesAs(extendedFileName)) {
            sink.flag(MultipartFlag.INVALID_PART);
        }
        return null;
    }

    /** A quoted string or a token; null if a quote is not closed. */
    private @Nullable Text value(byte[] a, int from, int to, BodySink sink) {
        if (from < to && (a[from] == '"' || a[from] == '\'')) {
            if (a[from] == '\'') {
                sink.flag(MultipartFlag.INVALID_QUOTING);
            }
            return quoted(a, from + 1, to, a[from]);
        }
        int i = from;
        while (i < to && PartHeaders.isToken(a[i])) {
            i++;
        }
        next = i;
        return new Text(a, from, i);
    }

    /** Only the quote and the backslash can be escaped: before others a backslash stays, as browsers once sent paths. */
    private @Nullable Text quoted(byte[] a, int from, int to, byte quote) {
        byte[] out = null;
        int end = 0;
        int i = from;
        while (i < to && a[i] != quote) {
            if (a[i] == '\\') {
                if (i + 1 == to) {
                    return null;
                }
                if (a[i + 1] == quote || a[i + 1] == '\\') {
                    if (out == null) {
                        out = new byte[to - from];
                        end = i - from;
                        System.arraycopy(a, from, out, 0, end);
                    }
                    i++;
                }
            }
            if (out != null) {
                out[end++] = a[i];
            }
            i++;
        }
        next = i + 1;
        if (i == to) {
            return null;
        }
        return out == null ? new Text(a, from, i) : new Text(out, 0, end);
    }

    /** {@code charset'language'percent-encoded}. */
    private static @Nullable Text extended(Text value) {
        int i = value.from;
        int quotes = 0;
        while (i < value.to && quotes < 2) {
            if (value.array[i++] == '\'') {
                quotes++;
            }
        }
        if (quotes < 2) {
            return null;
        }
        byte[] out = new byte[value.to - i];
        int end = 0;
        while (i < value.to) {
            byte c = value.array[i++];
            if (c == '%') {
                int high = i + 1 < value.to ? Character.digit(value.array[i], 16) : -1;
                int low = i + 1 < value.to ? Character.digit(value.array[i + 1], 16) : -1;
                if ((high | low) < 0) {
                    return null;
                }
                c = (byte) (high << 4 | low);
                i += 2;
            }
            out[end++] = c;
        }
        return new Text(out, 0, end);
    }

    private static int skipSpace(byte[] a, int from, int to) {
        int i = from;
        while (i < to && (a[i] == ' ' || a[i] == '\t')) {
            i++;
        }
        return i;
    }

    private static byte lower(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
    }
}
