package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Groups of matches about as long as some of the blocks in which the way back from their end is kept. */
class LongMatchTest {
    private static final Pattern PATTERN =
            Pattern.compile("([a-z]+)(=?)".getBytes(ISO_8859_1), Set.of(), PatternLimits.DEFAULT);

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 510, 511, 512, 513, 1023, 1024, 1025, 1536, 2047, 2048, 2049, 8192})
    void findsGroupsWhateverTheLength(int length) {
        for (int before = 0; before < 3; before++) {
            byte[] value = ("-".repeat(before) + "a".repeat(length - 1) + "=").getBytes(ISO_8859_1);
            Match match = Match.ofGroups(2);
            if (length == 1) {
                assertThat(PATTERN.find(value, 0, value.length, match)).isEqualTo(Finding.NOT_FOUND);
                continue;
            }
            assertThat(PATTERN.find(value, 0, value.length, match)).isEqualTo(Finding.FOUND);
            assertThat(new int[] {
                        match.start(0), match.end(0), match.start(1), match.end(1), match.start(2), match.end(2)
                    })
                    .containsExactly(
                            before, before + length, before, before + length - 1, before + length - 1, before + length);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {511, 512, 513, 1024, 2048, 4096})
    void findsTheBoundsInTheMiddleOfAValue(int length) {
        byte[] value = ("== " + "a".repeat(length) + " ==").getBytes(ISO_8859_1);
        Match match = Match.ofGroups(2);
        assertThat(PATTERN.find(value, 3, 3 + length, match)).isEqualTo(Finding.FOUND);
        assertThat(match.start(1)).isEqualTo(3);
        assertThat(match.end(1)).isEqualTo(3 + length);
    }
}
