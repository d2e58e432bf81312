package dev.portcullis.waf.internal;

import dev.portcullis.waf.spi.CollectionStore;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * What a transaction takes from outside.
 *
 * @param nanos a monotonic clock, for durations
 * @param ids makes the id of a transaction whose host gives none
 * @param environment what the variable {@code ENV} holds at the start
 * @param matchesKept how many matches of a transaction are kept besides the first of each rule
 */
public record Surroundings(
        Clock clock,
        LongSupplier nanos,
        Supplier<String> ids,
        CollectionStore collections,
        Map<String, String> environment,
        int matchesKept) {

    /** Nothing outside: time stands still, and nothing is kept. */
    static final Surroundings NONE = new Surroundings(
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC), () -> 0, () -> "", new Forgetting(), Map.of(), 0);

    private static final class Forgetting implements CollectionStore {
        @Override
        public Map<String, String> load(RecordKey key) {
            return Map.of();
        }

        @Override
        public void apply(RecordKey key, List<Change> changes, Duration timeout) {}
    }

    /** Copies the environment. */
    public Surroundings {
        environment = Map.copyOf(environment);
    }
}
