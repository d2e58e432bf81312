package dev.portcullis.ratelimit.bucket;

import java.util.concurrent.ConcurrentHashMap;

/**
 * How many requests of each key are under way. A key takes memory only while it has any, so there are never more entries than
 * requests. Thread-safe.
 */
public final class Permits {
    /**
     * A hashed key.
     *
     * @param high 64 bits
     * @param low 64 more
     */
    public record Key(long high, long low) {
        @Override
        public int hashCode() {
            return (int) high;
        }
    }

    private final ConcurrentHashMap<Key, Integer> held = new ConcurrentHashMap<>();

    /** Nobody has a place. */
    public Permits() {}

    /**
     * Takes a place.
     *
     * @param most the places of the key
     * @return the places that are still free afterwards, or -1 where none was
     */
    public int acquire(Key key, int most) {
        int[] free = {-1};
        held.compute(key, (same, now) -> {
            int count = now == null ? 0 : now;
            if (count >= most) {
                return now;
            }
            free[0] = most - count - 1;
            return count + 1;
        });
        return free[0];
    }

    /** The places of the key that are free; -1 where none is. */
    public int free(Key key, int most) {
        int taken = held.getOrDefault(key, 0);
        return taken >= most ? -1 : most - taken;
    }

    /** Gives a place back. */
    public void release(Key key) {
        held.computeIfPresent(key, (same, now) -> now == 1 ? null : now - 1);
    }

    /** The keys that have requests under way. */
    public int keys() {
        return held.size();
    }
}
