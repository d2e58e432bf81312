package dev.portcullis.audit.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portcullis.audit.chain.ChainState;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Set;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/**
 * Where a chain stands, beside its file: number, hash, the key of the next record, and how long the file was then. Two copies
 * are overwritten in place, one after the other, so that one of them is whole after a crash and no older key stays readable.
 * Only the owner may read it.
 */
final class StateFile implements AutoCloseable {
    /** Where a chain stood, and how long its file was. */
    record Kept(ChainState state, long length) {}

    private static final int SLOT = 512;
    private static final String MAGIC = "portcullis-audit-state-1";

    private final FileChannel channel;

    StateFile(Path path) throws IOException {
        boolean posix = path.getFileSystem().supportedFileAttributeViews().contains("posix");
        FileAttribute<?>[] ownerOnly = posix
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
        channel = FileChannel.open(
                path, Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE), ownerOnly);
    }

    static boolean exists(Path path) {
        return Files.exists(path);
    }

    void save(ChainState state, long length) throws IOException {
        byte[] key = state.key();
        String text = MAGIC
                + ' '
                + state.seq()
                + ' '
                + state.head()
                + ' '
                + length
                + ' '
                + (key == null ? "-" : HexFormat.of().formatHex(key));
        CRC32 check = new CRC32();
        check.update(text.getBytes(US_ASCII));
        byte[] slot = new byte[SLOT];
        byte[] whole = (text + ' ' + Long.toHexString(check.getValue()) + '\n').getBytes(US_ASCII);
        System.arraycopy(whole, 0, slot, 0, whole.length);
        for (int copy = 0; copy < 2; copy++) {
            ByteBuffer bytes = ByteBuffer.wrap(slot);
            while (bytes.hasRemaining()) {
                channel.write(bytes, (long) copy * SLOT + bytes.position());
            }
        }
    }

    /** The younger whole copy, or {@code null} where there is none. */
    @Nullable
    Kept load() throws IOException {
        Kept one = load(0);
        Kept other = load(SLOT);
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.state().seq() >= other.state().seq() ? one : other;
    }

    private @Nullable Kept load(long at) throws IOException {
        ByteBuffer slot = ByteBuffer.allocate(SLOT);
        while (slot.hasRemaining() && channel.read(slot, at + slot.position()) > 0) {
            // until the slot is full or the file ends
        }
        String text = new String(slot.array(), 0, slot.position(), US_ASCII);
        int end = text.indexOf('\n');
        int last = end < 0 ? -1 : text.lastIndexOf(' ', end);
        if (last < 0 || !text.startsWith(MAGIC)) {
            return null;
        }
        CRC32 check = new CRC32();
        check.update(text.substring(0, last).getBytes(US_ASCII));
        String[] parts = text.substring(0, end).split(" ", -1);
        try {
            if (parts.length != 6 || Long.parseLong(parts[5], 16) != check.getValue()) {
                return null;
            }
            byte[] key = parts[4].equals("-") ? null : HexFormat.of().parseHex(parts[4]);
            return new Kept(new ChainState(Long.parseLong(parts[1]), parts[2], key), Long.parseLong(parts[3]));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
