package dev.portcullis.benchmarks;

import dev.portcullis.audit.AuditEvent;
import dev.portcullis.audit.PortcullisFormat;
import dev.portcullis.audit.chain.Chain;
import dev.portcullis.audit.chain.LineBatch;
import dev.portcullis.audit.sink.FileSink;
import dev.portcullis.audit.sink.Rotation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.InstantSource;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A trail as it is on one core: records with all fields, encoded, linked and authenticated, a signed checkpoint every thousand,
 * written to a file that is forced once a second and rotates.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class AuditTrailBenchmark {
    private static final int RECORDS = 1_000;
    private static final long SECOND = 1_000_000_000L;

    /** What a record has: everything, or no more than makes 800 bytes. */
    @Param({"everything", "800"})
    private String facts = "everything";

    private final AuditEvent[] events = new AuditEvent[RECORDS];
    private final PortcullisFormat format = new PortcullisFormat();
    private final ExecutorService forcer = Executors.newSingleThreadExecutor();
    private final LineBatch batch = new LineBatch();
    private final Chain chain = Chain.start(new byte[32]);
    private Path folder = Path.of("");
    private @Nullable FileSink file;
    private @Nullable PrivateKey key;
    private long forced = System.nanoTime();

    /** Opens a trail of which two segments are kept. */
    @Setup
    public void open() throws IOException, GeneralSecurityException {
        for (int i = 0; i < RECORDS; i++) {
            events[i] = facts.equals("everything") ? AuditBenchmark.event(i) : AuditBenchmark.smallEvent(i);
        }
        folder = Files.createTempDirectory("audit-trail-benchmark");
        key = KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate();
        file = FileSink.open(
                folder.resolve("audit.jsonl"),
                new Rotation(256L << 20, null, 256L << 20, false),
                InstantSource.system());
    }

    /** Removes it, and says how long a record was. */
    @TearDown
    public void close() throws IOException {
        forcer.shutdown();
        file.close();
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
        System.out.println("bytes a record: " + batch.length() / RECORDS);
    }

    /** A thousand records and their checkpoint. */
    @Benchmark
    @OperationsPerInvocation(RECORDS)
    public long sealedOnDisk() throws IOException {
        batch.clear();
        for (int i = 1; i < RECORDS; i++) {
            format.write(events[i], chain.begin());
            chain.append(batch);
        }
        format.write(events[0], chain.begin());
        chain.checkpoint(batch, key);
        file.write(batch);
        long now = System.nanoTime();
        if (now - forced >= SECOND) {
            forced = now;
            forcer.execute(this::force); // as the log does
        }
        if (file.isFull()) {
            file.rotate(chain.seq() + 1);
        }
        return chain.seq();
    }

    private void force() {
        try {
            file.sync();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
