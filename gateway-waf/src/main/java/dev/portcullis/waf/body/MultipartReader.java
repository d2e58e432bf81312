package dev.portcullis.waf.body;

import org.jspecify.annotations.Nullable;

/** One reading of a multipart body, line by line. A line ends with a line feed, with or without a carriage return. */
final class MultipartReader {
    private static final int LONGEST_HEADER_LINE = 4096;

    private final byte[] body;
    private final int from;
    private final int to;
    private final Boundary boundary;
    private final BodyInput input;
    private final BodySink sink;
    private final DelimiterSearch delimiters;
    private final PartHeaders headers;
    private boolean crlf;
    private boolean lf;
    private boolean lastLookalikeUnmatched;
    private int parts;
    private int files;
    private int dataFrom;
    private boolean stopped;

    private enum State {
        PREAMBLE,
        HEADERS,
        DATA,
        DONE
    }

    private State state = State.PREAMBLE;

    MultipartReader(byte[] body, int from, int to, Boundary boundary, BodyInput input, BodySink sink) {
        this.body = body;
        this.from = from;
        this.to = to;
        this.boundary = boundary;
        this.input = input;
        this.sink = sink;
        this.delimiters = new DelimiterSearch(body, from, to, boundary.delimiter());
        this.headers = new PartHeaders(body, sink);
    }

    /** Reads it all; gives what is wrong with it, null if nothing is. */
    @Nullable
    String read() {
        String problem = null;
        int line = from;
        while (line < to && problem == null && state != State.DONE && !stopped) {
            int next = line;
            while (next < to && body[next] != '\n') {
                next++;
            }
            next = Math.min(to, next + 1);
            problem = line(line, next);
            line = next;
        }
        if (state == State.DONE && line < to) {
            sink.flag(MultipartFlag.DATA_AFTER);
        }
        if (problem == null && !stopped) {
            problem = end();
        }
        if (lastLookalikeUnmatched) {
            sink.flag(MultipartFlag.UNMATCHED_BOUNDARY);
        }
        return problem;
    }

    private @Nullable String line(int start, int next) {
        int delimiter = delimiters.next(start);
        if (delimiter == start) {
            return delimiterLine(start, next);
        }
        if (delimiter < next) {
            // Parsers that do not care where a line starts would see it.
            sink.flag(MultipartFlag.UNMATCHED_BOUNDARY);
        }
        if (next - start > 3 && body[start] == '-' && body[start + 1] == '-') {
            String problem = lookalike(start, next);
            if (problem != null) {
                return problem;
            }
            lastLookalikeUnmatched = true;
        }
        switch (state) {
            case PREAMBLE -> {
                sink.flag(MultipartFlag.DATA_BEFORE);
                return null;
            }
            case HEADERS -> {
                return headerLine(start, next);
            }
            default -> {
                return null;
            }
        }
    }

    private @Nullable String delimiterLine(int start, int next) {
        int end = start + boundary.delimiter().length;
        boolean last = end + 1 < next && body[end] == '-' && body[end + 1] == '-';
        int rest = last ? end + 2 : end;
        boolean ends =
                rest < next && (body[rest] == '\n' || next - rest == 2 && body[rest] == '\r' && body[rest + 1] == '\n');
        if (!ends && input.partial() && next == to && body[next - 1] != '\n') {
            // The line is cut off: a delimiter or something like it.
            String problem = finishPart(start);
            state = State.DONE;
            return problem;
        }
        if (!ends && !(rest == to && last)) {
            return rest == to ? "final boundary missing" : "invalid boundary";
        }
        if (ends) {
            lineEnd(rest, next);
        }
        lastLookalikeUnmatched = false;
        String problem = finishPart(start);
        if (last) {
            state = State.DONE;
            return problem;
        }
        if (problem == null && parts++ == input.parts()) {
            sink.exceeded(Bound.PARTS);
            return "more than " + input.parts() + " parts";
        }
        state = State.HEADERS;
        headers.clear();
        return problem;
    }

    /** A line that starts with two dashes and is no delimiter. */
    private @Nullable String lookalike(int start, int next) {
        byte[] delimiter = boundary.delimiter();
        int at = start + 2;
        if (boundary.isQuoted() && body[at] == '"' && hasBoundary(delimiter, at + 1, next)) {
            return "invalid boundary (quotes)";
        }
        while (at < next && (body[at] == ' ' || body[at] >= 9 && body[at] <= 13)) {
            at++;
        }
        return at > start + 2 && hasBoundary(delimiter, at, next) ? "invalid boundary (white space)" : null;
    }

    private boolean hasBoundary(byte[] delimiter, int at, int next) {
        int length = delimiter.length - 2;
        if (next - at < length) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (body[at + i] != delimiter[i + 2]) {
                return false;
            }
        }
        return true;
    }

    private @Nullable String headerLine(int start, int next) {
        if (next == to && body[next - 1] != '\n') {
            // The body ends within a line of a header; what is wrong is told at the end.
            return null;
        }
        if (next - start > LONGEST_HEADER_LINE) {
            return "a part header line over " + LONGEST_HEADER_LINE + " bytes long";
        }
        int end = next - 1;
        if (end > start && body[end - 1] == '\r') {
            end--;
        }
        lineEnd(end, next);
        if (end > start) {
            return headers.line(start, end);
        }
        state = State.DATA;
        dataFrom = next;
        return headers.finish();
    }

    private void lineEnd(int end, int next) {
        if (next - end == 2 && !crlf) {
            crlf = true;
            sink.flag(MultipartFlag.CRLF_LINE);
        } else if (next - end == 1 && !lf) {
            lf = true;
            sink.flag(MultipartFlag.LF_LINE);
        } else {
            return;
        }
        if (crlf && lf) {
            sink.flag(MultipartFlag.CRLF_LF_LINES);
        }
    }

    /** A part ends before the delimiter at {@code end}; the line end before it belongs to the delimiter. */
    private @Nullable String finishPart(int end) {
        if (state == State.HEADERS) {
            sink.flag(MultipartFlag.INVALID_PART);
            return headers.finish();
        }
        if (state == State.DATA) {
            int dataTo = end;
            if (dataTo > dataFrom && body[dataTo - 1] == '\n') {
                dataTo--;
                if (dataTo > dataFrom && body[dataTo - 1] == '\r') {
                    dataTo--;
                }
            }
            tellPart(dataTo);
        }
        return null;
    }

    private void tellPart(int dataTo) {
        ContentDisposition disposition = headers.disposition();
        if (!disposition.isFile()) {
            stopped = !sink.argument(
                    disposition.name.array, disposition.name.from, disposition.name.to, body, dataFrom, dataTo);
            return;
        }
        if (files++ == input.files()) {
            sink.flag(MultipartFlag.FILE_LIMIT_EXCEEDED);
        }
        int contentFrom = dataFrom;
        for (ContentDisposition.Text file : disposition.fileNames()) {
            sink.file(
                    disposition.name.array,
                    disposition.name.from,
                    disposition.name.to,
                    file.array,
                    file.from,
                    file.to,
                    body,
                    contentFrom,
                    dataTo);
            contentFrom = dataTo;
        }
    }

    private @Nullable String end() {
        if (state == State.DONE || from == to) {
            return null;
        }
        if (state == State.DATA) {
            tellPart(to);
        } else if (state == State.HEADERS) {
            headers.tell();
        }
        if (input.partial()) {
            return null;
        }
        sink.flag(MultipartFlag.INCOMPLETE);
        return state == State.PREAMBLE ? "no boundaries found in payload" : "final boundary missing";
    }
}
