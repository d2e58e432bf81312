package dev.portcullis.audit.chain;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/**
 * Judges a trail from the outside: nothing that the trail itself says is believed without the keys that were given.
 *
 * <p>Finds an edited, missing, inserted or reordered record, and a truncation before the last checkpoint that a later
 * segment or {@code expectedHead} proves. With a public key each checkpoint is checked, which finds a chain that was
 * rebuilt; with the secret of the authentication codes the very record where the rebuilding began is named. A trail that is
 * being written can be judged: a last line without its end is not a record yet.
 */
public final class ChainVerifier {
    /** No record is written longer than this; a longer line is no record. */
    private static final int MAX_LINE = 1 << 20;

    /** A segment may end between looking for the files and reading them. */
    private static final int ATTEMPTS = 5;

    private static final byte[] NOTHING = new byte[0];

    private final List<PublicKey> publicKeys;
    private final byte @Nullable [] macSecret;
    private final @Nullable String expectedHead;

    /**
     * A verifier.
     *
     * @param publicKeys of the checkpoints, several where the key was changed; each is by one of them. Without any the best
     *     verdict is {@code unsigned}
     * @param macSecret of the authentication codes, or {@code null}
     * @param expectedHead {@code SEQ:HASH} of a record that must be there, or {@code null}
     */
    public ChainVerifier(List<PublicKey> publicKeys, byte @Nullable [] macSecret, @Nullable String expectedHead) {
        this.publicKeys = List.copyOf(publicKeys);
        this.macSecret = macSecret == null ? null : macSecret.clone();
        this.expectedHead = expectedHead;
    }

    /**
     * Judges files and directories of a trail, which may be written meanwhile.
     *
     * @throws IOException if one cannot be read
     * @throws IllegalArgumentException if a directory holds several trails
     */
    public Verification verifyAll(List<Path> filesAndDirectories) throws IOException {
        for (int attempt = 1; ; attempt++) {
            List<Path> before = TrailSegments.of(filesAndDirectories);
            Verification found;
            try {
                found = verify(before);
            } catch (NoSuchFileException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
                continue;
            }
            boolean settled = found.brokenAt() == null || before.equals(TrailSegments.of(filesAndDirectories));
            if (settled || attempt == ATTEMPTS) {
                return found;
            }
        }
    }

    /**
     * Judges the segments, in the order in which they were written.
     *
     * @throws IOException if one cannot be read
     */
    public Verification verify(List<Path> segments) throws IOException {
        Walk walk = new Walk(publicKeys, macSecret == null ? null : ChainKey.first(macSecret), expectedHead);
        for (int i = 0; i < segments.size(); i++) {
            walk.enter(segments.get(i), i + 1 == segments.size());
            read(segments.get(i), walk);
        }
        return walk.verdict(segments.size());
    }

    private static void read(Path segment, Walk walk) throws IOException {
        try (InputStream raw = new BufferedInputStream(Files.newInputStream(segment), 1 << 16);
                InputStream in = segment.toString().endsWith(".gz") ? new GZIPInputStream(raw, 1 << 16) : raw) {
            byte[] line = new byte[MAX_LINE];
            int length = 0;
            for (int b = in.read(); b >= 0; b = in.read()) {
                if (b == '\n') {
                    walk.line(line, length > MAX_LINE ? 0 : length);
                    length = 0;
                } else if (length < MAX_LINE) {
                    line[length++] = (byte) b;
                } else {
                    length = MAX_LINE + 1;
                }
            }
            if (length > 0) {
                walk.openEnd();
            }
        } catch (EOFException | ZipException e) {
            walk.line(NOTHING, 0); // what was compressed was changed since
        }
    }
}
