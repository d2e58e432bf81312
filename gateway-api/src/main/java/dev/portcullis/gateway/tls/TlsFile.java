package dev.portcullis.gateway.tls;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A file of keys, certificates or revocation lists with the content that it had at one moment, so that everything made of it
 * is made of the same. Immutable; the content appears in no message.
 */
public final class TlsFile {
    /** Far above any chain or bundle in use; a larger file is refused rather than read. */
    static final int LIMIT = 4 << 20;

    private final String name;
    private final byte[] content;

    private TlsFile(String name, byte[] content) {
        this.name = name;
        this.content = content;
    }

    /**
     * A file that was read elsewhere.
     *
     * @param name what messages call it
     * @param content copied
     */
    public static TlsFile of(String name, byte[] content) {
        return new TlsFile(requireNonNull(name, "name"), content.clone());
    }

    /**
     * Reads a file.
     *
     * @throws TlsMaterialException if it cannot be read or is larger than 4 MiB
     */
    public static TlsFile read(Path file) throws TlsMaterialException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] content = in.readNBytes(LIMIT + 1);
            if (content.length > LIMIT) {
                throw new TlsMaterialException("tls.file_too_large", file + ": larger than " + LIMIT + " bytes");
            }
            return new TlsFile(file.toString(), content);
        } catch (IOException e) {
            throw new TlsMaterialException(
                    "tls.file_unreadable",
                    file + ": cannot be read (" + e.getClass().getSimpleName() + ")");
        }
    }

    /** What messages call it. */
    public String name() {
        return name;
    }

    /** The content itself; for readers in this package, none of which keeps or changes it. */
    byte[] content() {
        return content;
    }

    /** The name alone. */
    @Override
    public String toString() {
        return name;
    }
}
