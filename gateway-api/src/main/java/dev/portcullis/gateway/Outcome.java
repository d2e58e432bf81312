package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How an exchange ended.
 *
 * @param end the kind of ending
 * @param status the status that was sent, or 0 where none was
 * @param rejection why it was refused, or {@code null}
 * @param decidedBy the name of the filter that refused or failed, or {@code null} where none did
 * @param cause what failed, or {@code null}
 * @param requestBytes content bytes received
 * @param responseBytes content bytes sent
 * @param responseUninspected whether the response was passed on without the inspection that a filter had asked for
 * @param durationNanos from the arrival of the head to the end, in nanoseconds
 * @param verdicts what each filter said, those in shadow included, in the order in which they spoke; only what is worth
 *     telling: refusals and failures
 * @param runs the filters that ran, in their order, and how long each took; empty where the gateway does not measure
 */
public record Outcome(
        End end,
        int status,
        @Nullable Rejection rejection,
        @Nullable String decidedBy,
        @Nullable Throwable cause,
        long requestBytes,
        long responseBytes,
        boolean responseUninspected,
        long durationNanos,
        List<FilterVerdict> verdicts,
        List<FilterRun> runs) {
    /** The kinds of ending. */
    public enum End {
        /** The handler's answer was sent. */
        ANSWERED,
        /** The gateway refused. */
        REJECTED,
        /** The connection left HTTP: 101 or CONNECT. */
        UPGRADED,
        /** Something failed, and the answer, if there was one, says so. */
        FAILED,
        /** The client left before the answer was complete. */
        CANCELLED
    }

    /** Copies the verdicts; the runs are an immutable view. */
    public Outcome {
        requireNonNull(end, "end");
        verdicts = List.copyOf(verdicts);
        requireNonNull(runs, "runs");
    }
}
