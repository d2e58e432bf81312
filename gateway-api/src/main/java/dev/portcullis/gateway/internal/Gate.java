package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.host.Ending;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the calls of one exchange from overlapping, and its end after all of them: one compare-and-set in, one out.
 *
 * <p>Whoever runs filter code is inside. {@link #complete} takes an empty gate at once; if someone is inside it leaves a note,
 * and the one inside runs the end on the way out, while the caller waits for that. A caller that is inside itself does not
 * wait.
 */
abstract class Gate {
    private static final int EMPTY = 0;
    private static final int INSIDE = 1;
    private static final int INSIDE_END_WANTED = 2;
    private static final int ENDING = 3;
    private static final int ENDING_AWAITED = 4;
    private static final int ENDED = 5;

    private static final VarHandle STATE;
    private static final VarHandle HOW;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            STATE = lookup.findVarHandle(Gate.class, "state", int.class);
            HOW = lookup.findVarHandle(Gate.class, "how", Ending.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile int state;

    private volatile @Nullable Ending how;

    // Written by the thread inside alone, and cleared by it on leaving: whoever reads itself here is inside.
    private @Nullable Thread inside;

    /** What happens at the end, once, while nobody is inside. */
    abstract void end(Ending ending);

    /** Goes in, or returns false because the exchange is over or someone else is inside. */
    final boolean enter() {
        if (!STATE.compareAndSet(this, EMPTY, INSIDE)) {
            return false;
        }
        inside = Thread.currentThread();
        return true;
    }

    /** Goes in as soon as nobody else is inside, or returns false because the exchange is over. */
    final boolean enterAfterOthers() {
        while (!enter()) {
            if (over()) {
                return false;
            }
            Thread.onSpinWait(); // the other one only notes a fact, or runs filter code, which never blocks
        }
        return true;
    }

    /** Goes out; runs the end if it was wanted meanwhile. */
    final void exit() {
        inside = null;
        if (!STATE.compareAndSet(this, INSIDE, EMPTY)) {
            state = ENDING_AWAITED; // by whoever wanted it
            runEnd(requireNonNull(how));
        }
    }

    /** Whether the calling thread is inside. */
    final boolean mine() {
        return inside == Thread.currentThread();
    }

    /** Whether the end has come or is wanted. */
    final boolean over() {
        return state >= INSIDE_END_WANTED;
    }

    /** Ends the exchange; the first ending counts. On return no filter code runs, unless the caller is that code. */
    final void complete(Ending ending) {
        if (state == EMPTY && how == null && STATE.compareAndSet(this, EMPTY, ENDING)) { // nearly always
            runEnd(ending);
            return;
        }
        HOW.compareAndSet(this, null, ending);
        while (true) {
            switch (state) {
                case EMPTY -> {
                    if (STATE.compareAndSet(this, EMPTY, ENDING)) {
                        runEnd(requireNonNull(how));
                        return;
                    }
                }
                case INSIDE -> STATE.compareAndSet(this, INSIDE, INSIDE_END_WANTED);
                case ENDING -> {
                    if (mine()) {
                        return;
                    }
                    STATE.compareAndSet(this, ENDING, ENDING_AWAITED);
                }
                default -> {
                    if (!mine()) {
                        awaitEnd();
                    }
                    return;
                }
            }
        }
    }

    private void runEnd(Ending ending) {
        inside = Thread.currentThread();
        try {
            end(ending);
        } finally {
            inside = null;
            if (!STATE.compareAndSet(this, ENDING, ENDED)) {
                synchronized (this) {
                    state = ENDED;
                    notifyAll();
                }
            }
        }
    }

    @SuppressWarnings("WaitNotInLoop") // it is
    private void awaitEnd() {
        boolean interrupted = false;
        synchronized (this) {
            while (state != ENDED) {
                try {
                    wait();
                } catch (InterruptedException e) {
                    interrupted = true; // the promise to the caller holds all the same
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
