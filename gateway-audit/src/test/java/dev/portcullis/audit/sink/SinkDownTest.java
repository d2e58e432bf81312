package dev.portcullis.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.audit.AuditFilter;
import dev.portcullis.audit.AuditLog;
import dev.portcullis.audit.AuditLogSettings;
import dev.portcullis.audit.AuditRecorder;
import dev.portcullis.audit.AuditTerms;
import dev.portcullis.audit.Redaction;
import dev.portcullis.audit.WhenFull;
import dev.portcullis.audit.chain.LineBatch;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.ManualScheduler;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import javax.net.SocketFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A sink beside the file is down for a minute of ten requests a second: what becomes of requests and of records. */
@Timeout(120)
class SinkDownTest {
    private static final int BEFORE = 10;
    private static final int DURING = 600;
    private static final Duration BETWEEN = Duration.ofMillis(100);
    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int CAPACITY = 64 << 10;
    private static final long SLICE = 1_000_000;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock();
    private final List<FakeExchange> exchanges = new ArrayList<>();
    private int probes;

    /** Takes what it is given, but for a while. */
    private static final class Stalled implements Sink {
        private final List<String> lines = new CopyOnWriteArrayList<>();
        private volatile boolean stalls;

        @Override
        public String name() {
            return "stalled";
        }

        @Override
        public void write(LineBatch batch) {
            while (stalls) {
                java.util.concurrent.locks.LockSupport.parkNanos(SLICE);
            }
            for (int i = 0; i < batch.lines(); i++) {
                lines.add(new String(batch.line(i), UTF_8).stripTrailing());
            }
        }

        @Override
        public void close() {
            stalls = false;
        }
    }

    private Relay relay(Sink sink, WhenFull whenFull) throws IOException {
        SpillFile spill = whenFull == WhenFull.SPILL_TO_DISK ? SpillFile.open(folder.resolve("spill")) : null;
        return new Relay(sink, whenFull == WhenFull.DROP_AND_COUNT, spill, CAPACITY, clock, SLICE);
    }

    private AuditLog open(Relay relay) throws IOException {
        AuditLogSettings settings = AuditLogSettings.defaults().withRing(64, 1 << 20);
        return AuditLog.open(settings, List.of(FileSink.open(folder.resolve("audit.jsonl")), relay), "t@1");
    }

    private FakeHost host(AuditLog log, WhenFull whenFull) {
        AuditRecorder recorder = new AuditRecorder(log, Redaction.DEFAULTS);
        return FakeHost.of(Gateway.builder()
                .clock(clock, clock)
                .scheduler(new ManualScheduler(clock))
                .add(Stage.AUDIT, new AuditFilter(recorder, new AuditTerms(whenFull, false, PATIENCE)))
                .build());
    }

    /** Requests whose records the writer has taken, as far as it takes any. */
    private void ask(FakeHost host, AuditLog log, int count) {
        for (int i = 0; i < count; i++) {
            exchanges.add(host.start(FakeRequest.get("/r/" + exchanges.size())));
            clock.advance(BETWEEN);
            if (log.status().failing() == null && i % 16 == 15) {
                await().until(() -> log.status().depth() < 32 || log.status().failing() != null);
            }
        }
    }

    private List<String> file() throws IOException {
        return Files.readAllLines(folder.resolve("audit.jsonl"));
    }

    private static long requests(List<String> lines) {
        return lines.stream().filter(line -> line.contains("\"path\":\"/r/")).count();
    }

    private static List<String> numbers(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceAll(".*\"seq\":(\\d+),.*", "$1"))
                .toList();
    }

    /** After the minute: nothing hangs, and what is missing is counted. */
    private void judge(AuditLog log, WhenFull whenFull, List<String> arrived) throws IOException {
        long passed =
                exchanges.stream().filter(one -> one.response().status() == 200).count();
        long refused =
                exchanges.stream().filter(one -> one.response().status() == 503).count();
        assertThat(passed + refused).isEqualTo(BEFORE + DURING);
        List<String> file = file();
        if (whenFull == WhenFull.BLOCK) {
            assertThat(refused).isPositive();
            assertThat(requests(file)).isBetween(passed, passed + refused);
            long written = file.stream()
                    .filter(line -> line.contains("\"event\":\"probe\""))
                    .count();
            assertThat(requests(file) + log.status().dropped()).isEqualTo(BEFORE + DURING + probes - written);
            assertThat(file.stream().filter(line -> line.contains("audit.recovered")))
                    .isNotEmpty();
            assertThat(numbers(arrived)).isEqualTo(numbers(file));
        } else {
            assertThat(refused).isZero();
            assertThat(requests(file)).isEqualTo(BEFORE + DURING);
            assertThat(log.status().dropped()).isZero();
        }
        if (whenFull == WhenFull.SPILL_TO_DISK) {
            assertThat(numbers(arrived)).isEqualTo(numbers(file));
        }
        if (whenFull == WhenFull.DROP_AND_COUNT) {
            int counted = 0;
            for (String line : file) {
                counted += line.contains("\"event\":\"audit.dropped\"")
                        ? Integer.parseInt(line.replaceAll(".*\"records\":\"(\\d+)\".*", "$1"))
                        : 0;
            }
            assertThat(counted).isPositive().isEqualTo(file.size() - arrived.size());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aSyslogServerThatIsAwayForAMinute(WhenFull whenFull) throws Exception {
        SyslogServer server = SyslogServer.start(0);
        int port = server.port();
        Relay relay =
                relay(new SyslogSink("127.0.0.1", port, SocketFactory.getDefault(), InstantSource.system()), whenFull);
        AuditLog log = open(relay);
        FakeHost host = host(log, whenFull);
        ask(host, log, BEFORE);
        SyslogServer first = server;
        await().until(() -> first.messages().size() == BEFORE + 1);
        server.close();
        ask(host, log, DURING);
        SyslogServer second =
                await().ignoreException(BindException.class).until(() -> SyslogServer.start(port), back -> true);
        finish(log, second::messages);
        List<String> arrived = new ArrayList<>(first.messages());
        arrived.addAll(second.messages());
        second.close();
        arrived.replaceAll(message -> message.substring(message.indexOf('{')));
        judge(log, whenFull, arrived);
    }

    @ParameterizedTest
    @EnumSource
    void aSinkThatTakesNothingForAMinute(WhenFull whenFull) throws Exception {
        Stalled sink = new Stalled();
        AuditLog log = open(relay(sink, whenFull));
        FakeHost host = host(log, whenFull);
        ask(host, log, BEFORE);
        await().until(() -> sink.lines.size() == BEFORE + 1);
        sink.stalls = true;
        ask(host, log, DURING);
        sink.stalls = false;
        finish(log, () -> sink.lines);
        judge(log, whenFull, sink.lines);
    }

    /** Time goes on until every exchange has its end, and all has been given on. */
    private void finish(AuditLog log, Supplier<List<String>> arrived) {
        until(driving(() -> exchanges.forEach(FakeExchange::await)));
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    clock.advance(Duration.ofSeconds(1));
                    log.record("probe", "t@1", Map.of());
                    probes++;
                    return log.status().failing() == null
                            && log.flush(Duration.ofSeconds(10))
                            && arrived.get().stream().anyMatch(line -> line.contains("\"event\":\"probe\""));
                });
        until(driving(log::close));
        await().until(() -> arrived.get().stream().anyMatch(line -> line.contains("\"event\":\"stop\"")));
    }

    private static Thread driving(Runnable task) {
        Thread thread = new Thread(task);
        thread.start();
        return thread;
    }

    private void until(Thread ended) {
        await().atMost(Duration.ofSeconds(60))
                .pollInterval(Duration.ofMillis(5))
                .until(() -> {
                    clock.advance(Duration.ofSeconds(1));
                    return !ended.isAlive();
                });
    }
}
