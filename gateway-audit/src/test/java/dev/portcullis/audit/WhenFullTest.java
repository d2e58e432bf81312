package dev.portcullis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A sink that is stuck, then a ring that is full: what becomes of requests and records. */
class WhenFullTest {
    private static final Duration SHORT = Duration.ofMillis(300);

    private final FakeSink sink = new FakeSink();
    private AuditLog log;

    @BeforeEach
    void open() throws Exception {
        log = AuditLog.open(AuditLogSettings.defaults().withRing(4, 1 << 20), List.of(sink), "t@1");
    }

    @AfterEach
    void close() {
        sink.stuck = false;
        sink.failing = false;
        log.close();
    }

    private AuditTerms terms(WhenFull whenFull, boolean durable) {
        return new AuditTerms(whenFull, durable, durable ? SHORT.multipliedBy(10) : SHORT);
    }

    /** Requests whose records fill the ring while the writer is stuck with another. */
    private void fill(DirectGate gate) {
        sink.stuck = true;
        for (int i = 0; i < 4; i++) {
            assertThat(gate.get("/fill").join()).isEqualTo(200);
        }
        await().until(() -> log.status().depth() == 4);
    }

    @Test
    void blockingARequestWaitsForAPlaceAndIsRefusedWhereNoneComes() throws Exception {
        try (DirectGate gate = new DirectGate(log, terms(WhenFull.BLOCK, false), false)) {
            fill(gate);
            int before = gate.handled.get();
            assertThat(gate.get("/late").join()).isEqualTo(503);
            assertThat(gate.handled).hasValue(before);
        }
    }

    @Test
    void blockingARequestGoesOnWhenAPlaceIsFree() throws Exception {
        AuditTerms patient = new AuditTerms(WhenFull.BLOCK, false, Duration.ofSeconds(20));
        try (DirectGate gate = new DirectGate(log, patient, false)) {
            fill(gate);
            List<CompletableFuture<Integer>> waiting = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                waiting.add(gate.get("/waits/" + i));
            }
            await().until(() -> log.status().waiting() == 8);
            sink.stuck = false;
            waiting.forEach(answer -> assertThat(answer.join()).isEqualTo(200));
            await().until(() -> sink.of("exchange").size() == 12);
            await().until(() -> log.status().depth() == 0);
        }
    }

    @Test
    void droppingARequestGoesOnAndTheDropIsARecord() throws Exception {
        try (DirectGate gate = new DirectGate(log, terms(WhenFull.DROP_AND_COUNT, false), false)) {
            fill(gate);
            for (int i = 0; i < 5; i++) {
                assertThat(gate.get("/dropped/" + i).join()).isEqualTo(200);
            }
            await().until(() -> log.status().dropped() == 5);
            sink.stuck = false;
            await().until(() -> sink.of("audit.dropped").size() == 1);
            assertThat(sink.of("audit.dropped").get(0)).contains("\"records\":\"5\"");
            assertThat(sink.of("exchange")).hasSize(4).noneMatch(line -> line.contains("/dropped"));
        }
    }

    @Test
    void requiredNothingReachesTheHandlerWithoutAPlace() throws Exception {
        for (WhenFull whenFull : WhenFull.values()) {
            try (DirectGate open = new DirectGate(log, terms(whenFull, false), false);
                    DirectGate gate = new DirectGate(log, terms(whenFull, false), true)) {
                fill(open);
                assertThat(gate.get("/required").join()).as(whenFull.name()).isEqualTo(503);
                assertThat(gate.handled).hasValue(0);
                sink.stuck = false;
                await().until(() -> log.status().depth() == 0);
                assertThat(gate.get("/required").join()).as(whenFull.name()).isEqualTo(200);
                await().until(() -> log.status().depth() == 0);
            }
        }
    }

    @Test
    void requiredAndDurableTheIntentIsWrittenFirstAndTheAnswerWaitsForItsRecord() throws Exception {
        try (DirectGate gate = new DirectGate(log, terms(WhenFull.BLOCK, true), true)) {
            assertThat(gate.get("/paid").join()).isEqualTo(200);
            await().until(() -> sink.of("exchange.end").size() == 1);
            List<String> kinds = sink.lines.stream()
                    .filter(line -> line.contains("/paid"))
                    .map(line -> line.replaceAll(".*\"event\":\"([a-z.]+)\".*\n", "$1"))
                    .toList();
            assertThat(kinds).containsExactly("intent", "exchange", "exchange.end");
            assertThat(sink.of("intent").get(0)).contains("\"status\":null", "\"decision\":null");
            assertThat(sink.of("exchange").get(0))
                    .contains("\"status\":200", "\"bytesOut\":null", "\"durationMs\":null", "\"decision\":\"allow\"");
            assertThat(sink.of("exchange.end").get(0)).contains("\"bytesOut\":5", "\"end\":\"answered\"");
        }
    }

    @Test
    void requiredAndDurableAFailingDiskRefusesBeforeTheHandler() throws Exception {
        try (DirectGate gate = new DirectGate(log, terms(WhenFull.BLOCK, true), true)) {
            sink.failing = true;
            assertThat(gate.get("/unpaid").join()).isEqualTo(503);
            assertThat(gate.handled).hasValue(0);
            sink.failing = false;
            await().until(() -> sink.of("audit.recovered").size() == 1);
            // what was refused is told all the same, and nothing that was linked is lost
            await().until(() -> sink.lines.stream().anyMatch(line -> line.contains("audit.unavailable")));
            assertThat(gate.get("/paid").join()).isEqualTo(200);
        }
    }

    @Test
    void aLogThatIsClosedBeforeItsSinkTakesARecordAcknowledgesNothing() throws Exception {
        log.close();
        AuditLogSettings strict = AuditLogSettings.defaults().withFsync(Fsync.EVERY_RECORD);
        FakeSink away = new FakeSink();
        log = AuditLog.open(strict, List.of(away), "t@1");
        try (DirectGate gate = new DirectGate(log, terms(WhenFull.BLOCK, true), true)) {
            assertThat(gate.get("/before").join()).isEqualTo(200);
            away.failing = true;
            CompletableFuture<Integer> pending = gate.get("/pending");
            await().until(() -> log.status().failing() != null);
            log.close(SHORT);
            assertThat(pending.join()).isEqualTo(503);
            assertThat(gate.handled).hasValue(1);
            assertThat(gate.get("/after").join()).isEqualTo(503);
        }
    }

    @Test
    void aStuckSinkHoldsNoMoreThanTheRing() throws Exception {
        try (DirectGate gate = new DirectGate(log, terms(WhenFull.DROP_AND_COUNT, false), false)) {
            fill(gate);
            for (int i = 0; i < 50; i++) {
                gate.get("/more/" + i).join();
            }
            assertThat(log.status().depth()).isLessThanOrEqualTo(4);
            assertThat(log.status().waiting()).isZero();
        }
    }
}
