package dev.portcullis.waf;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import dev.portcullis.waf.spi.CollectionStore;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Persistent collections in the memory of this process, a bounded number of records; the least used leave first. */
final class CaffeineCollections implements CollectionStore {
    private static final long FOREVER = Long.MAX_VALUE;

    private final long most;
    private final LongSupplier nanos;

    /** Made for the first record: most rules keep none, and its classes are a good part of what they take to load. */
    private volatile @Nullable Cache<RecordKey, Stored> records;

    CaffeineCollections(long most, LongSupplier nanos) {
        this.most = most;
        this.nanos = nanos;
    }

    private synchronized Cache<RecordKey, Stored> make() {
        Cache<RecordKey, Stored> made = records;
        if (made == null) {
            made = Caffeine.newBuilder()
                    .maximumSize(most)
                    .ticker(nanos::getAsLong)
                    .expireAfter(Expiry.<RecordKey, Stored>writing((key, record) -> record.timeout()))
                    .build();
            records = made;
        }
        return made;
    }

    /** A record; never changed, only replaced. */
    private record Stored(Map<String, Value> values, Duration timeout) {}

    /** A value and the nanosecond at which it is gone. */
    private record Value(String text, long gone) {
        boolean isGone(long now) {
            return gone != FOREVER && gone - now <= 0;
        }
    }

    @Override
    public Map<String, String> load(RecordKey key) {
        Cache<RecordKey, Stored> known = records;
        Stored record = known == null ? null : known.getIfPresent(key);
        if (record == null) {
            return Map.of();
        }
        long now = nanos.getAsLong();
        Map<String, String> live = new LinkedHashMap<>();
        record.values.forEach((name, value) -> {
            if (!value.isGone(now)) {
                live.put(name, value.text);
            }
        });
        return live;
    }

    @Override
    public void apply(RecordKey key, List<Change> changes, Duration timeout) {
        Cache<RecordKey, Stored> known = records;
        (known == null ? make() : known).asMap().compute(key, (k, before) -> changed(before, changes, timeout));
    }

    private Stored changed(@Nullable Stored before, List<Change> changes, Duration timeout) {
        long now = nanos.getAsLong();
        Map<String, Value> values = new LinkedHashMap<>();
        if (before != null) {
            before.values.forEach((name, value) -> {
                if (!value.isGone(now)) {
                    values.put(name, value);
                }
            });
        }
        for (Change change : changes) {
            Value value = values.get(change.name());
            if (change instanceof Change.Put put) {
                values.put(put.name(), new Value(put.value(), FOREVER));
            } else if (change instanceof Change.Add add) {
                long sum = number(value) + add.difference();
                values.put(add.name(), new Value(Long.toString(sum), value == null ? FOREVER : value.gone));
            } else if (change instanceof Change.Remove remove) {
                values.remove(remove.name());
            } else if (change instanceof Change.Expire expire && value != null) {
                values.put(
                        expire.name(),
                        new Value(value.text, now + expire.after().toNanos()));
            }
        }
        return new Stored(Map.copyOf(values), timeout);
    }

    private static long number(@Nullable Value value) {
        try {
            return value == null ? 0 : Long.parseLong(value.text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
