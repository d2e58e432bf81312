package dev.portcullis.benchmarks;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import dev.portcullis.ratelimit.bucket.Bandwidth;
import dev.portcullis.ratelimit.bucket.BucketTable;
import dev.portcullis.ratelimit.bucket.KeyHash;
import dev.portcullis.ratelimit.bucket.Rate;
import io.github.bucket4j.Bucket;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * One decision of a rate limit, from the text of the key on: on one bucket, and on one of a hundred thousand that are asked
 * for as unevenly as keys are (Zipf). Against Caffeine with a Bucket4j bucket for each key, and against a map of bare numbers.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class RateLimitBenchmark {
    private static final int KEYS = 100_000;
    private static final int SAMPLES = 1 << 20;
    private static final Bandwidth BANDWIDTH = new Bandwidth(1000, 1000, Duration.ofSeconds(1));
    private static final long TOKEN_NANOS = 1_000_000;

    /** Where a thread is in the sequence of keys. */
    @State(Scope.Thread)
    public static class Walk {
        private int at = new SplittableRandom().nextInt(SAMPLES);

        String next(String[] keys, int[] samples) {
            at = (at + 1) & (SAMPLES - 1);
            return keys[samples[at]];
        }
    }

    private final String[] keys = new String[KEYS];
    private final int[] samples = samples();
    private final long origin = System.nanoTime();
    private final Rate rate = Rate.of(BANDWIDTH);
    private final BucketTable table = new BucketTable(16 << 20);
    private final int number = table.use(List.of(rate), 0, 0)[0];
    private final Cache<String, Bucket> caffeine =
            Caffeine.newBuilder().maximumSize(2 * KEYS).build();
    private final ConcurrentHashMap<String, AtomicLong> bare = new ConcurrentHashMap<>();
    private final Bucket bucket = newBucket();
    private final AtomicLong number1 = new AtomicLong();

    /** Names the keys. */
    public RateLimitBenchmark() {
        for (int i = 0; i < KEYS; i++) {
            keys[i] = "customer-" + i;
        }
    }

    private static int[] samples() {
        double[] sums = new double[KEYS];
        double sum = 0;
        for (int i = 0; i < KEYS; i++) {
            sum += 1.0 / (i + 1);
            sums[i] = sum;
        }
        SplittableRandom random = new SplittableRandom(7);
        int[] samples = new int[SAMPLES];
        for (int i = 0; i < SAMPLES; i++) {
            int found = java.util.Arrays.binarySearch(sums, random.nextDouble() * sum);
            samples[i] = Math.min(KEYS - 1, found < 0 ? -found - 1 : found);
        }
        return samples;
    }

    private static Bucket newBucket() {
        return Bucket.builder()
                .addLimit(
                        limit -> limit.capacity(BANDWIDTH.capacity()).refillGreedy(BANDWIDTH.refill(), BANDWIDTH.per()))
                .withNanosecondPrecision()
                .build();
    }

    private boolean ours(String key) {
        KeyHash hash = new KeyHash(1, 2);
        hash.text(key);
        hash.done();
        return table.consume(hash.high(), hash.low(), number, 1, 0, System.nanoTime() - origin) >= 0;
    }

    private boolean bareCas(AtomicLong fullAt) {
        while (true) {
            long now = System.nanoTime() - origin;
            long before = fullAt.get();
            long after = Math.max(before, now) + TOKEN_NANOS;
            if (after - now > TOKEN_NANOS * BANDWIDTH.capacity()) {
                return false;
            }
            if (fullAt.compareAndSet(before, after)) {
                return true;
            }
        }
    }

    /** One bucket of the table, its key hashed each time. */
    @Benchmark
    public boolean oneTable() {
        return ours("customer-1");
    }

    /** One Bucket4j bucket, without looking it up. */
    @Benchmark
    public boolean oneBucket4j() {
        return bucket.tryConsume(1);
    }

    /** One number, without looking it up. */
    @Benchmark
    public boolean oneBareCas() {
        return bareCas(number1);
    }

    /** The table. */
    @Benchmark
    public boolean zipfTable(Walk walk) {
        return ours(walk.next(keys, samples));
    }

    /** Caffeine and Bucket4j. */
    @Benchmark
    public boolean zipfCaffeineBucket4j(Walk walk) {
        return caffeine.get(walk.next(keys, samples), unused -> newBucket()).tryConsume(1);
    }

    /** A map without bounds, of numbers. */
    @Benchmark
    public boolean zipfMapBareCas(Walk walk) {
        return bareCas(bare.computeIfAbsent(walk.next(keys, samples), unused -> new AtomicLong()));
    }
}
