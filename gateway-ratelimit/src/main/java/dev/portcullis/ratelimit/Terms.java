package dev.portcullis.ratelimit;

import dev.portcullis.ratelimit.bucket.Bandwidth;
import java.util.List;

/** What a limit allows. */
public sealed interface Terms {
    /**
     * So many requests in a time: a token bucket each, and a request takes from all of them or from none.
     *
     * @param bandwidths at least one
     */
    record Tokens(List<Bandwidth> bandwidths) implements Terms {
        /** Copies the list. */
        public Tokens {
            bandwidths = List.copyOf(bandwidths);
            if (bandwidths.isEmpty()) {
                throw new IllegalArgumentException("bandwidths: at least one expected");
            }
        }
    }

    /**
     * So many requests at the same time, in this process.
     *
     * @param most at least 1
     */
    record Concurrency(int most) implements Terms {
        /** Checks the number. */
        public Concurrency {
            if (most < 1) {
                throw new IllegalArgumentException("concurrency: at least 1 expected, got " + most);
            }
        }
    }
}
