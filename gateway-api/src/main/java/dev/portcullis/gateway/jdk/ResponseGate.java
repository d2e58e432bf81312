package dev.portcullis.gateway.jdk;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The handler's response on its way out: held until it has been judged, replaced where it is refused. It is also the stream
 * that the handler writes to. Like the server's own it is for one thread at a time.
 */
final class ResponseGate extends OutputStream {
    private enum State {
        /** The handler has not sent a head. */
        NEW,
        /** The head is held while content is collected. */
        HELD,
        /** The head is sent, content passes through. */
        OPEN,
        /** Another answer has gone out; what the handler writes is dropped. */
        REPLACED,
        /** All is sent, or nothing more can be. */
        CLOSED
    }

    private static final int TOLD_EVERY = 64 << 10;

    private final HttpExchange exchange;
    private final Passage passage;
    private final Home home;
    private final RequestContent request;
    private final Headers headers;
    private State state = State.NEW;
    private int status = -1;
    private long announced;
    private long sent;
    private int limit;
    private byte[] held = new byte[0];
    private int length;
    private int told;
    private @Nullable Substitute substitute;

    ResponseGate(HttpExchange exchange, Passage passage, Home home, RequestContent request) {
        this.exchange = exchange;
        this.passage = passage;
        this.home = home;
        this.request = request;
        headers = Fields.edited(exchange.getResponseHeaders(), List.of());
    }

    /** The fields that the handler writes to. */
    Headers headers() {
        return headers;
    }

    /** The status that the handler has sent, or -1. */
    int status() {
        return status;
    }

    /** The handler sends its head; see {@link HttpExchange#sendResponseHeaders}. */
    void head(int code, long contentLength) throws IOException {
        if (status != -1) {
            throw new IOException("headers already sent");
        }
        status = code;
        announced = contentLength;
        if (state == State.REPLACED) {
            return;
        }
        if (!passage.watchesResponse()) {
            open();
            return;
        }
        dev.portcullis.gateway.Headers fields = Fields.copy(headers);
        Step step = home.await(passage.response(new ResponseHead(
                code, announced > 0 ? fields.with("Content-Length", Long.toString(announced)) : fields)));
        if (step instanceof Step.Collect collect) {
            limit = collect.limit();
            state = State.HELD;
            if (announced == -1) {
                judge();
            }
        } else {
            follow(step);
        }
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int count) throws IOException {
        switch (state) {
            case NEW -> throw new IOException("response headers not sent yet");
            case HELD -> hold(bytes, offset, count);
            case OPEN -> pass(bytes, offset, count);
            case REPLACED -> {}
            case CLOSED -> throw new IOException("stream closed");
        }
    }

    @Override
    public void flush() throws IOException {
        if (state == State.OPEN) {
            try {
                exchange.getResponseBody().flush();
            } catch (IOException e) {
                throw clientLeft(e);
            }
        }
    }

    /** The end of the handler's response. */
    @Override
    public void close() throws IOException {
        if (state == State.HELD) {
            judge();
        }
        if (state == State.OPEN) {
            try {
                exchange.getResponseBody().close();
            } catch (IOException e) {
                throw clientLeft(e);
            }
            finish(Ending.Kind.SENT, status, sent, null);
        }
    }

    /** The handler has closed the exchange itself; without a head there is no answer then. */
    void exchangeClosed() {
        if (state != State.REPLACED) {
            finish(Ending.Kind.FAILED, 0, sent, null);
            exchange.close();
        }
    }

    /** Answers in the handler's place before it has been called. */
    void answer(Step.Reply reply) throws IOException {
        replace(Substitute.of(exchange, request, reply));
        handlerReturned();
    }

    /** Answers while the request's own thread is still reading, which has to end the connection afterwards. */
    void answerWhileReading(Step.Reply reply) {
        if (reply.body().length == 0) {
            // Without content the server would wait for the read to end before it sends: so there is no answer.
            finish(Ending.Kind.FAILED, 0, 0, null);
            return;
        }
        try {
            replace(Substitute.of(exchange, request, reply));
        } catch (IOException e) {
            clientLeft(e);
        }
    }

    /** The handler has returned; it may still answer later, unless it was answered in its place. */
    void handlerReturned() throws IOException {
        Substitute other = substitute;
        if (other != null) {
            substitute = null;
            other.end();
        }
    }

    /** The handler threw: it is answered in its place, or its half-sent answer is broken off. */
    void handlerFailed(Throwable cause) throws IOException {
        if (state == State.NEW || state == State.HELD) {
            Substitute failure = Substitute.failure(exchange, request, passage.responseEdits());
            state = State.REPLACED;
            failure.send();
            finish(Ending.Kind.FAILED, failure.status(), 0, cause);
        } else if (state == State.REPLACED) {
            handlerReturned();
        } else {
            finish(Ending.Kind.FAILED, status, sent, cause);
            throw new IOException("the handler failed after its answer had begun", cause); // ends the connection
        }
    }

    private void hold(byte[] bytes, int offset, int count) throws IOException {
        if (length + (long) count > held.length) {
            held = Arrays.copyOf(held, (int)
                    Math.min(Integer.MAX_VALUE - 8, Math.max(length + (long) count, 2L * length)));
        }
        System.arraycopy(bytes, offset, held, length, count);
        length += count;
        if (length > limit || length == announced) {
            judge();
        } else if (length - told >= TOLD_EVERY) {
            told = length;
            Step early = passage.collected(length);
            if (early != null) {
                follow(early);
            }
        }
    }

    private void pass(byte[] bytes, int offset, int count) throws IOException {
        try {
            exchange.getResponseBody().write(bytes, offset, count);
            sent += count;
        } catch (IOException e) {
            throw clientLeft(e);
        }
    }

    private void judge() throws IOException {
        Body body = Body.of(held, 0, Math.min(length, limit), length > limit, dev.portcullis.gateway.Headers.EMPTY);
        follow(home.await(passage.responseBody(body)));
    }

    private void follow(Step step) throws IOException {
        if (step instanceof Step.Reply reply) {
            replace(Substitute.of(exchange, request, reply));
        } else {
            open();
        }
    }

    /** Sends the handler's head with the edits, and what of its content was held. */
    private void open() throws IOException {
        Headers out = exchange.getResponseHeaders();
        out.clear();
        Fields.edited(headers, passage.responseEdits()).forEach(out::put);
        if (request.endIsInDoubt()) {
            out.set("Connection", "close");
        }
        state = State.OPEN;
        try {
            exchange.sendResponseHeaders(status, announced);
        } catch (IOException e) {
            throw clientLeft(e);
        }
        boolean empty = announced == -1
                || status == 204
                || status == 304
                || status < 200
                || exchange.getRequestMethod().equals("HEAD");
        if (empty) {
            finish(Ending.Kind.SENT, status, 0, null);
        } else if (length > 0) {
            pass(held, 0, length);
            held = new byte[0];
        }
    }

    private void replace(Substitute other) throws IOException {
        held = new byte[0];
        state = State.REPLACED;
        substitute = other;
        try {
            other.send();
        } catch (IOException e) {
            throw clientLeft(e);
        }
        passage.complete(Ending.sent(other.status(), request.count(), other.length()));
    }

    private IOException clientLeft(IOException cause) {
        finish(Ending.Kind.CANCELLED, 0, sent, cause);
        return cause;
    }

    private void finish(Ending.Kind kind, int code, long bytes, @Nullable Throwable cause) {
        if (state != State.REPLACED) {
            state = State.CLOSED;
        }
        passage.complete(new Ending(kind, code, request.count(), bytes, cause));
    }
}
