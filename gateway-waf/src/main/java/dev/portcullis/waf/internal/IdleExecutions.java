package dev.portcullis.waf.internal;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.Consumer;

/**
 * Executions whose transactions have ended, for those that begin: two for each processor at most, which hold nothing of any
 * request. Lock-free; threads begin to look at different places.
 */
final class IdleExecutions {
    private static final int MOST = 64;

    private final Program program;
    private final AtomicReferenceArray<Execution> places =
            new AtomicReferenceArray<>(Math.min(MOST, 2 * Runtime.getRuntime().availableProcessors()));

    IdleExecutions(Program program) {
        this.program = program;
    }

    /** An execution that belongs to the caller alone. */
    Execution take() {
        int first = first();
        for (int i = 0; i < places.length(); i++) {
            int place = (first + i) % places.length();
            if (places.getPlain(place) != null) {
                Execution idle = places.getAndSet(place, null);
                if (idle != null) {
                    return idle;
                }
            }
        }
        return new Execution(program);
    }

    /** Keeps an execution that has forgotten its transaction, if there is room. */
    void give(Execution idle) {
        int first = first();
        for (int i = 0; i < places.length(); i++) {
            int place = (first + i) % places.length();
            if (places.getPlain(place) == null && places.compareAndSet(place, null, idle)) {
                return;
            }
        }
    }

    /** Shows each; for tests. */
    void forEach(Consumer<Execution> action) {
        for (int place = 0; place < places.length(); place++) {
            Execution idle = places.get(place);
            if (idle != null) {
                action.accept(idle);
            }
        }
    }

    private int first() {
        return (int) (Thread.currentThread().getId() & Integer.MAX_VALUE) % places.length();
    }
}
