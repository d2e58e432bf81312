package dev.portcullis.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Generated patterns against {@code java.util.regex}. */
class GeneratedDifferentialTest {
    @Test
    void findsWhatJavaFinds() {
        compare(11, 2_000, 20);
    }

    @Test
    @Tag("proof")
    void findsWhatJavaFindsForManyPatterns() {
        compare(12, 20_000, 200);
    }

    private static void compare(long seed, int patterns, int inputs) {
        Random random = new Random(seed);
        PatternGenerator generator = new PatternGenerator(random);
        Differential differential = new Differential();
        for (int i = 0; i < patterns; i++) {
            differential.compare(generator.next(), random, inputs);
        }
        System.out.println("generated: " + differential.summary());
        assertThat(differential.differences()).isEmpty();
        assertThat(differential.matches()).isGreaterThan((long) patterns * inputs / 10);
    }
}
