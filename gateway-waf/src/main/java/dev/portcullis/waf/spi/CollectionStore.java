package dev.portcullis.waf.spi;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * Where collections outlive a transaction: {@code IP}, {@code GLOBAL}, {@code SESSION}, {@code USER} and
 * {@code RESOURCE}. A transaction loads a record once, when a rule opens it, and hands over its changes once, at its end;
 * additions are handed over as differences, so that none is lost when transactions overlap. Safe for any number of
 * threads.
 */
public interface CollectionStore {
    /**
     * The variables of a record that have not expired; empty if there is no such record.
     *
     * @return names in lower case, and values; one character a byte
     */
    Map<String, String> load(RecordKey key);

    /**
     * Applies changes to a record, in order and at once: no other change comes between.
     *
     * @param timeout how long the record lives from now on; it is created if there is none
     */
    void apply(RecordKey key, List<Change> changes, Duration timeout);

    /**
     * Names a record.
     *
     * @param application {@code SecWebAppId}, by which applications are kept apart
     * @param collection {@code ip}, {@code global}, {@code session}, {@code user} or {@code resource}
     * @param id what the rule named, such as an address, one character a byte
     */
    record RecordKey(String application, String collection, String id) {
        /** Checks that nothing is missing. */
        public RecordKey {
            requireNonNull(application, "application");
            requireNonNull(collection, "collection");
            requireNonNull(id, "id");
        }
    }

    /** A change to one variable of a record. */
    sealed interface Change {
        /** The variable, in lower case. */
        String name();

        /** The variable has this value and no expiry. */
        record Put(String name, String value) implements Change {}

        /** The variable counts this much more; what is absent or no number counts as 0. Its expiry stays. */
        record Add(String name, long difference) implements Change {}

        /** The variable is gone. */
        record Remove(String name) implements Change {}

        /** The variable, if there is one, is gone after this time. */
        record Expire(String name, Duration after) implements Change {}
    }
}
