package dev.portcullis.audit.sink;

import dev.portcullis.audit.chain.TrailSegments;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks after the segments that have ended, on a thread of its own: compresses them, and removes those that are older or more
 * than is kept, the oldest first, so that what is left is always the end of the trail.
 */
final class EndedSegments implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EndedSegments.class);
    private static final long CLOSING_SECONDS = 5;

    private final Path trail;
    private volatile Rotation rotation;
    private final InstantSource clock;
    private final Queue<String> removed = new ConcurrentLinkedQueue<>();
    private final ExecutorService thread = Executors.newSingleThreadExecutor(task -> {
        Thread made = new Thread(task, "portcullis-audit-segments");
        made.setDaemon(true);
        return made;
    });

    EndedSegments(Path trail, Rotation rotation, InstantSource clock) {
        this.trail = trail;
        this.rotation = rotation;
        this.clock = clock;
    }

    /** Changes what becomes of them. */
    void keep(Rotation other) {
        rotation = other;
        tidy();
    }

    /** Looks after them soon. */
    void tidy() {
        thread.execute(() -> {
            try {
                compress();
                remove();
            } catch (IOException | RuntimeException e) { // the next time may fare better
                LOG.warn("the ended segments of {} could not be tidied: {}", trail, e.toString());
            }
        });
    }

    /** The names of segments that were removed since the last call. */
    List<String> takeRemoved() {
        List<String> names = new ArrayList<>();
        for (String name = removed.poll(); name != null; name = removed.poll()) {
            names.add(name);
        }
        return names;
    }

    private void compress() throws IOException {
        if (!rotation.gzip()) {
            return;
        }
        for (Path segment : TrailSegments.ended(trail)) {
            if (segment.toString().endsWith(".jsonl")) {
                compress(segment);
            }
        }
    }

    /** The plain file goes only when the compressed one is whole and on the medium. */
    private static void compress(Path segment) throws IOException {
        Path target = segment.resolveSibling(segment.getFileName() + ".gz");
        Path made = segment.resolveSibling(segment.getFileName() + ".gz.tmp");
        FileTime ended = Files.getLastModifiedTime(segment);
        try (InputStream in = Files.newInputStream(segment);
                OutputStream out = new GZIPOutputStream(Files.newOutputStream(made), 1 << 16)) {
            in.transferTo(out);
        }
        try (FileChannel written = FileChannel.open(made, StandardOpenOption.WRITE)) {
            written.force(true);
        }
        Files.setLastModifiedTime(made, ended);
        Files.move(made, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        Files.delete(segment);
    }

    private void remove() throws IOException {
        Rotation kept = rotation;
        List<Path> ended = TrailSegments.ended(trail);
        long bytes = 0;
        for (Path segment : ended) {
            bytes += Files.size(segment);
        }
        Instant now = clock.instant();
        for (Path segment : ended) {
            boolean tooMany = kept.keepBytes() != null && bytes > kept.keepBytes();
            boolean tooOld = kept.keep() != null
                    && Files.getLastModifiedTime(segment).toInstant().isBefore(now.minus(kept.keep()));
            if (!tooMany && !tooOld) {
                return;
            }
            bytes -= Files.size(segment);
            Files.delete(segment);
            removed.add(String.valueOf(segment.getFileName()));
        }
    }

    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                thread.shutdownNow();
            }
        } catch (InterruptedException e) {
            thread.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }
}
