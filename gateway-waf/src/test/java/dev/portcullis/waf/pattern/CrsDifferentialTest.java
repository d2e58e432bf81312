package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The patterns of the Core Rule Set against {@code java.util.regex}. */
class CrsDifferentialTest {
    @ParameterizedTest(name = "{0}: {1} patterns, {2} of them linear")
    @CsvSource({"crs-v4,295,295", "crs-v3.3,244,241"})
    void compilesAllToAutomataButWhatNeedsBacktracking(String folder, int count, int linear) {
        List<String> patterns = CrsPatterns.of(folder);
        assertThat(patterns).hasSize(count);
        List<String> others = new ArrayList<>();
        for (String pattern : patterns) {
            if (!Pattern.compile(pattern.getBytes(ISO_8859_1), Differential.FLAGS)
                    .isLinear()) {
                others.add(pattern);
            }
        }
        assertThat(others).hasSize(count - linear);
    }

    @ParameterizedTest
    @CsvSource({"crs-v4,1,150", "crs-v3.3,2,150"})
    void findsWhatJavaFinds(String folder, long seed, int inputs) {
        compare(folder, seed, inputs);
    }

    @Test
    @Tag("proof")
    void findsWhatJavaFindsInTenMillionInputs() {
        compare("crs-v4", 3, 20_000);
        compare("crs-v3.3", 4, 20_000);
    }

    private static void compare(String folder, long seed, int inputs) {
        Differential differential = new Differential();
        for (String pattern : CrsPatterns.of(folder)) {
            differential.compare(pattern, new Random(seed), inputs);
        }
        System.out.println(folder + ": " + differential.summary());
        assertThat(differential.differences()).isEmpty();
        assertThat(differential.matches()).isGreaterThan(10L * inputs);
    }
}
