package dev.portcullis.gateway;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Decoded path segments to values, looked up by a region of a path without cutting it out. Immutable. Its keys come from
 * the configuration, never from a request, so nobody can choose them to collide.
 */
final class SegmentMap<V> {
    private static final SegmentMap<?> EMPTY = new SegmentMap<>(Map.of());

    private final @Nullable String[] keys;
    private final @Nullable Object[] values;

    private SegmentMap(Map<String, V> from) {
        int capacity = from.isEmpty() ? 0 : Integer.highestOneBit(from.size()) * 4; // at most half full
        keys = new @Nullable String[capacity];
        values = new @Nullable Object[capacity];
        for (Map.Entry<String, V> entry : from.entrySet()) {
            int slot = hash(entry.getKey(), 0, entry.getKey().length()) & (capacity - 1);
            while (keys[slot] != null) {
                slot = slot + 1 & (capacity - 1);
            }
            keys[slot] = entry.getKey();
            values[slot] = entry.getValue();
        }
    }

    @SuppressWarnings("unchecked") // it holds no value
    static <V> SegmentMap<V> empty() {
        return (SegmentMap<V>) EMPTY;
    }

    static <V> SegmentMap<V> of(Map<String, V> from) {
        return from.isEmpty() ? empty() : new SegmentMap<>(from);
    }

    /** The value of the segment that stands at {@code from} up to {@code to}, percent-encoded, or {@code null}. */
    @Nullable
    V get(String path, int from, int to) {
        if (keys.length == 0) {
            return null;
        }
        int percent = path.indexOf('%', from);
        if (percent < 0 || percent >= to) {
            return find(path, from, to);
        }
        String decoded = PercentDecoding.decode(path, from, to);
        return find(decoded, 0, decoded.length());
    }

    @SuppressWarnings("unchecked") // only values of this type are put in
    private @Nullable V find(String text, int from, int to) {
        int slot = hash(text, from, to) & (keys.length - 1);
        for (String key = keys[slot]; key != null; key = keys[slot]) {
            if (key.length() == to - from && text.startsWith(key, from)) {
                return (V) values[slot];
            }
            slot = slot + 1 & (keys.length - 1);
        }
        return null;
    }

    private static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + text.charAt(i);
        }
        return hash ^ hash >>> 16;
    }
}
