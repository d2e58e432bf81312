package dev.portcullis.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What is remembered of displaced buckets is rounded against them, and never forgotten before its time. */
class DisplacedTest {
    private static final long FILL = 60_000_000_000L;
    private static final long STEP = FILL / 4000 + 1;

    private static Displaced ofSets(int sets) {
        Displaced displaced = new Displaced(sets);
        displaced.reach(FILL);
        return displaced;
    }

    @Test
    void aTimeComesBackRoundedUpByAtMostAStep() {
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 1_000; i++) {
            long hash = random.nextLong();
            long now = random.nextLong(FILL);
            long fullAt = now + 1 + random.nextLong(FILL);
            Displaced fresh = ofSets(64);
            fresh.put(hash, fullAt, now);
            assertThat(fresh.take(hash, now)).isBetween(fullAt, fullAt + STEP);
        }
    }

    @Test
    void keysOfTheSamePrintShareTheLaterTimeHoweverOftenOneComesBack() {
        Displaced displaced = ofSets(1);
        long one = 0x1111_2222_0003_4567L;
        long other = 0x9999_8888_7773_4567L;
        displaced.put(one, FILL / 2, 0);
        displaced.put(other, FILL, 0);
        for (int i = 0; i < 3; i++) {
            assertThat(displaced.take(one, 0)).isGreaterThanOrEqualTo(FILL);
            assertThat(displaced.take(other, 0)).isGreaterThanOrEqualTo(FILL);
        }
    }

    @Test
    void whatIsFullByNowIsForgotten() {
        Displaced displaced = ofSets(1);
        displaced.put(7, FILL / 2, 0);
        assertThat(displaced.take(7, FILL)).isLessThanOrEqualTo(FILL);
        assertThat(displaced.presumed()).isZero();
    }

    @Test
    void aSetWithoutRoomPresumesOfStrangersWhatItHadToDrop() {
        Displaced displaced = ofSets(1);
        for (int i = 0; i < Displaced.ENTRIES + 1; i++) {
            displaced.put(i + 1, FILL / 4 + i * STEP, 0);
        }
        assertThat(displaced.dropped()).isOne();
        // the one that was full soonest had to go, and who comes anew is taken for it
        assertThat(displaced.take(1, 0)).isBetween(FILL / 4, FILL / 4 + STEP);
        assertThat(displaced.take(999_999, 0)).isBetween(FILL / 4, FILL / 4 + STEP);
        assertThat(displaced.presumed()).isEqualTo(2);
        assertThat(displaced.take(2, 0)).isGreaterThan(FILL / 4);
    }

    @Test
    void aLongerFillingTimeKeepsWhatWasThere() {
        Displaced displaced = ofSets(1);
        displaced.put(7, FILL / 2, 0);
        displaced.reach(FILL * 10);
        assertThat(displaced.take(7, 1_000)).isBetween(FILL / 2, FILL / 2 + 12 * STEP);
        displaced.put(8, FILL * 9, 1_000);
        assertThat(displaced.take(8, 2_000)).isBetween(FILL * 9, FILL * 9 + 12 * STEP);
    }
}
