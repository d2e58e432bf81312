package dev.portcullis.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.TimeMeter;
import io.github.bucket4j.local.LocalBucketBuilder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;

/** On the same virtual clock a table admits exactly what Bucket4j admits, and says the same of what is left and of the wait. */
class Bucket4jEqualityTest {
    private static final int REQUESTS = 20_000;

    /** A clock that both sides read. */
    private static final class Virtual implements TimeMeter {
        long nanos;

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }

    private final Virtual clock = new Virtual();

    @RepeatedTest(60)
    void oneBandwidthAdmitsTheSame(RepetitionInfo run) {
        SplittableRandom random = new SplittableRandom(run.getCurrentRepetition());
        Rate rate = randomRate(random);
        Bucket theirs = bucket4j(List.of(rate.bandwidth()));
        BucketTable ours = new BucketTable(64 << 10);
        int number = ours.use(List.of(rate), 0, 0)[0];
        for (int i = 0; i < REQUESTS; i++) {
            long tokens = random.nextInt(8) == 0
                    ? 1 + random.nextLong(rate.bandwidth().capacity())
                    : 1 + random.nextLong(Math.min(3, rate.bandwidth().capacity()));
            ConsumptionProbe probe = theirs.tryConsumeAndReturnRemaining(tokens);
            long answer = ours.consume(1, 2, number, tokens, 0, clock.nanos);
            assertThat(answer >= 0).as("request %d of %s", i, rate).isEqualTo(probe.isConsumed());
            if (answer >= 0) {
                assertThat(rate.tokens(answer)).isEqualTo(probe.getRemainingTokens());
            } else {
                // theirs is rounded up by a nanosecond more where the division leaves a rest
                assertThat(rate.nanosFor(-answer))
                        .isBetween(
                                probe.getNanosToWaitForRefill() - rate.tick(),
                                probe.getNanosToWaitForRefill() + rate.tick());
            }
            pass(random, rate);
        }
    }

    @RepeatedTest(60)
    void severalBandwidthsAdmitTheSame(RepetitionInfo run) {
        SplittableRandom random = new SplittableRandom(1_000 + run.getCurrentRepetition());
        List<Rate> rates = new ArrayList<>();
        List<BucketTable> tables = new ArrayList<>();
        while (rates.size() < 2 + run.getCurrentRepetition() % 2) {
            Rate rate = randomRate(random);
            rates.add(rate);
            tables.add(new BucketTable(64 << 10));
            tables.get(tables.size() - 1).use(List.of(rate), 0, 0);
        }
        Bucket theirs = bucket4j(rates.stream().map(Rate::bandwidth).toList());
        for (int i = 0; i < REQUESTS; i++) {
            long tokens = 1 + random.nextLong(3);
            Claim[] claims = new Claim[rates.size()];
            for (int b = 0; b < claims.length; b++) {
                claims[b] = new Claim(tables.get(b), 7, 8, 0, tokens, 0).at(clock.nanos);
            }
            assertThat(Claims.take(claims)).as("request %d of %s", i, rates).isEqualTo(theirs.tryConsume(tokens));
            pass(random, rates.get(random.nextInt(rates.size())));
        }
    }

    private void pass(SplittableRandom random, Rate rate) {
        long oneToken = rate.nanosFor(rate.price());
        long nanos = switch (random.nextInt(6)) {
            case 0 -> 0;
            case 1 -> random.nextLong(oneToken + 1);
            case 2 -> oneToken;
            case 3 -> Math.max(0, oneToken - rate.tick());
            case 4 -> random.nextInt(50) == 0 ? rate.nanosFor(rate.full()) * 3 : 0;
            default -> random.nextLong(1 + 2 * oneToken);
        };
        clock.nanos +=
                nanos / 1_000_000 * 1_000_000 == nanos || rate.tick() == 1 ? nanos : nanos / rate.tick() * rate.tick();
    }

    private Bucket bucket4j(List<Bandwidth> bandwidths) {
        LocalBucketBuilder builder = Bucket.builder().withCustomTimePrecision(clock);
        for (Bandwidth one : bandwidths) {
            builder.addLimit(limit -> limit.capacity(one.capacity()).refillGreedy(one.refill(), one.per()));
        }
        return builder.build();
    }

    private static Rate randomRate(SplittableRandom random) {
        Duration[] periods = {
            Duration.ofMillis(1),
            Duration.ofMillis(250),
            Duration.ofSeconds(1),
            Duration.ofSeconds(7),
            Duration.ofMinutes(1),
            Duration.ofHours(1)
        };
        long capacity = 1 + random.nextLong(random.nextBoolean() ? 10 : 2000);
        long refill = random.nextBoolean() ? capacity : 1 + random.nextLong(random.nextBoolean() ? 10 : 2000);
        return Rate.of(new Bandwidth(capacity, refill, periods[random.nextInt(periods.length)]));
    }
}
