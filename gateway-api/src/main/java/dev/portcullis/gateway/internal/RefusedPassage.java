package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.ClientAddress;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.RefusedHead;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import dev.portcullis.gateway.host.Step;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Predicate;

/** The passage of a request whose head was refused: every step is the same reply, and the end is told once. */
final class RefusedPassage implements Passage {
    /** The most that a record keeps of what the client sent. */
    private static final int KEPT_METHOD = 32;

    private static final int KEPT_TARGET = 1024;

    private final Engine engine;
    private final RawHead raw;
    private final Rejection rejection;
    private final String id;
    private final ClientAddress client;
    private final Instant start;
    private final long startNanos;
    private final AtomicBoolean completed = new AtomicBoolean();

    RefusedPassage(Engine engine, RawHead raw, Rejection rejection, ClientAddress client) {
        this.engine = engine;
        this.raw = raw;
        this.rejection = rejection;
        this.client = client;
        id = engine.nextId();
        start = engine.clock.instant();
        startNanos = engine.nanoTime.getAsLong();
    }

    static ClientAddress peerOf(RawHead raw) {
        return new ClientAddress(raw.peer().address(), false);
    }

    @Override
    public Step begin() {
        try {
            return Replies.refusal(rejection, raw.method(), raw.protocol(), raw.headers(), id, List.of());
        } catch (Throwable t) {
            engine.complaints.engineFailed(t);
            return Replies.plain(rejection);
        }
    }

    @Override
    public Step requestBody(Body body) {
        return begin();
    }

    @Override
    public Step requestBodyLate() {
        return begin();
    }

    @Override
    public Step requestBodyUnreadable(Rejection why) {
        return begin();
    }

    @Override
    public Step collected(int bytes) {
        return begin();
    }

    @Override
    public Step response(ResponseHead head) {
        return begin();
    }

    @Override
    public Step responseBody(Body body) {
        return begin();
    }

    @Override
    public boolean watchesResponse() {
        return false;
    }

    @Override
    public boolean inspectsResponse() {
        return false;
    }

    @Override
    public String target() {
        return raw.target();
    }

    @Override
    public List<HeaderEdit> upstreamEdits() {
        return List.of();
    }

    @Override
    public List<HeaderEdit> responseEdits() {
        return List.of();
    }

    @Override
    public List<HeaderEdit> responseEdits(Predicate<String> isThere) {
        return List.of();
    }

    @Override
    public Exchange exchange() {
        return new RefusedExchange(id, start, raw.peer(), engine.policyVersion);
    }

    @Override
    public void complete(Ending ending) {
        BiConsumer<RefusedHead, Outcome> observer = engine.onRefusedHead;
        if (!completed.compareAndSet(false, true)) {
            return;
        }
        Findings findings = new Findings();
        findings.refused(rejection, null, null);
        Outcome outcome = findings.outcome(ending, engine.nanoTime.getAsLong() - startNanos, List.of());
        if (observer != null) {
            try {
                observer.accept(record(), outcome);
            } catch (Throwable t) {
                engine.complaints.observerFailed("onRefusedHead", t);
            }
        }
        engine.ended(outcome, null);
    }

    private RefusedHead record() {
        return new RefusedHead(
                id,
                start,
                raw.peer(),
                client,
                cut(raw.method(), KEPT_METHOD),
                cut(raw.target(), KEPT_TARGET),
                rejection,
                engine.policyVersion);
    }

    private static String cut(String text, int to) {
        return text.length() <= to ? text : text.substring(0, to);
    }
}
