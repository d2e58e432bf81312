package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Answer;
import dev.portcullis.gateway.HeaderEdit;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.host.Step;
import dev.portcullis.gateway.render.Refusal;
import java.util.List;

/** Answers that the gateway gives in the handler's place, ready to be written. */
final class Replies {
    /** The step of an exchange that is over already; it will hardly be read by anyone. */
    static final Step.Reply CLOSED =
            plain(Rejection.of(Reason.UNAVAILABLE, "gateway.closed", "the exchange was over when the host went on"));

    private Replies() {}

    static Step.Reply refusal(
            Rejection rejection, String method, String protocol, Headers request, String id, List<HeaderEdit> edits) {
        Headers own = FieldSyntax.sendable(rejection.headers());
        Refusal refusal = Refusal.of(rejection, method, protocol, request, id);
        Headers headers = refusal.complete(HeaderEdit.applyAll(edits, own));
        return new Step.Reply(rejection, refusal.status(), headers, refusal.body());
    }

    static Step.Reply answer(Answer answer, List<HeaderEdit> edits) {
        Headers headers = HeaderEdit.applyAll(edits, FieldSyntax.sendable(answer.headers()));
        boolean framed = answer.status() != 204 && answer.status() != 304;
        return new Step.Reply(
                null, answer.status(), framed ? headers.with("Content-Length", "0") : headers, new byte[0]);
    }

    /** Needs nothing that could fail. */
    static Step.Reply plain(Rejection rejection) {
        return new Step.Reply(
                rejection,
                rejection.reason().status(),
                Headers.of("Cache-Control", "no-store", "Content-Length", "0"),
                new byte[0]);
    }
}
