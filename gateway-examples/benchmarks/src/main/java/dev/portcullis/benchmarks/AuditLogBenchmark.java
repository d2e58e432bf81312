package dev.portcullis.benchmarks;

import dev.portcullis.audit.AuditFilter;
import dev.portcullis.audit.AuditLog;
import dev.portcullis.audit.AuditLogSettings;
import dev.portcullis.audit.AuditRecorder;
import dev.portcullis.audit.AuditTerms;
import dev.portcullis.audit.ChainSettings;
import dev.portcullis.audit.Redaction;
import dev.portcullis.audit.WhenFull;
import dev.portcullis.audit.sink.FileSink;
import dev.portcullis.audit.sink.Rotation;
import dev.portcullis.gateway.AppliedLimits;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.RuleMatch;
import dev.portcullis.gateway.RuleMatches;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.TlsFacts;
import dev.portcullis.gateway.TraceContext;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A whole log as it is in a gateway: exchanges with all facts on one thread, and on the trail's thread everything else,
 * redaction to disk. What finds no place is dropped, so that the trail is never without work; {@code records} is what it
 * wrote, and each iteration prints what of its thread's time a record took.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Fork(1)
@Warmup(iterations = 4, time = 2)
@Measurement(iterations = 5, time = 2)
public class AuditLogBenchmark {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final RawHead head = head();
    private Path folder = Path.of("");
    private @Nullable AuditLog log;
    private @Nullable Gateway gateway;
    private long recordsBefore;
    private long cpuBefore;

    /** What the trail wrote. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Written {
        /** Records. */
        public long records;
    }

    /** Opens a trail with both keys. */
    @Setup
    public void open() throws IOException, GeneralSecurityException {
        folder = Files.createTempDirectory(Path.of(""), "audit-log-benchmark");
        FileSink file = FileSink.open(
                folder.resolve("audit.jsonl"),
                new Rotation(256L << 20, null, 256L << 20, false),
                InstantSource.system());
        ChainSettings chain = new ChainSettings(
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate(),
                new byte[32],
                1_000,
                Duration.ofSeconds(10));
        log = AuditLog.open(AuditLogSettings.defaults().withChain(chain), List.of(file), "orders@2026-11-20.1");
        AuditTerms terms = new AuditTerms(WhenFull.DROP_AND_COUNT, false, Duration.ofSeconds(5));
        AuditRecorder recorder = new AuditRecorder(log, Redaction.DEFAULTS);
        RuleMatches matches =
                new RuleMatches(List.of(new RuleMatch(942_100, "SQL injection", "ARGS:q", "1 or 1=1")), 0);
        gateway = Gateway.builder()
                .policyVersion("orders@2026-11-20.1")
                .add(Stage.AUDIT, new AuditFilter(recorder, terms))
                .add(Stage.AUTHENTICATION, exchange -> {
                    exchange.put(TraceContext.KEY, TraceContext.begin(exchange.id()));
                    exchange.put(
                            Principal.KEY,
                            new Principal(
                                    "jane",
                                    Principal.Kind.USER,
                                    "https://idp.example/realms/corp",
                                    "jti-4711",
                                    "blue",
                                    Set.of(),
                                    Set.of(),
                                    Set.of(),
                                    Map.of()));
                    return Decision.CONTINUE;
                })
                .add(Stage.LIMIT_BY_PRINCIPAL, exchange -> {
                    new AppliedLimits(List.of("per-user")).addTo(exchange);
                    return Decision.CONTINUE;
                })
                .add(Stage.CUSTOM, exchange -> {
                    exchange.put(RuleMatches.KEY, matches);
                    return Decision.CONTINUE;
                })
                .build();
    }

    private static RawHead head() {
        RawHead plain = PipelineBenchmark.rawHead();
        TlsFacts tls = new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", "api.example", List.of());
        Peer peer = new Peer(InetAddress.getLoopbackAddress(), 40_000, tls);
        return new RawHead("GET", "/orders/4711?page=2", null, "HTTP/1.1", plain.headers(), peer);
    }

    /** Where the counters stand. */
    @Setup(Level.Iteration)
    public void begin() {
        recordsBefore = log.status().records();
        cpuBefore = cpu();
    }

    /** Says what became of them. */
    @TearDown(Level.Iteration)
    public void end(Written written) {
        written.records = log.status().records() - recordsBefore;
        System.out.print("[" + (cpu() - cpuBefore) / Math.max(1, written.records) + " ns a record] ");
    }

    private static long cpu() {
        for (ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals("portcullis-audit")) {
                return THREADS.getThreadCpuTime(thread.getThreadId());
            }
        }
        return 0;
    }

    /** Removes the trail, and says how long a record was. */
    @TearDown
    public void close() throws IOException {
        log.flush(Duration.ofSeconds(10));
        String line = Files.readString(folder.resolve("audit.jsonl"))
                .lines()
                .filter(one -> one.contains("\"event\":\"exchange\""))
                .findFirst()
                .orElse("");
        System.out.println("bytes a record: " + (line.length() + 1));
        log.close();
        try (var files = Files.list(folder)) {
            for (Path each : files.toList()) {
                Files.delete(each);
            }
        }
        Files.delete(folder);
    }

    /** One exchange with its record. */
    @Benchmark
    public Passage exchange() {
        return PipelineBenchmark.exchange(gateway, head);
    }
}
