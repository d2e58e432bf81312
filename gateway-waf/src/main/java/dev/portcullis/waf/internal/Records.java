package dev.portcullis.waf.internal;

import dev.portcullis.waf.spi.CollectionStore;
import dev.portcullis.waf.spi.CollectionStore.Change;
import dev.portcullis.waf.spi.CollectionStore.RecordKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The persistent collections that one transaction has open, and what it changed in them. */
final class Records {
    private static final int LONGEST_ID = 256;

    private final Slices slices;
    private CollectionStore store = Surroundings.NONE.collections();
    private final Settings settings;
    private final Keys keys;
    /** Most transactions open none. */
    private Map<Variable, Open> open = Map.of();

    Records(Settings settings, Keys keys, Slices slices) {
        this.slices = slices;
        this.settings = settings;
        this.keys = keys;
    }

    /** None is open. */
    void begin(CollectionStore with) {
        store = with;
        open = Map.of();
    }

    /** An open record: its variables as this transaction sees them, and its changes in order. */
    private record Open(RecordKey key, Map<String, String> variables, List<Change> changes) {}

    /** Opens a record; a collection that is open stays as it is. */
    void open(Variable collection, Text id) {
        if (open.containsKey(collection)) {
            return;
        }
        String name = Ascii.text(id.bytes, id.from, Math.min(id.to, id.from + LONGEST_ID));
        RecordKey key = new RecordKey(settings.webAppId(), Ascii.lower(collection.name()), name);
        open = open.isEmpty() ? new EnumMap<>(Variable.class) : open;
        open.put(collection, new Open(key, new LinkedHashMap<>(store.load(key)), new ArrayList<>()));
    }

    EntryList list(Variable collection) {
        Open record = open.get(collection);
        if (record == null) {
            return EntryList.EMPTY;
        }
        EntryList list = slices.list();
        record.variables.forEach((name, value) -> {
            Text text = Text.of(name);
            Text of = Text.of(value);
            list.add(slices.entry(text, keys.find(text), of.bytes, of.from, of.to));
        });
        return list;
    }

    @Nullable
    String get(Variable collection, String name) {
        Open record = open.get(collection);
        return record == null ? null : record.variables.get(name);
    }

    void put(Variable collection, String name, Text value) {
        Open record = open.get(collection);
        if (record != null) {
            record.variables.put(name, value.latin1());
            record.changes.add(new Change.Put(name, value.latin1()));
        }
    }

    void add(Variable collection, String name, long difference) {
        Open record = open.get(collection);
        if (record != null) {
            Text before = Text.of(record.variables.getOrDefault(name, ""));
            long sum = Ascii.add(Ascii.number(before.bytes, before.from, before.to), difference);
            record.variables.put(name, Long.toString(sum));
            record.changes.add(new Change.Add(name, difference));
        }
    }

    void remove(Variable collection, String name) {
        Open record = open.get(collection);
        if (record != null && record.variables.remove(name) != null) {
            record.changes.add(new Change.Remove(name));
        }
    }

    void expire(Variable collection, String name, Duration after) {
        Open record = open.get(collection);
        if (record != null && record.variables.containsKey(name)) {
            record.changes.add(new Change.Expire(name, after));
        }
    }

    /** Hands the changes over, and forgets them. */
    void commit() {
        for (Open record : open.values()) {
            if (!record.changes.isEmpty()) {
                store.apply(record.key, List.copyOf(record.changes), settings.collectionTimeout());
                record.changes.clear();
            }
        }
    }
}
