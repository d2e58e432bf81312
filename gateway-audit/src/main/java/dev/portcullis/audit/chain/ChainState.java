package dev.portcullis.audit.chain;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where a chain stands: what a writer needs to go on, and must not keep longer than that.
 *
 * @param seq the number of the last record
 * @param head its hash, in hexadecimal digits
 * @param key the key of the next record, or {@code null} without authentication
 */
@SuppressWarnings("ArrayRecordComponent") // the key is handed over, not compared
public record ChainState(long seq, String head, byte @Nullable [] key) {
    /** Checks the hash. */
    public ChainState {
        requireNonNull(head, "head");
        if (head.length() != Chain.GENESIS.length()) {
            throw new IllegalArgumentException("head: 64 hexadecimal digits expected");
        }
    }

    /**
     * Where a chain stands of which nothing was kept: before its first record, with a key that follows from a secret.
     *
     * @param macSecret or {@code null} for none
     */
    public static ChainState beginning(byte @Nullable [] macSecret) {
        return Chain.start(macSecret).state();
    }

    /** Number and hash; never the key. */
    @Override
    public String toString() {
        return "ChainState[" + seq + ":" + head + "]";
    }
}
