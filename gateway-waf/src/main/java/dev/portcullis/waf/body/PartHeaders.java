package dev.portcullis.waf.body;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The header of one part: its lines, unfolded, and what Content-Disposition says. */
final class PartHeaders {
    private static final String DISPOSITION = "content-disposition";
    private static final int LONGEST = 4096;

    private final byte[] body;
    private final BodySink sink;
    private final List<Line> lines = new ArrayList<>();
    private ContentDisposition disposition = ContentDisposition.NONE;
    private boolean told;

    private static final class Line {
        private byte[] array;
        private int from;
        private int to;
        private final int nameTo;

        private Line(byte[] array, int from, int to, int nameTo) {
            this.array = array;
            this.from = from;
            this.to = to;
            this.nameTo = nameTo - from;
        }

        private boolean hasName(byte[] other, int otherFrom, int otherTo) {
            if (otherTo - otherFrom != nameTo) {
                return false;
            }
            for (int i = 0; i < nameTo; i++) {
                if (lower(array[from + i]) != lower(other[otherFrom + i])) {
                    return false;
                }
            }
            return true;
        }

        private boolean isDisposition() {
            for (int i = 0; i < DISPOSITION.length(); i++) {
                if (i >= nameTo || lower(array[from + i]) != DISPOSITION.charAt(i)) {
                    return false;
                }
            }
            return nameTo == DISPOSITION.length();
        }
    }

    PartHeaders(byte[] body, BodySink sink) {
        this.body = body;
        this.sink = sink;
    }

    void clear() {
        lines.clear();
        disposition = ContentDisposition.NONE;
        told = false;
    }

    /** Takes a line that is not empty, without its end. */
    @Nullable
    String line(int from, int to) {
        for (int i = from; i < to; i++) {
            if (body[i] == 0) {
                return "a NUL byte in a part header";
            }
        }
        return isSpace(body[from]) ? fold(from, to) : header(from, to);
    }

    private @Nullable String fold(int from, int to) {
        sink.flag(MultipartFlag.HEADER_FOLDING);
        int i = from;
        while (i < to && isSpace(body[i])) {
            if (body[i] != ' ' && body[i] != '\t') {
                sink.flag(MultipartFlag.INVALID_HEADER_FOLDING);
            }
            i++;
        }
        if (lines.isEmpty()) {
            return "invalid part header (folding error)";
        }
        Line last = lines.get(lines.size() - 1);
        int length = last.to - last.from;
        if (length + 1 + to - i > LONGEST) {
            return "a part header over " + LONGEST + " bytes long";
        }
        byte[] joined = Arrays.copyOf(Arrays.copyOfRange(last.array, last.from, last.to), length + 1 + to - i);
        joined[length] = ' ';
        System.arraycopy(body, i, joined, length + 1, to - i);
        last.array = joined;
        last.from = 0;
        last.to = joined.length;
        return null;
    }

    private @Nullable String header(int from, int to) {
        int colon = from;
        while (colon < to && body[colon] != ':') {
            colon++;
        }
        if (colon == to) {
            return "invalid part header (colon missing)";
        }
        int nameTo = colon;
        while (nameTo > from && isSpace(body[nameTo - 1])) {
            nameTo--;
        }
        if (nameTo == from) {
            return "invalid part header (header name missing)";
        }
        for (int i = from; i < colon; i++) {
            if (!isToken(body[i])) {
                // Some parsers take such a name for another one, some for none.
                sink.flag(MultipartFlag.INVALID_PART);
            }
        }
        for (Line other : lines) {
            if (other.hasName(body, from, nameTo)) {
                lines.add(new Line(body, from, to, nameTo));
                return "a part header appears twice";
            }
        }
        lines.add(new Line(body, from, to, nameTo));
        return null;
    }

    /** The header is complete. */
    @Nullable
    String finish() {
        String problem = "a part without Content-Disposition";
        for (Line line : lines) {
            if (line.isDisposition()) {
                int colon = line.from + line.nameTo;
                while (line.array[colon] != ':') {
                    colon++;
                }
                disposition = new ContentDisposition();
                problem = disposition.parse(line.array, colon + 1, line.to, sink);
                if (problem == null && disposition.name.isEmpty()) {
                    problem = "Content-Disposition without a name";
                }
            }
        }
        tell();
        if (problem != null) {
            sink.flag(MultipartFlag.INVALID_PART);
        }
        return problem;
    }

    /** Tells the lines, once. */
    void tell() {
        if (!told) {
            told = true;
            ContentDisposition.Text name = disposition.name;
            for (Line line : lines) {
                sink.partHeader(name.array, name.from, name.to, line.array, line.from, line.to);
            }
        }
    }

    ContentDisposition disposition() {
        return disposition;
    }

    static boolean isSpace(byte c) {
        return c == ' ' || c >= 9 && c <= 13;
    }

    /** A token of RFC 2045. */
    static boolean isToken(byte c) {
        return c > 32 && c < 127 && "()<>@,;:\\\"/[]?=".indexOf(c) < 0;
    }

    private static byte lower(byte c) {
        return c >= 'A' && c <= 'Z' ? (byte) (c + 32) : c;
    }
}
