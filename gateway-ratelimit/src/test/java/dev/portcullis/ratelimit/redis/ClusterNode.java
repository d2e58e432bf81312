package dev.portcullis.ratelimit.redis;

import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.ratelimit.policy.RateLimitProvider;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** One node of several, a process of its own: sends requests through a gateway for a while, and prints what came of them. */
final class ClusterNode {
    private static final int THREADS = 4;

    private ClusterNode() {}

    /** Arguments: the policy, how many seconds, and the pause of each thread between requests in microseconds. */
    public static void main(String[] args) throws Exception {
        long pause = TimeUnit.MICROSECONDS.toNanos(Long.parseLong(args[2]));
        AtomicLong admitted = new AtomicLong();
        AtomicLong refused = new AtomicLong();
        AtomicLong errors = new AtomicLong();
        AtomicLong slowest = new AtomicLong();
        try (LoadedPolicy policy =
                Policy.loader().withProviders(new RateLimitProvider()).load(Path.of(args[0]))) {
            FakeHost host = FakeHost.of(policy.gateway());
            warm(host);
            System.out.println("ready");
            if (System.in.read() < 0) {
                throw new IllegalStateException("nobody said go");
            }
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Long.parseLong(args[1]));
            CountDownLatch done = new CountDownLatch(THREADS);
            for (int t = 0; t < THREADS; t++) {
                new Thread(() -> {
                            while (System.nanoTime() < end) {
                                long start = System.nanoTime();
                                int status = host.send(FakeRequest.get("/a"))
                                        .response()
                                        .status();
                                slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
                                (status == 200 ? admitted : status == 429 ? refused : errors).incrementAndGet();
                                LockSupport.parkNanos(pause);
                            }
                            done.countDown();
                        })
                        .start();
            }
            done.await();
            System.out.println("result " + admitted + ' ' + refused + ' ' + errors + ' '
                    + TimeUnit.NANOSECONDS.toMicros(slowest.get()) + ' ' + metric(policy, "requests_total") + ' '
                    + metric(policy, "outages_total"));
        }
    }

    /** Classes are loaded and the store is connected before anything is measured, on a limit of its own. */
    private static void warm(FakeHost host) throws InterruptedException {
        for (int i = 0; i < 300; i++) {
            host.send(FakeRequest.get("/warm"));
            TimeUnit.MILLISECONDS.sleep(2);
        }
    }

    private static long metric(LoadedPolicy policy, String name) {
        return policy.metrics().stream()
                .filter(metric -> metric.name().equals("portcullis_rate_limit_store_" + name))
                .map(Metric::value)
                .mapToLong(value -> (long) value.getAsDouble())
                .sum();
    }
}
