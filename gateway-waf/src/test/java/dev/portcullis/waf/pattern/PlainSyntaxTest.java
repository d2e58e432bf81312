package dev.portcullis.waf.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the parser takes for plain needs no backtracking and comes to a small program, as the walks of the tree say. */
class PlainSyntaxTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "abc",
                "^(?:a|b)+$",
                "(?i)sel[\\s/*]*ect(?:\\s+from)?",
                "a{1000}",
                "[a-z]{2,900}x{3,}",
                "a++",
                "(?=a)b",
                "(?:\\w+\\s)*end"
            })
    void isTrueOfPatternsWithoutSpecialParts(String pattern) {
        Syntax syntax = parse(pattern);

        assertThat(NeedsBacktracking.in(syntax.root())).isFalse();
        assertThat(ProgramSize.isModest(syntax.root())).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(?=ab)c",
                "(?<=a)b",
                "(?<!a)b",
                "(?!ab)c",
                "(?>ab|a)c",
                "(a)\\1",
                "(?<n>a)\\k<n>",
                "(?P<n>a)(?P=n)",
                "(a)\\g{1}",
                "(?:ab)++",
                "\\R",
                "(?:a*)*",
                "(?:a|b?)+",
                "(?:(?:a{1000}){1000}){10}"
            })
    void isFalseOfWhatIsSpecialOrLarge(String pattern) {
        assertThat(parse(pattern).plain()).isFalse();
    }

    @Test
    void isFalseOfDeepNesting() {
        assertThat(parse("(".repeat(40) + "a" + ")".repeat(40)).plain()).isFalse();
    }

    @Test
    void isFalseOfWhatIsLong() {
        assertThat(parse("a".repeat(20_000)).plain()).isFalse();
        assertThat(parse("a{1000}".repeat(30)).plain()).isFalse();
    }

    @Test
    void holdsWhateverIsPutTogether() {
        List<String> pieces =
                List.of("a", "[b-d]", "(?:ab)", "(a|b)", "x?", "\\s*", "(?=ab)", "(?>a)", "\\b", "(?:a?)", ".");
        List<String> repeats = List.of("", "*", "+", "?", "{2,40}", "{3}", "+?", "*+", "{2,}");
        int plain = 0;
        for (String first : pieces) {
            for (String repeat : repeats) {
                for (String second : pieces) {
                    String pattern = "(?:" + first + second + ")" + repeat + second;
                    Syntax syntax = parse(pattern);
                    if (syntax.plain()) {
                        plain++;
                        assertThat(NeedsBacktracking.in(syntax.root()))
                                .as(pattern)
                                .isFalse();
                        assertThat(ProgramSize.isModest(syntax.root()))
                                .as(pattern)
                                .isTrue();
                    }
                }
            }
        }
        assertThat(plain).isGreaterThan(100);
    }

    private static Syntax parse(String pattern) {
        return Parser.parse(pattern.getBytes(StandardCharsets.ISO_8859_1), List.of());
    }
}
