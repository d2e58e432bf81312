package dev.portcullis.audit.chain;

import static java.util.Objects.requireNonNull;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds where a chain stands after its writer stopped, however it stopped: reads what was written after the state that was
 * kept, and goes on after the last complete record that links to it. Nothing but a last line without its end is taken from
 * the file; what does not link stays there, for the verifier to find.
 *
 * @param state where the chain goes on
 * @param length how much of the file is complete lines
 * @param continued how many records were found after the kept state
 * @param damaged whether something in the file does not link
 */
public record ChainRecovery(ChainState state, long length, long continued, boolean damaged) {
    private static final int MAX_LINE = 1 << 20;

    /** Checks the state. */
    public ChainRecovery {
        requireNonNull(state, "state");
    }

    /**
     * Reads the rest of a trail.
     *
     * @param file open for reading
     * @param from how long the file was when the state was kept
     * @param kept where the chain stood then
     * @throws IOException if the file cannot be read
     */
    public static ChainRecovery of(FileChannel file, long from, ChainState kept) throws IOException {
        long size = file.size();
        ChainRecovery rest = size >= from ? read(file, from, kept) : null;
        if (rest != null && !rest.damaged) {
            return rest;
        }
        ChainRecovery whole = read(file, 0, kept); // a new segment that was begun after the state was kept
        if (!whole.damaged && whole.continued > 0) {
            return whole;
        }
        return rest != null ? rest : new ChainRecovery(kept, whole.length, 0, true);
    }

    private static ChainRecovery read(FileChannel file, long from, ChainState kept) throws IOException {
        byte[] key = kept.key();
        Tail tail = new Tail(kept.seq(), kept.head(), key == null ? null : ChainKey.resumed(key));
        file.position(from);
        // not closed: the channel is its owner's
        InputStream in = new BufferedInputStream(Channels.newInputStream(file), 1 << 16);
        byte[] line = new byte[MAX_LINE];
        int length = 0;
        long end = from;
        long at = from;
        boolean linked = true;
        for (int b = in.read(); b >= 0; b = in.read()) {
            at++;
            if (b != '\n') {
                if (length == MAX_LINE) {
                    linked = false;
                    length = 0;
                }
                line[length++] = (byte) b;
                continue;
            }
            linked = linked && tail.takes(new String(line, 0, length, StandardCharsets.UTF_8));
            length = 0;
            end = at;
        }
        return new ChainRecovery(tail.state(), end, tail.seq - kept.seq(), !linked);
    }

    private static final class Tail {
        private final @Nullable ChainKey key;
        private long seq;
        private String head;

        Tail(long seq, String head, @Nullable ChainKey key) {
            this.seq = seq;
            this.head = head;
            this.key = key;
        }

        boolean takes(String line) {
            Map<String, @Nullable Object> record = RecordReader.read(line);
            if (record == null
                    || !(record.get("seq") instanceof Long number)
                    || !(record.get("hash") instanceof String hash)
                    || number != seq + 1
                    || !head.equals(record.get("prev"))) {
                return false;
            }
            RecordHash actual = RecordHash.of(record);
            if (actual == null || !actual.isIn(record)) {
                return false;
            }
            if (key != null) {
                byte[] before = key.toKeep();
                if (!HexFormat.of()
                        .formatHex(key.macAndEvolve(actual.content()))
                        .equals(record.get("mac"))) {
                    key.restore(before);
                    return false;
                }
            }
            seq = number;
            head = hash;
            return true;
        }

        ChainState state() {
            return new ChainState(seq, head, key == null ? null : key.toKeep());
        }
    }
}
