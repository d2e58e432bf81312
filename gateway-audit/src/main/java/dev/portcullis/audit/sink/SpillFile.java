package dev.portcullis.audit.sink;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;

/**
 * Lines that wait in a file for a sink that is slow or away: a queue, bounded, that survives the process. Confined to its relay's
 * lock.
 */
final class SpillFile implements AutoCloseable {
    /** The most that waits; beyond it the trail waits too. */
    static final long MOST = 1L << 30;

    private static final int PIECE = 1 << 20;

    private final Path path;
    private FileChannel channel;
    private long read;
    private long written;

    private SpillFile(Path path, FileChannel channel) throws IOException {
        this.path = path;
        this.channel = channel;
        this.written = channel.size();
    }

    static SpillFile open(Path path) throws IOException {
        return new SpillFile(path, channel(path));
    }

    private static FileChannel channel(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    boolean isEmpty() {
        return read >= written;
    }

    void append(byte[] lines) throws IOException {
        if (written - read + lines.length > MOST) {
            throw new IOException("the file of lines that wait is full");
        }
        ByteBuffer bytes = ByteBuffer.wrap(lines);
        long at = written;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        written = at;
    }

    /** The first whole lines; a last one without its end, which a crash may leave, is no line. */
    byte[] peek() throws IOException {
        int size = (int) Math.min(PIECE, written - read);
        ByteBuffer bytes = ByteBuffer.allocate(size);
        while (bytes.hasRemaining() && channel.read(bytes, read + bytes.position()) > 0) {
            // until the piece is full
        }
        int end = bytes.position();
        while (end > 0 && bytes.get(end - 1) != '\n') {
            end--;
        }
        byte[] lines = new byte[end == 0 ? bytes.position() : end];
        bytes.get(0, lines);
        return lines;
    }

    void remove(int length) throws IOException {
        read += length;
        if (isEmpty()) {
            channel.truncate(0);
            read = 0;
            written = 0;
        }
    }

    /** Puts lines before the others, and everything that was read behind it. */
    void prepend(Collection<byte[]> first) throws IOException {
        if (first.isEmpty() && read == 0) {
            return;
        }
        Path made = path.resolveSibling(path.getFileName() + ".tmp");
        try (FileChannel fresh = FileChannel.open(
                made, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            for (byte[] lines : first) {
                ByteBuffer bytes = ByteBuffer.wrap(lines);
                while (bytes.hasRemaining()) {
                    fresh.write(bytes);
                }
            }
            for (long at = read; at < written; ) {
                at += channel.transferTo(at, written - at, fresh);
            }
        }
        channel.close();
        Files.move(made, path, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        channel = channel(path);
        read = 0;
        written = channel.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (Files.size(path) == 0) {
            Files.delete(path);
        }
    }
}
