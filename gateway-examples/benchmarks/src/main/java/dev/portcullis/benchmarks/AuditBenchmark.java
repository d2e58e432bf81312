package dev.portcullis.benchmarks;

import dev.portcullis.audit.Actor;
import dev.portcullis.audit.AuditEvent;
import dev.portcullis.audit.AuditFilter;
import dev.portcullis.audit.AuditLog;
import dev.portcullis.audit.AuditLogSettings;
import dev.portcullis.audit.AuditRecorder;
import dev.portcullis.audit.AuditTerms;
import dev.portcullis.audit.AuditedRequest;
import dev.portcullis.audit.AuditedTls;
import dev.portcullis.audit.EcsFormat;
import dev.portcullis.audit.PortcullisFormat;
import dev.portcullis.audit.RecordFormat;
import dev.portcullis.audit.Redaction;
import dev.portcullis.audit.Ruling;
import dev.portcullis.audit.Transfer;
import dev.portcullis.audit.WhenFull;
import dev.portcullis.audit.chain.Chain;
import dev.portcullis.audit.chain.LineBatch;
import dev.portcullis.audit.sink.FileSink;
import dev.portcullis.gateway.FilterRun;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a record costs: the request's thread, the writer, and what of the writer's part is cryptography that nobody can spare. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class AuditBenchmark {
    private static final int RECORDS = 1_000;

    private final RawHead head = PipelineBenchmark.rawHead();
    private final Gateway bare = Gateway.builder().build();
    private final AuditEvent event = event(1);
    private final RecordFormat own = new PortcullisFormat();
    private final RecordFormat ecs = new EcsFormat();
    private final LineBatch batch = new LineBatch();
    private final Chain chain = Chain.start(new byte[32]);
    private final byte[] record = new byte[1_166];
    private final byte[] shortRecord = new byte[655];
    private final byte[] pad = new byte[64];
    private final byte[] hash = new byte[32];
    private final MessageDigest sha256 = newDigest();
    private Path folder = Path.of("");
    private @Nullable AuditLog log;
    private Gateway audited = bare;

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Opens a trail in a folder of its own. */
    @Setup
    public void open() throws IOException {
        folder = Files.createTempDirectory("audit-benchmark");
        AuditLog opened = AuditLog.open(
                AuditLogSettings.defaults(), List.of(FileSink.open(folder.resolve("audit.jsonl"))), "t@1");
        log = opened;
        AuditTerms terms = new AuditTerms(WhenFull.DROP_AND_COUNT, false, Duration.ofSeconds(5));
        AuditRecorder recorder = new AuditRecorder(opened, Redaction.DEFAULTS);
        audited = Gateway.builder()
                .add(Stage.AUDIT, new AuditFilter(recorder, terms))
                .build();
    }

    /** Says how many records found no place, and removes the trail. */
    @TearDown
    public void close() throws IOException {
        log.close();
        System.out.println("written and dropped: " + log.status().records() + ", "
                + log.status().dropped());
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** The floor: an exchange through a gateway without a filter. */
    @Benchmark
    public Passage exchangeBare() {
        return PipelineBenchmark.exchange(bare, head);
    }

    /** The same with its record; the difference is what the request's thread pays. */
    @Benchmark
    public Passage exchangeAudited() {
        return PipelineBenchmark.exchange(audited, head);
    }

    /** The writer: own format, hash, code under an evolving key. */
    @Benchmark
    public int chainedOwnFormat() {
        return link(own);
    }

    /** The writer: Elastic Common Schema. */
    @Benchmark
    public int chainedEcs() {
        return link(ecs);
    }

    private int link(RecordFormat format) {
        format.write(event, chain.begin());
        chain.append(batch);
        int length = batch.length();
        if (batch.lines() == RECORDS) {
            batch.clear();
        }
        return length;
    }

    /**
     * The digests of a record of 1,313 bytes alone, of which 1,166 are its content: 19 blocks for that, four for its code, one
     * for the next key, two for its hash. The writer's bound.
     */
    @Benchmark
    public byte[] digestsAlone() throws GeneralSecurityException {
        return digests(record);
    }

    /** The same of a record of 802 bytes, with eleven blocks of content. */
    @Benchmark
    public byte[] digestsAlone800() throws GeneralSecurityException {
        return digests(shortRecord);
    }

    private byte[] digests(byte[] content) throws GeneralSecurityException {
        sha256.update(content);
        sha256.digest(hash, 0, 32);
        for (int half = 0; half < 2; half++) { // HMAC
            sha256.update(pad);
            sha256.update(hash);
            sha256.digest(hash, 0, 32);
        }
        sha256.update(pad, 0, 51); // label and key
        sha256.digest(hash, 0, 32);
        sha256.update(pad); // content and code
        sha256.digest(hash, 0, 32);
        return hash;
    }

    /** A record of 802 bytes: no rule matched, no TLS, no fields, no times. */
    static AuditEvent smallEvent(int number) {
        AuditEvent all = event(number);
        Actor actor = all.actor();
        AuditedRequest request = all.request();
        Ruling ruling = all.ruling();
        return new AuditEvent(
                all.event(),
                all.time(),
                all.requestId(),
                all.traceId(),
                all.policy(),
                new Actor(actor.subject(), null, actor.credential(), actor.tenant(), actor.clientAddress(), null),
                new AuditedRequest(
                        request.method(),
                        request.path(),
                        request.route(),
                        request.scheme(),
                        request.protocol(),
                        null,
                        new TreeMap<>(),
                        new TreeMap<>()),
                new Ruling(
                        ruling.decision(),
                        ruling.reason(),
                        ruling.filter(),
                        List.of(),
                        List.of(),
                        0,
                        List.of(),
                        ruling.limits()),
                all.transfer(),
                new TreeMap<>());
    }

    /** A record with all its fields; what differs between requests differs between numbers. */
    static AuditEvent event(int number) {
        String digits = Integer.toString(100_000 + number);
        TreeMap<String, String> fields = new TreeMap<>();
        fields.put("authorization", "Bearer hmac:0123456789abcdef");
        fields.put("cookie", "hmac:0123456789abcdef");
        return new AuditEvent(
                "exchange",
                Instant.parse("2026-11-20T10:00:00.123456Z"),
                "4a03e64df35e87b15cd69a3a13" + digits,
                "0f7d36f7757651b5f9d0e0a22b" + digits,
                "orders@2026-11-20.1",
                new Actor(
                        "jane" + digits,
                        "https://idp.example/realms/corp",
                        "jti-" + digits,
                        "blue",
                        "203.0.113.9",
                        "10.0.0.7"),
                new AuditedRequest(
                        "GET",
                        "/orders/" + digits + "/items",
                        "read-order",
                        "https",
                        "HTTP/1.1",
                        new AuditedTls("TLSv1.3", "TLS_AES_128_GCM_SHA256", "api.example", null),
                        fields,
                        new TreeMap<>()),
                new Ruling(
                        Ruling.Decision.DENY,
                        "waf.score",
                        "waf",
                        List.of(new Ruling.FilterRuling("waf", "enforce", "waf.score", null)),
                        List.of(new Ruling.MatchedRule(
                                942_100, "SQL injection", "ARGS:q", "hmac:0123456789abcdef", null)),
                        0,
                        List.of(
                                new FilterRun("audit", dev.portcullis.gateway.Mode.ENFORCE, 900),
                                new FilterRun("authentication", dev.portcullis.gateway.Mode.ENFORCE, 12_345),
                                new FilterRun("limits-by-principal", dev.portcullis.gateway.Mode.ENFORCE, 1_200),
                                new FilterRun("authorization", dev.portcullis.gateway.Mode.ENFORCE, 2_345),
                                new FilterRun("waf", dev.portcullis.gateway.Mode.ENFORCE, 62_345)),
                        List.of("per-user")),
                new Transfer(403, "rejected", 1_234_567L, 0L, 119L, false),
                new TreeMap<>());
    }
}
