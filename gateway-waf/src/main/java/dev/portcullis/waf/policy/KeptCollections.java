package dev.portcullis.waf.policy;

import dev.portcullis.waf.WafBuilder;
import dev.portcullis.waf.spi.CollectionStore;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** Persistent collections that survive a reload of the rules that use them. */
final class KeptCollections implements CollectionStore, AutoCloseable {
    private static final long MOST_RECORDS = 100_000;

    private final CollectionStore store;

    KeptCollections(LongSupplier nanoTime) {
        store = WafBuilder.collectionsInMemory(MOST_RECORDS, nanoTime);
    }

    @Override
    public Map<String, String> load(RecordKey key) {
        return store.load(key);
    }

    @Override
    public void apply(RecordKey key, List<Change> changes, Duration timeout) {
        store.apply(key, changes, timeout);
    }

    /** Memory alone: it goes with the last policy that uses it. */
    @Override
    public void close() {}
}
