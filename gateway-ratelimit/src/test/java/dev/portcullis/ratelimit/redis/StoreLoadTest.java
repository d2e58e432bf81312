package dev.portcullis.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.ratelimit.policy.RateLimitProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a real Redis is asked by gateways: by its own count of commands. */
class StoreLoadTest {
    private static final int THREADS = 16;

    @TempDir
    Path folder;

    private final RealRedis redis = RealRedis.start();
    private final List<LoadedPolicy> gateways = new ArrayList<>();
    private String deadline = "5s";

    @AfterEach
    void stop() {
        gateways.forEach(LoadedPolicy::close);
        redis.close();
    }

    @Test
    void aDecisionIsOneCommandAndOneRoundTrip() throws Exception {
        FakeHost host = gateway("capacity: 10, refill: 10, per: 1h", 1, InstantSource.system(), 0);
        long before = redis.commands();
        for (int i = 0; i < 2_000; i++) {
            // fresh keys and keys seen before, all of them within their limits: each request needs an answer
            assertThat(send(host, i % 500)).isEqualTo(200);
        }
        // a server is asked by nobody else: what it ran is what two thousand requests cost, the asking for this number
        // too
        long ran = redis.commands() - before;
        System.out.println("store: 2000 requests, commands " + ran);
        assertThat(ran).isBetween(2_000L, 2_100L);
        assertThat(redis.calls("evalsha")).isGreaterThanOrEqualTo(2_000);
    }

    @Test
    void aFloodOnOneKeyAsksOnceForEachTokenThatArrives() throws Exception {
        FakeHost host = gateway("capacity: 1, refill: 1, per: 100ms", 1, InstantSource.system(), 0);
        long before = redis.calls("evalsha");
        long start = System.nanoTime();
        AtomicInteger refused = new AtomicInteger();
        together(() -> {
            for (int i = 0; i < 1_000; i++) {
                refused.addAndGet(send(host, 1) == 429 ? 1 : 0);
            }
        });
        long periods = (System.nanoTime() - start) / TimeUnit.MILLISECONDS.toNanos(100) + 2;
        long calls = redis.calls("evalsha") - before;
        System.out.println("store: " + THREADS * 1_000 + " requests on one key in " + periods + " periods, refused "
                + refused + ", calls " + calls);
        assertThat(refused.get()).isGreaterThan(THREADS * 1_000 / 2);
        // in each period those ask that come before the first of them has its answer: at most every thread, once
        assertThat(calls).isLessThanOrEqualTo(periods * THREADS);
        assertThat(calls).isLessThan(THREADS * 1_000 / 4);
    }

    @Test
    void aPauseIsFollowedByNoHerd() throws Exception {
        deadline = "500ms";
        FakeHost host = gateway("capacity: 1000000, refill: 1, per: 1h", 1, InstantSource.system(), 0);
        AtomicInteger errors = new AtomicInteger();
        AtomicLong slowest = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        CountDownLatch end = new CountDownLatch(1);
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            Thread thread = new Thread(() -> {
                while (end.getCount() > 0) {
                    long start = System.nanoTime();
                    errors.addAndGet(send(host, 1) == 200 ? 0 : 1);
                    slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
                    sent.incrementAndGet();
                }
            });
            thread.start();
            threads.add(thread);
        }
        Awaitility.await().until(() -> metric("requests_total") > 200);
        double asked = metric("requests_total");
        long calls = redis.calls("evalsha"); // at least what was asked until then, but for one of each thread
        redis.pause();
        Awaitility.await().until(() -> metric("up") == 0);
        double askedAtTheSwitch = metric("requests_total");
        long decidedAlone = (long) metric("unavailable_total");
        Awaitility.await().until(() -> metric("unavailable_total") > decidedAlone + 20_000);
        // nobody asks while it is down, but those who were about to
        assertThat(metric("requests_total") - askedAtTheSwitch).isLessThanOrEqualTo(THREADS);
        end.countDown();
        for (Thread thread : threads) {
            thread.join();
        }
        double askedWhenOver = metric("requests_total");
        redis.resume();
        Awaitility.await().until(() -> metric("up") == 1);
        long ran = redis.calls("evalsha") - calls;
        System.out.println("store: " + sent + " requests, " + (long) metric("unavailable_total")
                + " alone, asked in the pause " + (long) (askedWhenOver - askedAtTheSwitch) + ", ran late " + ran
                + ", pings " + redis.calls("ping") + ", slowest " + slowest.get() / 1_000_000 + " ms");
        assertThat(errors).hasValue(0);
        // what runs late once it is back is what was asked before the switch; no request was ever sent twice
        assertThat(ran).isLessThanOrEqualTo((long) (askedWhenOver - asked) + THREADS);
        assertThat(metric("outages_total")).isPositive();
    }

    @Test
    void aNodeWhoseClockIsOffChangesNothing() throws Exception {
        String terms = "capacity: 100, refill: 100, per: 1h";
        FakeHost right = gateway(terms, 2, InstantSource.system(), 0);
        FakeHost ahead = gateway(terms, 2, offset(5_000), TimeUnit.SECONDS.toNanos(5));
        FakeHost behind = gateway(terms, 2, offset(-5_000), TimeUnit.SECONDS.toNanos(-5));
        int admitted = 0;
        for (int i = 0; i < 600; i++) {
            FakeHost host = i % 3 == 0 ? right : i % 3 == 1 ? ahead : behind;
            admitted += send(host, 1) == 200 ? 1 : 0;
        }
        // 36 s bring a token, and this takes less
        assertThat(admitted).isEqualTo(100);
    }

    private static InstantSource offset(long millis) {
        return () -> Instant.now().plusMillis(millis);
    }

    private void together(Runnable work) throws InterruptedException {
        List<Thread> threads = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            threads.add(new Thread(work));
        }
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
    }

    private static int send(FakeHost host, int key) {
        return host.send(FakeRequest.get("/a").from("10.0." + key / 250 + '.' + (1 + key % 250)))
                .response()
                .status();
    }

    private double metric(String name) {
        return gateways.stream()
                .flatMap(gateway -> gateway.metrics().stream())
                .filter(metric -> metric.name().equals("portcullis_rate_limit_store_" + name))
                .map(Metric::value)
                .mapToDouble(value -> value.getAsDouble())
                .sum();
    }

    /** A gateway with clocks of its own that has found the store. */
    private FakeHost gateway(String terms, int nodes, InstantSource clock, long nanosOff) throws Exception {
        Path file = Files.writeString(
                folder.resolve("p" + gateways.size() + ".yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: load, version: "1"}
                spec:
                  rateLimits:
                    - {name: l, key: [clientAddress], %s}
                    - {name: warm, key: [clientAddress], capacity: 10, refill: 10, per: 1s}
                  rateLimitStore: {redis: {uri: "%s", deadline: %s, onOutage: open, nodes: %d}}
                  routes:
                    - {id: a, match: {path: /a}, authenticate: none, rateLimits: [l]}
                    - {id: warm, match: {path: /warm}, authenticate: none, rateLimits: [warm]}
                """.formatted(terms, redis.uri(), deadline, nodes));
        LoadedPolicy policy = Policy.loader()
                .withProviders(new RateLimitProvider())
                .withClock(clock, () -> System.nanoTime() + nanosOff)
                .load(file);
        gateways.add(policy);
        FakeHost host = FakeHost.of(policy.gateway());
        long before = redis.calls("evalsha");
        Awaitility.await().until(() -> {
            host.send(FakeRequest.get("/warm").from("192.0.2." + gateways.size()));
            return redis.calls("evalsha") > before;
        });
        return host;
    }
}
