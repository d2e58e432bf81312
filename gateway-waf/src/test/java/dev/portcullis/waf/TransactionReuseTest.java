package dev.portcullis.waf;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.waf.internal.Reachable;
import dev.portcullis.waf.spi.CollectionStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** The memory of a transaction serves others after it: nothing of one may be seen by another, nor stay. */
class TransactionReuseTest {
    private static final String SECRET = "s3cr3t-of-a-client";

    /** Rules that make copies of what they see: transformed, captured, joined, named, counted. */
    private static final String[] COPYING = {
        "SecRule REQUEST_HEADERS|REQUEST_HEADERS_NAMES|ARGS|ARGS_NAMES|REQUEST_COOKIES|REQUEST_LINE|REQUEST_BODY"
                + " \"@rx ^(.*)$\" \"id:1,phase:2,pass,nolog,capture,t:lowercase,t:base64Encode,multiMatch,"
                + "setvar:'tx.seen_%{tx.1}=%{MATCHED_VAR}%{REQUEST_LINE}',setvar:tx.count=+1\"",
        "SecRule TX:/^seen_/ \"@contains of-a-client\" \"id:2,phase:2,pass,nolog,setvar:tx.found=%{MATCHED_VAR_NAME}\"",
        "SecRule ARGS \"@contains evil\" \"id:3,phase:2,pass,log,msg:'%{MATCHED_VAR}',setvar:tx.evil=1\"",
        "SecRule MATCHED_VARS|FULL_REQUEST|RESPONSE_BODY|RESPONSE_HEADERS \"@contains of-a-client\""
                + " \"id:4,phase:4,pass,nolog,t:cmdLine,setvar:tx.last=%{RESPONSE_BODY}\"",
    };

    private static Sent withSecrets(String type, String body) {
        return Sent.post(type, body)
                .header("Host", SECRET + ".example.com")
                .header("Authorization", "Basic czNjcjN0LW9mLWEtY2xpZW50OnB3")
                .header("Cookie", "a=" + SECRET + "; " + SECRET + "=1")
                .header(SECRET, "1")
                .responseHeader("X-Back", SECRET)
                .answered(200, "text/html", "<p>" + SECRET);
    }

    @Test
    void leavesNothingOfARequestBehind() {
        Waf waf = Sent.rules(COPYING);
        List<Sent> requests = List.of(
                withSecrets("application/x-www-form-urlencoded", "q=" + SECRET + "%20&" + SECRET + "=evil"),
                withSecrets("application/json", "{\"" + SECRET + "\":[\"" + SECRET + "\"]}"),
                withSecrets("text/plain", (SECRET + " ").repeat(20_000)),
                withSecrets(
                        "multipart/form-data; boundary=xy",
                        "--xy\r\nContent-Disposition: form-data; name=\"" + SECRET + "\"; filename=\"" + SECRET
                                + "\"\r\n\r\n" + SECRET + "\r\n--xy--\r\n"));
        for (Sent each : requests) {
            Transaction open = each.unfinished(waf, t -> t.id(SECRET));
            assertThat(open.txNumber("count").orElse(0)).as(each::toString).isPositive();
            open.finish();

            String left = Reachable.textsOfIdle(waf.program());

            assertThat(left).as("bytes that idle executions have").isNotEmpty();
            assertThat(left.toLowerCase(java.util.Locale.ROOT))
                    .as(each::toString)
                    .doesNotContain("s3cr3t");
            assertThat(left).doesNotContain("czNjcjN0"); // the same in Base64
        }
    }

    @Test
    void laterTransactionsSeeNothingOfEarlierOnes() {
        Waf waf = Sent.rules(COPYING);
        Sent plain = Sent.get("/?q=1").header("Host", "example.com");
        long alone = count(plain, Sent.rules(COPYING));

        for (int i = 0; i < 20; i++) {
            withSecrets("application/x-www-form-urlencoded", "q=evil&x" + i + "=" + SECRET)
                    .through(waf);
            Transaction after = plain.unfinished(waf);
            assertThat(after.txNumber("count").orElse(0)).isEqualTo(alone);
            assertThat(after.txNumber("evil")).isEmpty();
            assertThat(after.txNumber("found")).isEmpty();
            after.finish();
            assertThat(after.matches()).isEmpty();
        }
    }

    private static long count(Sent sent, Waf waf) {
        return sent.unfinished(waf).txNumber("count").orElse(0);
    }

    @Test
    void whatWasFoundOutlivesTheEndAndTheTransactionsAfterIt() {
        Waf waf = Sent.rules(COPYING);
        Transaction ended = Sent.get("/?q=evil").through(waf, t -> t.id("one"));
        Sent.get("/?other=evil%20too").through(waf, t -> t.id("two"));

        assertThat(ended.matches()).singleElement().satisfies(match -> {
            assertThat(match.variable()).isEqualTo("ARGS:q");
            assertThat(match.message()).isEqualTo("evil");
            assertThat(new String(match.value(), ISO_8859_1)).isEqualTo("evil");
            assertThat(match.logLine()).contains("[unique_id \"one\"]");
        });
    }

    @Test
    void refusesWhatComesAfterTheEnd() {
        Transaction ended = Sent.get("/").through(Sent.rules(COPYING));

        assertThatThrownBy(() -> ended.txNumber("count"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the transaction has ended");
        assertThatThrownBy(() -> ended.requestHeader("A", "b")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ended::wantsResponseBody).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ended::finish).isInstanceOf(IllegalStateException.class);
        assertThat(ended.interruption()).isEmpty();
    }

    /** A store that holds up the thread that asks it. */
    private static final class Slow implements CollectionStore {
        private final CountDownLatch inside = new CountDownLatch(1);
        private final CountDownLatch goOn = new CountDownLatch(1);
        private final AtomicInteger applied = new AtomicInteger();

        @Override
        public Map<String, String> load(RecordKey key) {
            inside.countDown();
            try {
                assertThat(goOn.await(30, SECONDS)).isTrue();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            return Map.of();
        }

        @Override
        public void apply(RecordKey key, List<Change> changes, Duration timeout) {
            applied.incrementAndGet();
        }
    }

    @Test
    void anEndFromAnotherThreadWaitsForTheStepThatRuns() throws Exception {
        Slow store = new Slow();
        Waf waf = Sent.builder("SecAction \"id:1,phase:1,pass,nolog,initcol:ip=x,setvar:ip.n=+1,setvar:tx.n=1\"")
                .collections(store)
                .build();
        Transaction transaction = waf.begin().requestLine("GET", "/", "HTTP/1.1");
        ExecutorService other = Executors.newSingleThreadExecutor();
        try {
            Future<?> step = other.submit(transaction::requestHead);
            assertThat(store.inside.await(30, SECONDS)).isTrue();

            assertThatThrownBy(() -> transaction.txNumber("n"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("one thread at a time");
            transaction.finish();
            assertThat(store.applied).hasValue(0);

            store.goOn.countDown();
            step.get(30, SECONDS);
            assertThat(store.applied).hasValue(1);
            assertThatThrownBy(transaction::finish).isInstanceOf(IllegalStateException.class);
        } finally {
            other.shutdownNow();
        }
    }

    @Test
    void threadsThatShareAFirewallDoNotMeet() throws Exception {
        Waf waf = Sent.rules(COPYING);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                String own = "evil-" + thread;
                all.add(threads.submit(() -> {
                    for (int i = 0; i < 300; i++) {
                        Transaction transaction =
                                Sent.get("/?q=" + own + "&n=" + i).through(waf);
                        assertThat(transaction.matches())
                                .singleElement()
                                .satisfies(match -> assertThat(match.message()).isEqualTo(own));
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get(60, SECONDS);
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
