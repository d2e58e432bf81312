package dev.portcullis.ratelimit.redis;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.ratelimit.bucket.Bandwidth;
import dev.portcullis.ratelimit.bucket.Rate;
import dev.portcullis.ratelimit.shared.SharedBuckets;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.lettuce.core.RedisClient;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.api.sync.RedisCommands;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;

/** The script and its client, against a real Redis. */
class RedisBucketsTest {
    private static RealRedis redis;
    private static RedisClient client;
    private static StatefulRedisConnection<String, String> connection;
    private static RedisCommands<String, String> commands;

    @BeforeAll
    static void start() {
        redis = RealRedis.start();
        client = RedisClient.create(redis.uri());
        connection = client.connect();
        commands = connection.sync();
    }

    @AfterAll
    static void stop() {
        connection.close();
        client.shutdown(0, 1, SECONDS);
        redis.close();
    }

    @BeforeEach
    void empty() {
        commands.flushall();
    }

    /** The script with a clock that the caller gives, in microseconds, as its last two arguments. */
    private static String withVirtualClock() throws Exception {
        try (InputStream in = RedisBuckets.class.getResourceAsStream("take.lua")) {
            String script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            String virtual = script.replace("redis.call('TIME')", "{ARGV[#ARGV - 1], ARGV[#ARGV]}");
            assertThat(virtual).isNotEqualTo(script);
            return virtual;
        }
    }

    @RepeatedTest(20)
    void onTheSameVirtualClockTheScriptAdmitsWhatBucket4jAdmits(RepetitionInfo run) throws Exception {
        SplittableRandom random = new SplittableRandom(run.getCurrentRepetition());
        String digest = commands.scriptLoad(withVirtualClock());
        Duration[] periods = {Duration.ofMillis(50), Duration.ofSeconds(1), Duration.ofSeconds(7), Duration.ofMinutes(1)
        };
        long capacity = 1 + random.nextLong(random.nextBoolean() ? 10 : 5000);
        long refill = random.nextBoolean() ? capacity : 1 + random.nextLong(5000);
        Rate rate = Rate.relative(new Bandwidth(capacity, refill, periods[random.nextInt(periods.length)]));
        long[] micros = {1_700_000_000_000_000L};
        Bucket theirs = Bucket.builder()
                .withCustomTimePrecision(new TimeMeter() {
                    @Override
                    public long currentTimeNanos() {
                        return micros[0] * 1000;
                    }

                    @Override
                    public boolean isWallClockBased() {
                        return true;
                    }
                })
                .addLimit(limit -> limit.capacity(capacity)
                        .refillGreedy(refill, rate.bandwidth().per()))
                .build();
        long token = Math.max(1, rate.nanosFor(rate.price()) / 1000);
        long tick = rate.tick() / 1000;
        for (int i = 0; i < 500; i++) {
            long tokens = random.nextInt(5) == 0 ? 1 + random.nextLong(capacity) : 1;
            ConsumptionProbe probe = theirs.tryConsumeAndReturnRemaining(tokens);
            List<Long> answer = commands.evalsha(
                    digest,
                    ScriptOutputType.MULTI,
                    new String[] {"k"},
                    "0",
                    Long.toString(tick),
                    Long.toString(rate.gain()),
                    Long.toString(rate.full()),
                    Long.toString(rate.price()),
                    "0",
                    Long.toString(tokens),
                    "0",
                    "0",
                    Long.toString(micros[0] / 1_000_000),
                    Long.toString(micros[0] % 1_000_000));
            assertThat(answer.get(1) >= 0).as("request %d of %s", i, rate).isEqualTo(probe.isConsumed());
            if (answer.get(1) >= 0) {
                assertThat(rate.tokens(answer.get(1))).isEqualTo(probe.getRemainingTokens());
            }
            long passed = switch (random.nextInt(4)) {
                case 0 -> token;
                case 1 -> random.nextLong(token * 2);
                case 2 -> random.nextInt(40) == 0 ? token * capacity * 2 : 0;
                default -> 0;
            };
            micros[0] += (passed + tick - 1) / tick * tick;
        }
    }

    private static SharedBuckets.Wanted wanted(String key, Rate rate, long tokens) {
        return new SharedBuckets.Wanted(key, rate, tokens, 0, 0, false);
    }

    @Test
    void takesFromAllBucketsOrFromNone() throws Exception {
        Rate wide = Rate.relative(new Bandwidth(5, 1, Duration.ofHours(1)));
        Rate narrow = Rate.relative(new Bandwidth(1, 1, Duration.ofHours(1)));
        try (RedisBuckets buckets = connected()) {
            List<SharedBuckets.Wanted> both = List.of(wanted("w", wide, 1), wanted("n", narrow, 1));
            long[] taken =
                    buckets.take(both, 0).toCompletableFuture().get(1, SECONDS).answers();
            assertThat(java.util.Arrays.stream(taken).allMatch(answer -> answer >= 0))
                    .isTrue();
            for (int i = 0; i < 10; i++) {
                long[] refused = buckets.take(both, 0)
                        .toCompletableFuture()
                        .get(1, SECONDS)
                        .answers();
                assertThat(refused[0]).isNotNegative();
                assertThat(refused[1]).isNegative();
            }
            long[] left = buckets.take(List.of(wanted("w", wide, 4)), 0)
                    .toCompletableFuture()
                    .get(1, SECONDS)
                    .answers();
            assertThat(left[0]).isNotNegative();
        }
    }

    @Test
    void takesMoreForALeaseOnlyAsFarAsThereIs() throws Exception {
        Rate rate = Rate.relative(new Bandwidth(12, 1, Duration.ofHours(1)));
        try (RedisBuckets buckets = connected()) {
            assertThat(buckets.take(List.of(wanted("k", rate, 1)), 9)
                            .toCompletableFuture()
                            .get(1, SECONDS)
                            .extra())
                    .isEqualTo(9);
            assertThat(buckets.take(List.of(wanted("k", rate, 1)), 9)
                            .toCompletableFuture()
                            .get(1, SECONDS)
                            .extra())
                    .isEqualTo(1);
            assertThat(buckets.take(List.of(wanted("k", rate, 1)), 9)
                            .toCompletableFuture()
                            .get(1, SECONDS)
                            .answers()[0])
                    .isNegative();
        }
    }

    @Test
    void aBucketThatIsFullAgainLeavesTheStore() throws Exception {
        Rate rate = Rate.relative(new Bandwidth(10, 1000, Duration.ofSeconds(1)));
        try (RedisBuckets buckets = connected()) {
            buckets.take(List.of(wanted("k", rate, 5)), 0).toCompletableFuture().get(1, SECONDS);
            assertThat(commands.pttl("k")).isBetween(1L, 1_100L);
        }
    }

    @Test
    void aServerThatForgotTheScriptIsToldItAgain() throws Exception {
        Rate rate = Rate.relative(new Bandwidth(10, 1, Duration.ofHours(1)));
        try (RedisBuckets buckets = connected()) {
            commands.scriptFlush();
            assertThat(buckets.take(List.of(wanted("k", rate, 1)), 0)
                            .toCompletableFuture()
                            .get(1, SECONDS)
                            .answers()[0])
                    .isNotNegative();
            long before = calls("eval");
            buckets.take(List.of(wanted("k", rate, 1)), 0).toCompletableFuture().get(1, SECONDS);
            assertThat(calls("eval")).isEqualTo(before);
        }
    }

    private static long calls(String command) {
        return commands.info("commandstats")
                .lines()
                .filter(line -> line.startsWith("cmdstat_" + command + ":"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".*:calls=([0-9]+),.*", "$1")))
                .sum();
    }

    private static RedisBuckets connected() {
        RedisBuckets buckets = new RedisBuckets(redis.uri(), Duration.ofSeconds(1));
        Awaitility.await()
                .until(() -> !buckets.probe()
                        .toCompletableFuture()
                        .handle((a, e) -> e != null)
                        .get(1, SECONDS));
        return buckets;
    }
}
