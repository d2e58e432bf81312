package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Asks the passage about a response, once for its head and once for its body, and waits for what is pending. */
final class ResponseJudge {
    private final Passage passage;
    private final Home home;
    private @Nullable Step ofHead;
    private boolean inspected;

    ResponseJudge(Passage passage, Home home) {
        this.passage = passage;
        this.home = home;
    }

    /** The verdict on the head: the first time the passage's, then the same again for an error page in its place. */
    Step head(HttpServletResponse response, int status) throws IOException {
        Step known = ofHead;
        if (known == null) {
            inspected = passage.inspectsResponse();
            Headers read = inspected ? ResponseHeads.read(response) : Headers.EMPTY;
            known = settle(passage.response(new ResponseHead(status, read)));
            if (!(known instanceof Step.Reply)) {
                ofHead = known;
            }
        }
        return known;
    }

    /** The edits, for a head that is as it was judged, or has been cleared since. */
    List<HeaderEdit> edits(HttpServletResponse response) {
        return inspected ? passage.responseEdits() : passage.responseEdits(name -> ResponseHeads.has(response, name));
    }

    Step body(HeldContent held) throws IOException {
        return settle(passage.responseBody(held.whole()));
    }

    Step prefix(HeldContent held, int length) throws IOException {
        return settle(passage.responseBody(held.prefix(length)));
    }

    /** What to do at once, with so much collected; {@code null} to go on collecting. */
    @Nullable
    Step growing(int bytes) throws IOException {
        Step step = passage.collected(bytes);
        return step == null ? null : settle(step);
    }

    boolean wantsBody() {
        return ofHead instanceof Step.Collect;
    }

    private Step settle(Step step) throws IOException {
        Step settled = step;
        while (settled instanceof Step.Park park) {
            settled = home.await(park);
        }
        return settled;
    }
}
