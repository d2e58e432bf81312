package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A passage that counts itself out of its policy when it ends. */
final class CountedPassage implements Passage {
    private final Passage passage;
    private final Generation generation;
    private final AtomicBoolean ended = new AtomicBoolean();

    CountedPassage(Passage passage, Generation generation) {
        this.passage = passage;
        this.generation = generation;
    }

    @Override
    public Step begin() {
        return passage.begin();
    }

    @Override
    public Step requestBody(Body body) {
        return passage.requestBody(body);
    }

    @Override
    public @Nullable Step collected(int bytes) {
        return passage.collected(bytes);
    }

    @Override
    public Step response(ResponseHead head) {
        return passage.response(head);
    }

    @Override
    public Step responseBody(Body body) {
        return passage.responseBody(body);
    }

    @Override
    public Step requestBodyLate() {
        return passage.requestBodyLate();
    }

    @Override
    public Step requestBodyUnreadable(Rejection why) {
        return passage.requestBodyUnreadable(why);
    }

    @Override
    public boolean watchesResponse() {
        return passage.watchesResponse();
    }

    @Override
    public boolean inspectsResponse() {
        return passage.inspectsResponse();
    }

    @Override
    public String target() {
        return passage.target();
    }

    @Override
    public List<HeaderEdit> upstreamEdits() {
        return passage.upstreamEdits();
    }

    @Override
    public List<HeaderEdit> responseEdits() {
        return passage.responseEdits();
    }

    @Override
    public List<HeaderEdit> responseEdits(Predicate<String> isThere) {
        return passage.responseEdits(isThere);
    }

    @Override
    public Exchange exchange() {
        return passage.exchange();
    }

    @Override
    public void complete(Ending ending) {
        try {
            passage.complete(ending);
        } finally {
            if (ended.compareAndSet(false, true)) {
                generation.leave();
            }
        }
    }
}
