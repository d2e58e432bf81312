package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.Verdict;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the filters of one exchange asked for, inspectors in the order of the filters, observers last first. */
final class Subscriptions {
    @Nullable
    Hook<Function<Body, Verdict>> requestBody;

    @Nullable
    Hook<Function<ResponseHead, Verdict>> responseHead;

    @Nullable
    Hook<Function<Body, Verdict>> responseBody;

    @Nullable
    Hook<Consumer<Outcome>> observers;

    boolean wantResponse() {
        return responseHead != null || responseBody != null;
    }

    void addRequestBody(Hook<Function<Body, Verdict>> hook) {
        requestBody = Hook.insert(requestBody, hook);
    }

    void addResponseHead(Hook<Function<ResponseHead, Verdict>> hook) {
        responseHead = Hook.insert(responseHead, hook);
    }

    void addResponseBody(Hook<Function<Body, Verdict>> hook) {
        responseBody = Hook.insert(responseBody, hook);
    }

    void addObserver(Hook<Consumer<Outcome>> hook) {
        hook.next = observers;
        observers = hook;
    }
}
