package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.FilterRun;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.host.Ending;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is worth telling of one exchange at its end. Guarded by the exchange where it is shared. */
final class Findings {
    /** Of an exchange of which nothing is worth telling; nothing may be added to it. */
    static final Findings NONE = new Findings();

    private @Nullable Rejection rejection;
    private @Nullable String decidedBy;
    private @Nullable Throwable cause;
    private boolean responseUninspected;
    private @Nullable List<FilterVerdict> verdicts;

    void add(FilterVerdict verdict) {
        List<FilterVerdict> list = verdicts;
        if (list == null) {
            list = new ArrayList<>(2);
            verdicts = list;
        }
        list.add(verdict);
    }

    /** The exchange was refused; a second refusal, of the response after one of the request, cannot be. */
    void refused(Rejection why, @Nullable String filter, @Nullable Throwable failure) {
        rejection = why;
        decidedBy = filter;
        cause = failure;
    }

    void answered(String filter) {
        decidedBy = filter;
    }

    void responseUninspected() {
        responseUninspected = true;
    }

    Outcome outcome(Ending ending, long durationNanos, List<FilterRun> runs) {
        Throwable failure = ending.cause() != null ? ending.cause() : cause;
        return new Outcome(
                end(ending),
                ending.status(),
                rejection,
                decidedBy,
                failure,
                ending.requestBytes(),
                ending.responseBytes(),
                responseUninspected,
                durationNanos,
                verdicts == null ? List.of() : verdicts,
                runs);
    }

    private Outcome.End end(Ending ending) {
        return switch (ending.kind()) {
            case CANCELLED -> Outcome.End.CANCELLED;
            case FAILED -> Outcome.End.FAILED;
            case UPGRADED -> Outcome.End.UPGRADED;
            case SENT ->
                rejection == null ? Outcome.End.ANSWERED : cause == null ? Outcome.End.REJECTED : Outcome.End.FAILED;
        };
    }
}
