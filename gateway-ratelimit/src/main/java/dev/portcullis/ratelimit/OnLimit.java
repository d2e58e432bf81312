package dev.portcullis.ratelimit;

import java.time.Duration;

/** What happens to a request for which no tokens are there. */
public sealed interface OnLimit {
    /** It is refused. */
    OnLimit REJECT = new Reject();

    /** It is refused. */
    record Reject() implements OnLimit {}

    /**
     * Its tokens are reserved and it waits until they are there, if that is soon enough; else it is refused.
     *
     * @param most how long it may wait
     */
    record Delay(Duration most) implements OnLimit {
        /** Checks the time. */
        public Delay {
            positive("delay", most);
        }
    }

    /**
     * It waits in line behind those of the same key that came before, if there is a place, and is refused at the time-out.
     *
     * @param length the places in the line of each key
     * @param timeout how long it waits at most
     */
    record Queue(int length, Duration timeout) implements OnLimit {
        /** Checks both. */
        public Queue {
            if (length < 1) {
                throw new IllegalArgumentException("length: at least 1 expected, got " + length);
            }
            positive("timeout", timeout);
        }
    }

    private static void positive(String name, Duration time) {
        if (time.isZero() || time.isNegative()) {
            throw new IllegalArgumentException(name + ": a positive time expected, got " + time);
        }
    }
}
