package dev.portcullis.audit.sink;

import static java.util.Objects.requireNonNull;

import dev.portcullis.audit.chain.ChainRecovery;
import dev.portcullis.audit.chain.ChainState;
import dev.portcullis.audit.chain.LineBatch;
import dev.portcullis.audit.chain.TrailSegments;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A trail in a file. A batch is there as a whole or not at all, as far as this process can see to it: what was written of a
 * batch that failed is taken back. A file that is deleted or replaced under the writer is written anew from what the open
 * descriptor still holds. Confined to the thread that writes, but for {@link #sync}.
 */
public final class FileSink implements Sink {
    private final Path path;
    private final WriterLock lock;
    private final StateFile state;
    private volatile Rotation rotation;
    private final EndedSegments ended;
    private volatile FileChannel channel; // may be forced by another thread
    private long first = -1;
    private @Nullable Object identity;
    private long length;
    private boolean torn;
    private volatile boolean closed;

    private FileSink(
            Path path, WriterLock lock, StateFile state, FileChannel channel, Rotation rotation, EndedSegments ended)
            throws IOException {
        this.path = path;
        this.rotation = rotation;
        this.ended = ended;
        this.lock = lock;
        this.state = state;
        this.channel = channel;
        this.identity = identity(path);
        this.length = channel.size();
    }

    /**
     * Opens a file, and makes it and its directory where they are not there.
     *
     * @throws IOException if that is not possible
     * @throws IllegalArgumentException if another writer has it
     */
    public static FileSink open(Path path) throws IOException {
        return open(path, Rotation.DEFAULTS, InstantSource.system());
    }

    /**
     * Opens a file, and makes it and its directory where they are not there.
     *
     * @param clock tells the age of segments
     * @throws IOException if that is not possible
     * @throws IllegalArgumentException if another writer has it
     */
    public static FileSink open(Path path, Rotation rotation, InstantSource clock) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path folder = requireNonNull(absolute.getParent(), "a file has a directory");
        Files.createDirectories(folder);
        WriterLock lock = WriterLock.take(absolute);
        StateFile state = null;
        try {
            state = new StateFile(absolute.resolveSibling(absolute.getFileName() + ".state"));
            EndedSegments ended = new EndedSegments(absolute, rotation, clock);
            FileSink opened = new FileSink(absolute, lock, state, channel(absolute), rotation, ended);
            ended.tidy();
            return opened;
        } catch (IOException e) {
            if (state != null) {
                state.close();
            }
            lock.close();
            throw e;
        }
    }

    private static FileChannel channel(Path path) throws IOException {
        return FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    /**
     * Finds where the chain stands, and takes a last line without its end from the file.
     *
     * @param beginning where it stands if nothing was kept
     */
    public ChainRecovery recover(ChainState beginning) throws IOException {
        StateFile.Kept kept = state.load();
        ChainRecovery found = kept == null
                ? ChainRecovery.of(channel, 0, beginning)
                : ChainRecovery.of(channel, kept.length(), kept.state());
        if (found.length() < length) {
            channel.truncate(found.length());
        }
        length = found.length();
        return found;
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    /** How long it is. */
    public long length() {
        return length;
    }

    @Override
    public String name() {
        return "file " + path;
    }

    @Override
    public void write(LineBatch batch) throws IOException {
        takeBack();
        ByteBuffer bytes = batch.bytes();
        long at = length;
        try {
            while (bytes.hasRemaining()) {
                at += channel.write(bytes, at);
            }
        } catch (IOException e) {
            torn = true;
            throw e;
        }
        length = at;
    }

    /** What a failed write left behind would be half a record. */
    private void takeBack() throws IOException {
        if (torn) {
            channel.truncate(length);
            torn = false;
        }
    }

    @Override
    public void sync() throws IOException {
        FileChannel forced = channel;
        try {
            forced.force(false);
        } catch (ClosedChannelException e) {
            if (forced == channel && !closed) {
                throw e;
            } // else it ended meanwhile, and whatever ends a channel forces it
        }
    }

    /** Keeps where the chain stands, for the next start. */
    public void keep(ChainState chain) throws IOException {
        state.save(chain, length);
    }

    /**
     * Looks whether the file is still the one that is being written, and restores it from the open descriptor if not.
     *
     * @return whether it had to be restored
     */
    public boolean restoreIfReplaced() throws IOException {
        Object now = identity(path);
        if (now != null && Objects.equals(now, identity)) {
            return false;
        }
        if (now != null) {
            Files.move(path, path.resolveSibling(path.getFileName() + ".foreign-" + System.nanoTime()));
        }
        FileChannel before = channel;
        long copied;
        FileChannel fresh = FileChannel.open(
                path, StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
        try {
            copied = copy(before, fresh, length);
            fresh.force(true);
        } catch (IOException e) {
            fresh.close();
            throw e; // what is there is put aside by the next attempt
        }
        channel = fresh;
        before.close();
        identity = identity(path);
        length = copied;
        return true;
    }

    private static long copy(FileChannel from, FileChannel to, long length) throws IOException {
        long copied = 0;
        while (copied < length) {
            long n = from.transferTo(copied, length - copied, to.position(copied));
            if (n <= 0) {
                break;
            }
            copied += n;
        }
        return copied;
    }

    /** Changes when segments end, and what becomes of them then. */
    public void rotateBy(Rotation other) {
        rotation = other;
        ended.keep(other);
    }

    /** Whether this segment has all that it should hold. */
    public boolean isFull() {
        return length >= rotation.size();
    }

    /**
     * Ends this segment under a name of its own, and begins the next.
     *
     * @param next the number of the next record
     */
    public void rotate(long next) throws IOException {
        channel.force(true);
        long from = first >= 0 ? first : firstRecord();
        Path segment = TrailSegments.segment(path, from);
        Files.move(path, segment);
        FileChannel before = channel;
        try {
            channel = channel(path);
        } catch (IOException e) {
            Files.move(segment, path); // it goes on as it was
            throw e;
        }
        before.close();
        identity = identity(path);
        length = 0;
        first = next;
        ended.tidy();
    }

    /** The number of the first record of this segment. */
    private long firstRecord() throws IOException {
        return TrailSegments.firstNumber(path);
    }

    /** The names of segments that were removed since the last call. */
    public List<String> takeRemoved() {
        return ended.takeRemoved();
    }

    private static @Nullable Object identity(Path path) throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            Object key = attributes.fileKey();
            return key == null ? attributes.creationTime() : key;
        } catch (NoSuchFileException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        try (lock;
                ended;
                state;
                FileChannel last = channel) {
            last.force(true);
        }
    }
}
