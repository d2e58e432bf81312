package dev.portcullis.gateway.servlet;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The response as the handler sees it. Fields go to the container's response until the head is judged, and nowhere
 * afterwards: what was judged is what leaves.
 */
final class GatewayResponse extends HttpServletResponseWrapper {
    private final ResponseGate gate;
    private @Nullable GateStream stream;
    private @Nullable PrintWriter writer;
    private boolean streamTaken;

    GatewayResponse(HttpServletResponse response, ResponseGate gate) {
        super(response);
        this.gate = gate;
    }

    ResponseGate gate() {
        return gate;
    }

    @Override
    public ServletOutputStream getOutputStream() {
        if (writer != null) {
            throw new IllegalStateException("getWriter() was called before");
        }
        streamTaken = true;
        return stream();
    }

    @Override
    public PrintWriter getWriter() throws IOException {
        if (streamTaken) {
            throw new IllegalStateException("getOutputStream() was called before");
        }
        PrintWriter opened = writer;
        if (opened == null) {
            String encoding = getCharacterEncoding();
            if (!gate.isCommitted()) {
                super.setCharacterEncoding(encoding); // from here on it is part of the content type
            }
            opened = new PrintWriter(new OutputStreamWriter(stream(), Charset.forName(encoding)));
            writer = opened;
            gate.writtenBy(this);
        }
        return opened;
    }

    private GateStream stream() {
        GateStream opened = stream;
        if (opened == null) {
            opened = new GateStream(gate);
            stream = opened;
        }
        return opened;
    }

    /** Empties the writer's buffer, so that the gate has all content. */
    void drainWriter() {
        if (writer != null) {
            stream().draining(true);
            writer.flush();
            stream().draining(false);
        }
    }

    @Override
    public void flushBuffer() throws IOException {
        drainWriter();
        gate.flush();
    }

    @Override
    public boolean isCommitted() {
        return gate.isCommitted();
    }

    @Override
    public void reset() {
        resetBuffer();
        super.reset();
        gate.declare(-1);
        streamTaken = false;
        writer = null;
    }

    @Override
    public void resetBuffer() {
        requireUncommitted();
        drainWriter();
        requireUncommitted();
        gate.clear();
        if (!gate.watching()) {
            super.resetBuffer();
        }
    }

    @Override
    public int getBufferSize() {
        return gate.watching() ? gate.buffer() : super.getBufferSize();
    }

    @Override
    public void setBufferSize(int size) {
        if (!gate.watching()) {
            super.setBufferSize(size);
        } else if (gate.isCommitted() || gate.heldBytes() > 0) {
            throw new IllegalStateException("content has been written");
        } else {
            gate.buffer(size);
        }
    }

    @Override
    public void sendError(int status) throws IOException {
        requireUncommitted();
        gate.sendError(status, null);
    }

    @Override
    public void sendError(int status, String message) throws IOException {
        requireUncommitted();
        gate.sendError(status, message);
    }

    @Override
    public void sendRedirect(String location) throws IOException {
        sendRedirect(location, SC_FOUND, true);
    }

    /** As in Servlet 6.1. */
    public void sendRedirect(String location, boolean clearBuffer) throws IOException {
        sendRedirect(location, SC_FOUND, clearBuffer);
    }

    /** As in Servlet 6.1. */
    public void sendRedirect(String location, int status) throws IOException {
        sendRedirect(location, status, true);
    }

    /** As in Servlet 6.1. The reference may be relative, as RFC 9110, section 10.2.2, has it. */
    public void sendRedirect(String location, int status, boolean clearBuffer) throws IOException {
        requireUncommitted();
        if (clearBuffer) {
            resetBuffer();
        } else {
            drainWriter();
        }
        super.setStatus(status);
        super.setHeader("Location", location);
        gate.close();
    }

    private void requireUncommitted() {
        if (gate.isCommitted()) {
            throw new IllegalStateException("the response is committed");
        }
    }

    private boolean isOpen() {
        return gate.takesFields();
    }

    private static boolean isLength(String name) {
        return name.equalsIgnoreCase("Content-Length");
    }

    @Override
    public void setStatus(int status) {
        if (isOpen()) {
            super.setStatus(status);
        }
    }

    @Override
    public void setHeader(String name, @Nullable String value) {
        if (isLength(name) && value != null) {
            setContentLengthLong(Long.parseLong(value.trim()));
        } else if (name.equalsIgnoreCase("Content-Type")) {
            setContentType(value);
        } else if (isOpen()) {
            super.setHeader(name, value);
        }
    }

    @Override
    public void addHeader(String name, String value) {
        if (isLength(name) || name.equalsIgnoreCase("Content-Type")) {
            setHeader(name, value);
        } else if (isOpen()) {
            super.addHeader(name, value);
        }
    }

    @Override
    public void setIntHeader(String name, int value) {
        setHeader(name, Integer.toString(value));
    }

    @Override
    public void addIntHeader(String name, int value) {
        addHeader(name, Integer.toString(value));
    }

    @Override
    public void setDateHeader(String name, long date) {
        if (isOpen()) {
            super.setDateHeader(name, date);
        }
    }

    @Override
    public void addDateHeader(String name, long date) {
        if (isOpen()) {
            super.addDateHeader(name, date);
        }
    }

    @Override
    public void addCookie(Cookie cookie) {
        if (isOpen()) {
            super.addCookie(cookie);
        }
    }

    @Override
    public void setContentLength(int length) {
        setContentLengthLong(length);
    }

    @Override
    public void setContentLengthLong(long length) {
        if (isOpen()) {
            super.setContentLengthLong(length);
            gate.declare(length);
        }
    }

    @Override
    public void setContentType(@Nullable String type) {
        if (!isOpen()) {
            return;
        }
        if (writer == null || type == null) {
            super.setContentType(type);
            return;
        }
        String encoding = getCharacterEncoding(); // fixed since the writer was handed out
        super.setContentType(type);
        super.setCharacterEncoding(encoding);
    }

    @Override
    public void setCharacterEncoding(@Nullable String encoding) {
        if (isOpen() && writer == null) {
            super.setCharacterEncoding(encoding);
        }
    }

    /** As in Servlet 6.1. */
    public void setCharacterEncoding(@Nullable Charset encoding) {
        setCharacterEncoding(encoding == null ? null : encoding.name());
    }

    @Override
    public String getCharacterEncoding() {
        String encoding = super.getCharacterEncoding();
        return encoding == null ? ISO_8859_1.name() : encoding;
    }

    @Override
    public void setLocale(Locale locale) {
        if (!isOpen()) {
            return;
        }
        String encoding = writer == null ? null : getCharacterEncoding();
        super.setLocale(locale);
        if (encoding != null) {
            super.setCharacterEncoding(encoding);
        }
    }

    @Override
    public void setTrailerFields(Supplier<Map<String, String>> supplier) {
        if (gate.isCommitted()) {
            throw new IllegalStateException("the response is committed");
        }
        super.setTrailerFields(supplier);
    }
}
