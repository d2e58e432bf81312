package dev.portcullis.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.audit.chain.ChainVerifier;
import dev.portcullis.audit.chain.Verification;
import dev.portcullis.audit.sink.FileSink;
import dev.portcullis.audit.sink.Relay;
import dev.portcullis.audit.sink.Rotation;
import dev.portcullis.audit.sink.StreamSink;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A disk that is full, a file that is gone, a reader that has stopped: what becomes of requests and of records. */
@Timeout(120)
class TroubleTest {
    private static final Duration PATIENCE = Duration.ofMillis(500);

    @TempDir
    Path folder;

    private KeyPair keys;
    private AuditLog log;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @AfterEach
    void close() {
        if (log != null) {
            log.close();
        }
    }

    private AuditLogSettings settings(Fsync fsync) {
        return AuditLogSettings.defaults()
                .withChain(new ChainSettings(keys.getPrivate(), new byte[32], 50, Duration.ofSeconds(1)))
                .withFsync(fsync)
                .withRing(64, 1 << 20);
    }

    private static AuditTerms terms(WhenFull whenFull, boolean durable) {
        return new AuditTerms(whenFull, durable, PATIENCE);
    }

    private Verification verify(Path where) throws Exception {
        return new ChainVerifier(List.of(keys.getPublic()), new byte[32], null).verifyAll(List.of(where));
    }

    private static int run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getInputStream().readAllBytes();
        return process.waitFor();
    }

    /** A file system of 256 KiB; only root may make one. */
    private Path smallDisk() throws Exception {
        Path disk = Files.createDirectory(folder.resolve("disk"));
        Assumptions.assumeTrue(
                Files.isExecutable(Path.of("/bin/mount"))
                        && run("mount", "-t", "tmpfs", "-o", "size=256k", "tmpfs", disk.toString()) == 0,
                "skipped: mounting a tmpfs of 256 KiB takes root and the right to mount");
        return disk;
    }

    private static List<Integer> codes(List<CompletableFuture<Integer>> answers) {
        return answers.stream().map(CompletableFuture::join).toList();
    }

    private static List<CompletableFuture<Integer>> ask(DirectGate gate, String prefix, int count) {
        List<CompletableFuture<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            answers.add(gate.get(prefix + i));
        }
        return answers;
    }

    @Test
    void aFullDiskRefusesWhatIsRequiredAndLosesNothingOnceThereIsRoom() throws Exception {
        Path disk = smallDisk();
        try {
            Path ballast = disk.resolve("ballast");
            Files.write(ballast, new byte[200 << 10]);
            log = AuditLog.open(
                    settings(Fsync.EVERY_RECORD), List.of(FileSink.open(disk.resolve("audit.jsonl"))), "t@1");
            try (DirectGate gate = new DirectGate(log, terms(WhenFull.BLOCK, true), true)) {
                int answered = 0;
                while (gate.get("/before/" + answered).join() == 200) {
                    answered++;
                }
                assertThat(log.status().failing()).contains("audit.jsonl");
                int handled = gate.handled.get();
                assertThat(codes(ask(gate, "/full/", 10))).containsOnly(503);
                assertThat(gate.handled).hasValue(handled);
                Files.delete(ballast);
                await().until(() -> log.status().failing() == null);
                assertThat(gate.get("/after").join()).isEqualTo(200);
                log.close();
                String trail = Files.readString(disk.resolve("audit.jsonl"));
                for (int i = 0; i < answered; i++) {
                    assertThat(trail).contains("\"path\":\"/before/" + i + "\"");
                }
                assertThat(trail).contains("audit.recovered", "\"path\":\"/after\"");
                assertThat(verify(disk).result()).isEqualTo(Verification.Result.INTACT);
            }
        } finally {
            log.close();
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void aFullDiskUnderDropAndCountLetsRequestsPassAndCountsWhatIsMissing() throws Exception {
        Path disk = smallDisk();
        try {
            Path ballast = disk.resolve("ballast");
            log = AuditLog.open(
                    settings(Fsync.EVERY_SECOND), List.of(FileSink.open(disk.resolve("audit.jsonl"))), "t@1");
            Files.write(ballast, new byte[(256 - 24) << 10]);
            try (DirectGate gate = new DirectGate(log, terms(WhenFull.DROP_AND_COUNT, false), false)) {
                assertThat(codes(ask(gate, "/full/", 300))).containsOnly(200);
                await().until(() -> log.status().dropped() > 0);
                long dropped = log.status().dropped();
                Files.delete(ballast);
                await().until(() -> log.status().failing() == null);
                log.close();
                String trail = Files.readString(disk.resolve("audit.jsonl"));
                long written = trail.lines()
                        .filter(line -> line.contains("\"path\":\"/full/"))
                        .count();
                assertThat(written + dropped).isEqualTo(300);
                assertThat(trail).contains("audit.dropped");
                assertThat(verify(disk).result()).isEqualTo(Verification.Result.INTACT);
            }
        } finally {
            log.close();
            run("umount", "-l", disk.toString());
        }
    }

    @Test
    void aFileThatIsDeletedIsRestoredWithAllRecordsWhileRequestsGoOn() throws Exception {
        Path trail = folder.resolve("audit.jsonl");
        log = AuditLog.open(settings(Fsync.EVERY_RECORD), List.of(FileSink.open(trail)), "t@1");
        try (DirectGate gate = new DirectGate(log, terms(WhenFull.BLOCK, true), true)) {
            assertThat(codes(ask(gate, "/before/", 5))).containsOnly(200);
            Files.delete(trail);
            assertThat(codes(ask(gate, "/after/", 5))).containsOnly(200);
            await().until(() -> Files.exists(trail) && Files.readString(trail).contains("audit.file_restored"));
        }
        log.close();
        assertThat(Files.readString(trail)).contains("/before/0", "/before/4", "/after/0", "/after/4");
        assertThat(verify(trail).result()).isEqualTo(Verification.Result.INTACT);
    }

    /** Root may write everywhere; a flag of the file system stops even root. */
    @Test
    void aDirectoryThatMayNotBeWrittenAnyMoreKeepsTheOldSegmentGoing() throws Exception {
        Path closed = Files.createDirectory(folder.resolve("closed"));
        Path trail = closed.resolve("audit.jsonl");
        FileSink file = FileSink.open(trail, new Rotation(8 << 10, null, null, false), InstantSource.system());
        log = AuditLog.open(settings(Fsync.EVERY_SECOND), List.of(file), "t@1");
        boolean root = "root".equals(System.getProperty("user.name"));
        boolean shut = root
                ? run("chattr", "+i", closed.toString()) == 0
                : closed.toFile().setWritable(false);
        Assumptions.assumeTrue(
                shut,
                "skipped: the directory cannot be closed; root needs chattr +i (package e2fsprogs, a file system that knows it)");
        try (DirectGate gate = new DirectGate(log, terms(WhenFull.BLOCK, false), true)) {
            assertThat(codes(ask(gate, "/shut/", 60))).containsOnly(200);
            await().until(() -> log.status().failures() > 0);
            assertThat(Files.size(trail)).isGreaterThan(8 << 10);
            reopen(root, closed);
            assertThat(codes(ask(gate, "/open/", 5))).containsOnly(200);
            await().until(() -> {
                try (var files = Files.list(closed)) {
                    return files.anyMatch(path -> path.toString().matches(".*audit-\\d{20}\\.jsonl"));
                }
            });
        } finally {
            reopen(root, closed);
        }
        log.close();
        assertThat(verify(closed).result()).isEqualTo(Verification.Result.INTACT);
    }

    private static void reopen(boolean root, Path closed) throws Exception {
        if (root) {
            run("chattr", "-i", closed.toString());
        } else {
            assertThat(closed.toFile().setWritable(true)).isTrue();
        }
    }

    /** The slowest disk there is: a process at the other end of a pipe that has been stopped. */
    @Test
    void aReaderThatHasStoppedHoldsUpItsOwnQueueAndGetsAllLinesWhenItGoesOn() throws Exception {
        Process reader = new ProcessBuilder("cat").start();
        ByteArrayOutputStream read = new ByteArrayOutputStream();
        Thread collector = new Thread(() -> copy(reader.getInputStream(), read));
        collector.start();
        Path trail = folder.resolve("audit.jsonl");
        Relay pipe = Relay.holding(new StreamSink("pipe", reader.getOutputStream()));
        log = AuditLog.open(settings(Fsync.EVERY_SECOND), List.of(FileSink.open(trail), pipe), "t@1");
        assertThat(run("kill", "-STOP", Long.toString(reader.pid()))).isZero();
        try (DirectGate gate = new DirectGate(log, terms(WhenFull.BLOCK, false), true)) {
            for (int i = 0; i < 10; i++) {
                assertThat(codes(ask(gate, "/stopped/" + i + "/", 40))).containsOnly(200);
            }
            await().until(() -> Files.readString(trail).contains("/stopped/9/39"));
            assertThat(run("kill", "-CONT", Long.toString(reader.pid()))).isZero();
            await().atMost(30, TimeUnit.SECONDS)
                    .until(() -> read.toString(UTF_8).contains("/stopped/9/39"));
        }
        log.close();
        reader.getOutputStream().close();
        assertThat(reader.waitFor()).isZero();
        collector.join();
        assertThat(read.toString(UTF_8)).isEqualTo(Files.readString(trail));
    }

    private static void copy(InputStream from, OutputStream to) {
        try {
            from.transferTo(to);
        } catch (java.io.IOException e) {
            // the process is gone
        }
    }
}
