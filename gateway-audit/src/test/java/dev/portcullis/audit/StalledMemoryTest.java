package dev.portcullis.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.RuleMatch;
import dev.portcullis.gateway.RuleMatches;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What waits for a sink that takes nothing is bounded in bytes, whatever the requests are like. */
class StalledMemoryTest {
    private static final long BUDGET = 8L << 20;
    private static final int RECORDS = 1 << 16;
    private static final long TOLERATED = 2L << 20; // what else this process makes and leaves meanwhile

    private static long used() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }

    private static RuleMatches matches(int number) {
        List<RuleMatch> matches = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            matches.add(new RuleMatch(942_100 + i, "SQL injection", "ARGS:a" + i, number + "x".repeat(1_000)));
        }
        return new RuleMatches(matches, 0);
    }

    private static FakeRequest request(int number) {
        FakeRequest request = FakeRequest.get("/r/" + number + "?q=" + "y".repeat(number % 500));
        for (int i = 0; i < number % 20; i++) {
            request = request.header("X-Field-" + i, number + "z".repeat(number % 200));
        }
        return request;
    }

    private static void measure(boolean matching) throws Exception {
        FakeSink sink = new FakeSink();
        AuditLog log = AuditLog.open(AuditLogSettings.defaults().withRing(RECORDS, BUDGET), List.of(sink), "t@1");
        AuditTerms terms = new AuditTerms(WhenFull.DROP_AND_COUNT, false, Duration.ofSeconds(5));
        int[] number = {0};
        Gateway gateway = Gateway.builder()
                .add(Stage.AUDIT, new AuditFilter(new AuditRecorder(log, Redaction.DEFAULTS), terms))
                .add(Stage.CUSTOM, exchange -> {
                    if (matching) {
                        exchange.put(RuleMatches.KEY, matches(number[0]));
                    }
                    return Decision.CONTINUE;
                })
                .build();
        FakeHost host = FakeHost.of(gateway);
        for (; number[0] < 100; number[0]++) {
            host.send(request(number[0]));
        }
        await().until(() -> log.status().depth() == 0);
        sink.stuck = true;
        long before = used();
        for (; log.status().dropped() < 1_000; number[0]++) {
            host.send(request(number[0]));
        }
        long held = used() - before;
        assertThat(held).isLessThan(BUDGET + TOLERATED);
        assertThat(log.status().depth()).isPositive().isLessThan(RECORDS);
        sink.stuck = false;
        await().until(() -> log.status().depth() == 0);
        log.close();
        assertThat(sink.of("audit.dropped")).isNotEmpty();
    }

    @Test
    void plainRequestsHoldNoMoreThanTheBudget() throws Exception {
        measure(false);
    }

    @Test
    void requestsThatRulesMatchHoldNoMoreThanTheBudget() throws Exception {
        measure(true);
    }
}
