package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import jakarta.servlet.UnavailableException;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Where a response is judged. Content is held, as in a container's own buffer, until the head would be committed, and
 * further where the body is to be inspected. What passes leaves with the edits applied; what does not is replaced, and the
 * handler's later writes are swallowed. Before the verdict the container's response holds no byte, so it can be reset.
 */
final class ResponseGate {
    private enum Phase {
        /** Held until the head is to be judged. */
        OPEN,
        /** The head is judged, the body is collected. */
        COLLECTING,
        /** Everything goes to the container. */
        PASSING,
        /** The gateway has answered; what the handler writes is swallowed. */
        REPLIED
    }

    private static final int STRIDE = 64 << 10;
    private static final int BUFFER = 8 << 10;

    private final Passage passage;
    private final ResponseJudge judge;
    private final ErrorPages errorPages;
    private final boolean isHead;
    private final HeldContent held = new HeldContent();
    private final RawOutput out;
    private volatile Phase phase = Phase.PASSING;
    private boolean watching;
    private int limit;
    private int told;
    private int buffer = BUFFER;
    private long declared = -1;
    private boolean whole;
    private @Nullable GatewayResponse writing;
    private volatile boolean committed;
    private volatile boolean closed;
    private volatile boolean awaitingErrorPage;
    private volatile int errorStatus;

    ResponseGate(
            Passage passage, Home home, ErrorPages errorPages, HttpServletResponse raw, String method, boolean http2) {
        this.passage = passage;
        this.judge = new ResponseJudge(passage, home);
        this.errorPages = errorPages;
        this.out = new RawOutput(raw, http2);
        this.isHead = method.equals("HEAD");
    }

    /** From here on the response is the handler's. */
    void watch() {
        watching = passage.watchesResponse();
        phase = watching ? Phase.OPEN : Phase.PASSING;
    }

    /** A dispatch to an error page begins: its content is held, edited and, where the inspectors still wait, judged. */
    void errorPage(@Nullable HttpServletResponse answer) {
        if (answer != null) {
            out.response(answer);
        }
        awaitingErrorPage = false;
        if (phase != Phase.REPLIED && !out.response().isCommitted()) {
            clear();
            errorStatus = 0;
            closed = false;
            committed = false;
            whole = false;
            writing = null;
            phase = watching ? Phase.OPEN : Phase.PASSING;
        }
    }

    void write(byte[] from, int offset, int length) throws IOException {
        if (closed || length == 0) {
            return;
        }
        switch (phase) {
            case OPEN, COLLECTING -> hold(from, offset, length);
            case PASSING -> out.write(from, offset, length);
            case REPLIED -> {}
        }
    }

    private void hold(byte[] from, int offset, int length) throws IOException {
        if (phase == Phase.OPEN && held.size() == 0 && (length >= buffer || length == declared)) {
            commit();
            write(from, offset, length); // nothing to wait for: not copied where it passes
            return;
        }
        long bound = phase == Phase.OPEN ? Math.max(buffer, held.size()) : limit + 1L;
        int n = out.isNonBlocking() ? length : (int) Math.min(length, bound - held.size());
        held.append(from, offset, n);
        if (phase == Phase.OPEN && (held.size() >= buffer || held.size() == declared)) {
            commit();
        }
        if (phase == Phase.COLLECTING) {
            collected();
        }
        if (n < length) {
            write(from, offset + n, length - n);
        }
    }

    private void collected() throws IOException {
        if (held.size() > limit) {
            apply(judge.prefix(held, limit));
        } else if (declared >= 0 && held.size() >= declared) {
            finish();
        } else if (held.size() - told >= STRIDE) {
            told = held.size();
            Step step = judge.growing(told);
            if (step != null) {
                apply(step);
            }
        }
    }

    /** The handler flushes: the head is judged, and the content leaves if nobody wants to inspect it. */
    void flush() throws IOException {
        if (closed) {
            return;
        }
        if (phase == Phase.OPEN) {
            commit();
        }
        committed = true;
        if (phase == Phase.PASSING) {
            out.flush();
        }
    }

    /** The response is whole: judges it if that is still to be done, and hands on what is held. */
    void finish() throws IOException {
        if (closed) {
            return;
        }
        if (writing != null) {
            writing.drainWriter();
        }
        whole = true;
        if (phase == Phase.OPEN) {
            if (out.response().isCommitted() && held.size() == 0) {
                phase = Phase.PASSING; // sent past every filter: a protocol switch by the container itself
            } else {
                commit();
            }
        }
        if (phase == Phase.COLLECTING) {
            apply(judge.body(held));
        }
        committed = true;
    }

    /** Nothing follows, neither from the handler nor from the container. */
    void close() throws IOException {
        finish();
        if (phase == Phase.PASSING && !closed) {
            closed = true;
            out.close();
        }
    }

    private void commit() throws IOException {
        committed = true;
        apply(judge.head(out.response(), out.response().getStatus()));
    }

    private void apply(Step step) throws IOException {
        if (step instanceof Step.Collect collect) {
            limit = collect.limit();
            phase = Phase.COLLECTING;
            if (held.size() > limit) {
                apply(judge.prefix(held, limit));
            }
        } else if (step instanceof Step.Reply reply) {
            reply(reply);
        } else {
            release();
        }
    }

    private void release() throws IOException {
        if (out.response().isCommitted()) {
            out.cut();
            throw out.lost(new IOException("the response was committed past the gateway"));
        }
        ResponseHeads.edit(out.response(), judge.edits(out.response()));
        if (whole && !(isHead && held.size() == 0) && ResponseHeads.mayAnnounceLength(out.response())) {
            out.response().setContentLengthLong(held.size()); // as the container would, had it held the content
        }
        phase = Phase.PASSING;
        byte[] first = held.bytes();
        int length = held.size();
        clear();
        if (length > 0) {
            out.write(first, 0, length);
        }
    }

    /** Sends the gateway's answer in place of whatever there was. */
    void reply(Step.Reply reply) throws IOException {
        if (out.response().isCommitted() && out.response().getStatus() == reply.status()) {
            replied(reply.status()); // Tomcat has answered 408 by itself
            return;
        }
        if (out.response().isCommitted()) {
            out.cut();
            throw out.lost(new IOException("the response was committed past the gateway; the connection is cut"));
        }
        clear();
        ResponseHeads.replace(out.response(), reply);
        replied(reply.status());
        if (reply.body().length > 0) {
            out.write(reply.body(), 0, reply.body().length);
        }
        if (!out.isNonBlocking()) {
            out.flush();
        }
    }

    private void replied(int status) {
        phase = Phase.REPLIED;
        committed = true;
        awaitingErrorPage = false;
        errorStatus = status;
    }

    /** The handler asks for an error page, which is judged by its head now and by its content when that comes. */
    void sendError(int status, @Nullable String message) throws IOException {
        clear();
        if (!prepareError(status, null)) {
            return;
        }
        closed = true;
        // A message that an inspector would have to see is not shown by a page that none can see.
        boolean unseen = judge.wantsBody() && !awaitingErrorPage;
        if (message == null || unseen) {
            out.response().sendError(status);
        } else {
            out.response().sendError(status, message);
        }
    }

    /** A handler failed; whether the container is to deal with it. */
    boolean fail(Throwable cause) throws IOException {
        if (phase == Phase.REPLIED) {
            return false;
        }
        if (closed || out.response().isCommitted()) {
            out.cut();
            return true;
        }
        clear();
        int status = cause instanceof UnavailableException
                ? HttpServletResponse.SC_SERVICE_UNAVAILABLE
                : HttpServletResponse.SC_INTERNAL_SERVER_ERROR;
        if (!prepareError(status, cause)) {
            return false;
        }
        if (errorPages.mayFollow(status, cause)) {
            return true;
        }
        Headers headers = HeaderEdit.applyAll(passage.responseEdits(), Headers.of("Content-Length", "0"));
        reply(new Step.Reply(null, status, headers, new byte[0])); // the container's own page would show the exception
        return false;
    }

    /** Whether an error of the container's making may follow; false if the gateway has answered instead. */
    private boolean prepareError(int status, @Nullable Throwable cause) throws IOException {
        errorStatus = status;
        if (!watching) {
            return true;
        }
        Step step = judge.head(out.response(), status);
        if (step instanceof Step.Reply reply) {
            reply(reply);
            return false;
        }
        ResponseHeads.edit(out.response(), judge.edits(out.response()));
        awaitingErrorPage = step instanceof Step.Collect && errorPages.mayFollow(status, cause);
        return true;
    }

    /** Judges a protocol switch, which has no body that could be seen; whether it may go on. */
    boolean mayUpgrade() throws IOException {
        if (phase == Phase.OPEN) {
            out.response().setStatus(HttpServletResponse.SC_SWITCHING_PROTOCOLS);
            commit();
        }
        return phase == Phase.PASSING;
    }

    /** Forgets the content; what the head says stays. */
    void clear() {
        held.clear();
        told = 0;
    }

    /** Whose writer has a buffer of its own, to be emptied at the end. */
    void writtenBy(GatewayResponse response) {
        writing = response;
    }

    void declare(long length) {
        declared = length;
    }

    int buffer() {
        return buffer;
    }

    void buffer(int bytes) {
        buffer = Math.max(bytes, 1);
    }

    int heldBytes() {
        return held.size();
    }

    boolean watching() {
        return watching;
    }

    boolean isCommitted() {
        return committed || closed || phase == Phase.REPLIED || out.response().isCommitted();
    }

    /** Whether the head is still the handler's to change; a container that has committed it ignores changes by itself. */
    boolean takesFields() {
        return !committed && !closed && phase != Phase.REPLIED;
    }

    boolean awaitsErrorPage() {
        return awaitingErrorPage;
    }

    /** Whether a write would not block: what is held or swallowed never does. */
    boolean isReady() throws IOException {
        return phase != Phase.PASSING || closed || out.isReady();
    }

    RawOutput output() {
        return out;
    }

    int status() {
        int error = errorStatus;
        return error > 0 ? error : out.response().getStatus();
    }

    long bytes() {
        return isHead ? 0 : out.sent();
    }
}
