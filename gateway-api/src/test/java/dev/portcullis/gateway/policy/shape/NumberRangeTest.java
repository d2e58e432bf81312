package dev.portcullis.gateway.policy.shape;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class NumberRangeTest {
    @Test
    void matchesExactlyTheNumbersOfEverySmallRange() {
        for (int low = 0; low <= 120; low++) {
            for (int high = low; high <= 120; high++) {
                Pattern range = Pattern.compile(NumberRange.regex(low, high));
                for (int number = 0; number <= 130; number++) {
                    assertThat(range.matcher(Integer.toString(number)).matches())
                            .as("%d in %d..%d", number, low, high)
                            .isEqualTo(number >= low && number <= high);
                }
            }
        }
    }

    @Test
    void matchesExactlyTheNumbersAroundTheEndsOfLargeRanges() {
        Random random = new Random(4711);
        for (int round = 0; round < 2_000; round++) {
            long low = random.nextLong(1L << random.nextInt(1, 40));
            long high = low + random.nextLong(1L << random.nextInt(1, 40));
            Pattern range = Pattern.compile(NumberRange.regex(low, high));
            for (long number : new long[] {
                0, low - 1, low, low + 1, (low + high) / 2, high - 1, high, high + 1, high * 10, low / 10
            }) {
                assertThat(number >= 0 && range.matcher(Long.toString(number)).matches())
                        .as("%d in %d..%d", number, low, high)
                        .isEqualTo(number >= low && number <= high);
            }
        }
    }

    @Test
    void takesNoLeadingZeros() {
        Pattern range = Pattern.compile(NumberRange.regex(0, 1000));
        assertThat(range.matcher("007").matches()).isFalse();
        assertThat(range.matcher("0").matches()).isTrue();
        assertThat(range.matcher("").matches()).isFalse();
    }
}
