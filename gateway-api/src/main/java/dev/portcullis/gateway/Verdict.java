package dev.portcullis.gateway;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

/** What a filter or an inspector answers: a {@link Decision} now, or a {@link Defer} that promises one. */
public sealed interface Verdict permits Decision, Defer {
    /**
     * A decision that comes later. The exchange waits without holding a thread where the host can do so.
     *
     * @param later completes with the decision, on any thread; it cannot be a further deferral
     * @param within how long to wait at most; positive
     * @param otherwise what counts when {@code later} is late, fails, or yields {@code null}. {@link Decision#CONTINUE} is
     *     taken only where the policy lets this filter fail open; everywhere else it counts as 503.
     */
    static Verdict defer(CompletionStage<Decision> later, Duration within, Decision otherwise) {
        return new Defer(later, within, otherwise);
    }
}
