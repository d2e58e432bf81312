package dev.portcullis.gateway.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.gateway.Headers;
import jakarta.servlet.MultipartConfigElement;
import jakarta.servlet.ServletException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads multipart/form-data (RFC 7578) strictly: whatever two parsers could take differently, such as a preamble, bare line
 * feeds, folded fields, a second name or an extended file name, is refused, so that nobody reads what was not inspected.
 */
final class MultipartReader {
    private static final int MOST_PARTS = 1000;
    private static final int MOST_FIELDS = 16;
    private static final int LONGEST_LINE = 8 << 10;
    private static final int WINDOW = 16 << 10;

    private final InputStream in;
    private final byte[] delimiter;
    private final MultipartConfigElement bounds;
    private final Path directory;
    private final byte[] window = new byte[WINDOW];
    private int at;
    private int end;
    private long total;

    private MultipartReader(InputStream in, String boundary, MultipartConfigElement bounds, Path directory) {
        this.in = in;
        this.delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
        this.bounds = bounds;
        this.directory = directory;
    }

    static List<StoredPart> read(InputStream in, String contentType, MultipartConfigElement bounds, Path directory)
            throws IOException, ServletException {
        MultipartReader reader = new MultipartReader(in, Disposition.boundary(contentType), bounds, directory);
        List<StoredPart> parts = new ArrayList<>();
        try {
            reader.readAll(parts);
            return parts;
        } catch (IOException | ServletException | RuntimeException e) {
            parts.forEach(StoredPart::release);
            throw e;
        }
    }

    private void readAll(List<StoredPart> parts) throws IOException, ServletException {
        for (int i = 2; i < delimiter.length; i++) { // the first delimiter has no line before it
            if (next() != delimiter[i]) {
                throw malformed("does not begin with its boundary");
            }
        }
        while (!endsAfterDelimiter()) {
            if (parts.size() == MOST_PARTS) {
                throw new IllegalStateException("more than " + MOST_PARTS + " parts");
            }
            StoredPart part = StoredPart.of(fields(), bounds, directory);
            parts.add(part);
            content(part);
            part.close();
        }
        if (at < end || fill()) {
            if (next() != '\r' || next() != '\n' || at < end || fill()) {
                throw malformed("goes on after its last boundary");
            }
        }
    }

    private boolean endsAfterDelimiter() throws IOException, ServletException {
        int first = next();
        int second = next();
        if (first == '-' && second == '-') {
            return true;
        }
        if (first != '\r' || second != '\n') {
            throw malformed("has something between a boundary and the end of its line");
        }
        return false;
    }

    private Headers fields() throws IOException, ServletException {
        Headers.Builder fields = Headers.builder(4);
        int count = 0;
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (++count > MOST_FIELDS || colon <= 0 || !Disposition.isToken(line.substring(0, colon))) {
                throw malformed("has a part with a malformed or too large head");
            }
            fields.add(line.substring(0, colon), line.substring(colon + 1).trim());
        }
        return fields.build();
    }

    private String line() throws IOException, ServletException {
        byte[] line = new byte[LONGEST_LINE];
        int size = 0;
        for (int b = next(); b != '\r'; b = next()) {
            if (size == LONGEST_LINE || b == '\n' || b == 0) {
                throw malformed("has a part with a malformed or too large head");
            }
            line[size++] = (byte) b;
        }
        if (next() != '\n') {
            throw malformed("has a bare carriage return in the head of a part");
        }
        return new String(line, 0, size, UTF_8);
    }

    private void content(StoredPart part) throws IOException, ServletException {
        while (true) {
            int found = find();
            int safe = found >= 0 ? found : Math.max(at, end - delimiter.length + 1);
            part.append(window, at, safe - at);
            at = safe;
            if (found >= 0) {
                at += delimiter.length;
                return;
            }
            if (!fill()) {
                throw malformed("ends inside a part");
            }
        }
    }

    private int find() {
        for (int i = at; i <= end - delimiter.length; i++) {
            if (window[i] == '\r'
                    && java.util.Arrays.equals(window, i, i + delimiter.length, delimiter, 0, delimiter.length)) {
                return i;
            }
        }
        return -1;
    }

    private int next() throws IOException, ServletException {
        if (at == end && !fill()) {
            throw malformed("ends too early");
        }
        return window[at++] & 0xFF;
    }

    private boolean fill() throws IOException {
        System.arraycopy(window, at, window, 0, end - at);
        end -= at;
        at = 0;
        int n = in.read(window, end, window.length - end);
        if (n <= 0) {
            return false;
        }
        end += n;
        total += n;
        if (bounds.getMaxRequestSize() >= 0 && total > bounds.getMaxRequestSize()) {
            throw new IllegalStateException("the request is larger than " + bounds.getMaxRequestSize() + " bytes");
        }
        return true;
    }

    static ServletException malformed(String how) {
        return new ServletException("the multipart content " + how);
    }
}
