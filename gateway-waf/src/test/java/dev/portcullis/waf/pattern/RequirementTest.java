package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is found to be necessary. */
class RequirementTest {
    private static Requirement of(String pattern) {
        return Pattern.compile(pattern.getBytes(ISO_8859_1), EnumSet.of(PatternFlag.DOTALL, PatternFlag.MULTILINE))
                .requirement();
    }

    @ParameterizedTest(name = "{0} needs one of {1}")
    @CsvSource(
            delimiter = '~',
            value = {
                "(?i)union\\W+select~[elec]",
                "foo|bar~[bar, foo]",
                "x(?:foo|ba[rz])~[xbar, xbaz, xfoo]",
                "a.*(?:zoom|quux)~[quux, zoom]",
                "zxc(?:d|e)?~[zxc]",
                "(?:ab){2}~[abab]",
                "(?:ab)+q~[abq]",
                "\\bname[\\s.]*lang~[lang]",
            })
    void findsTheRarestLiterals(String pattern, String literals) {
        assertThat(of(pattern).clauses().get(0).literals()).hasToString(literals);
    }

    @Test
    void findsBytesWhereThereAreNoLiterals() {
        List<Clause> clauses = of("[<>].*[`]").clauses();
        assertThat(clauses.get(0).bytes()).isEqualTo(ByteSet.of('`'));
        assertThat(clauses.get(1).bytes()).isEqualTo(ByteSet.ofAll("<>"));
    }

    @Test
    void findsNothingWhereEverythingMatches() {
        assertThat(of(".*").clauses()).isEmpty();
        assertThat(of("a|").clauses()).isEmpty();
        assertThat(of("(?:abc)?").clauses()).isEmpty();
        assertThat(of("abc|^").clauses()).isEmpty();
    }

    @Test
    void knowsWhatIsImpossibleWithoutMarks() {
        assertThat(of("a\\(b").possibleWithoutMarks()).isFalse();
        assertThat(of("^$").possibleWithoutMarks()).isFalse();
        assertThat(of("a[\\s(]b").possibleWithoutMarks()).isTrue();
        assertThat(of("ca['\"]*t|\\$x").clausesWithoutMarks().get(0).literals()).hasToString("[cat]");
    }

    @Test
    void knowsTheExtentOfMatches() {
        assertThat(of("^a{2,5}$").extent()).isEqualTo(new Extent(2, 5, true, ByteSet.of('a')));
        assertThat(of("^a+$|^[bc]$").extent()).isEqualTo(new Extent(1, Extent.ENDLESS, true, ByteSet.range('a', 'c')));
        assertThat(of("^ab").extent().wholeLine()).isFalse();
        assertThat(of("(?:a|bcd)e").extent().shortest()).isEqualTo(2);
    }
}
