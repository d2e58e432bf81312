package dev.portcullis.waf.pattern;

import static dev.portcullis.waf.pattern.Finding.BUDGET_EXCEEDED;
import static dev.portcullis.waf.pattern.Finding.FOUND;
import static dev.portcullis.waf.pattern.Finding.NOT_FOUND;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What patterns mean; the expectations are PCRE2's answers on bytes. */
class PatternTest {
    private static final Set<PatternFlag> MODSECURITY = EnumSet.of(PatternFlag.DOTALL, PatternFlag.MULTILINE);

    /** The bounds of the match and of the groups as {@code 0-2 1-2}, {@code none} without a match. */
    private static String bounds(String pattern, String text, Set<PatternFlag> flags) {
        Pattern compiled = Pattern.compile(pattern.getBytes(ISO_8859_1), flags);
        Match match = Match.ofGroups(compiled.groups());
        byte[] value = text.getBytes(ISO_8859_1);
        Finding finding = compiled.find(value, 0, value.length, match);
        assertThat(compiled.find(value, 0, value.length)).isEqualTo(finding);
        if (finding != FOUND) {
            return "none";
        }
        StringBuilder out = new StringBuilder();
        for (int g = 0; g <= compiled.groups(); g++) {
            out.append(g == 0 ? "" : " ").append(match.start(g) < 0 ? "-" : match.start(g) + "-" + match.end(g));
        }
        return out.toString();
    }

    @ParameterizedTest(name = "{0} on {1} gives {2}")
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "abc~xabcx~1-4",
                "a|ab~ab~0-1",
                "(a|ab)(c|bcd)~abcd~0-4 0-1 1-4",
                "a{2}+~aaa~0-2",
                "a{,3}~aaa~none",
                "a{2~a{2~0-3",
                "x{~x{~0-2",
                "[]a]~]~0-1",
                "[^]a]~b~0-1",
                "[a[b]~[~0-1",
                "[:;]~;~0-1",
                "[[:alpha:]_]+~1aZ_~1-4",
                "[[:^digit:]]~1a~1-2",
                "[\\h\\v]~\u00a0~0-1",
                "[a\\-z]~-~0-1",
                "[\\x41-\\x43]~B~0-1",
                "[\\101]~A~0-1",
                "\\x{e2}\\x91[\\xa0-\\xbf]~\u00e2\u0091\u00a0~0-3",
                "[^\\x{e2}]~\u00e2~none",
                "\\Qa*\\E+~a***~0-4",
                "(?i)a(?-i)b~Ab~0-2",
                "(?i)a(?-i)b~AB~none",
                "(a(?i)b|c)~C~0-1 0-1",
                "(?i:s)~\u017f~none",
                "(?U)a+~aaa~0-1",
                "(?x) a b # c~ab~0-2",
                "(?#foo)a~a~0-1",
                "(?n)(a)(?<x>b)~ab~0-2 1-2",
                "(|a)*~aa~0-0 0-0",
                "(|a)+~aa~0-0 0-0",
                "(a*)*~aa~0-2 2-2",
                "(a*)*~b~0-0 0-0",
                "(a|b*)*~ab~0-2 2-2",
                "(a|b*?)*~ab~0-1 1-1",
                "(?:(a)|b)*~ab~0-2 0-1",
                "((a)|b)*~ab~0-2 1-2 0-1",
                "(a?)*?b~aab~0-3 1-2",
                "(a?){3}~a~0-1 1-1",
                "(|a){2,}~aa~0-0 0-0",
                "(?:|(a)){0,3}b~aab~0-3 1-2",
                "a.*?b~xaxbxb~1-4",
                "\\bfoo\\b~a foo.~2-5",
                "\\bfoo\\b~afoo~none",
                "\\b\u00e2~\u00e2~none",
                "\\Ba~ba~1-2",
                "a++a~aa~none",
                "a*+[ab]~aac~none",
                "a*+[ab]~aab~0-3",
                "a?+a~a~none",
                "a{1,2}+a~aab~none",
                "a{1,2}+a~aaab~0-3",
                "a(?=b)~aab~1-2",
                "a(?!b)~abaa~2-3",
                "a(?!b)~aba~2-3",
                "(?:(?=a)|b)+~ba~0-1",
            })
    void meansWhatPcreMeans(String pattern, String text, String expected) {
        assertThat(bounds(pattern, text, MODSECURITY)).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} on {1} gives {2}")
    @CsvSource(
            delimiter = '~',
            ignoreLeadingAndTrailingWhitespace = false,
            value = {
                "(?:ab)++a~ababa~0-5",
                "(?:ab)++a~abab~none",
                "\\\\A(?:ab|a)*+b~ab~none",
                "(?>a|ab)c~abc~none",
                "(?>a|ab)b~abc~0-2",
                "<\\?(?!xml)~<?xml~none",
                "<\\?(?!xml)~<?php~0-2",
                "(?<!a)b~ab~none",
                "(?<!a)b~bb~0-1",
                "(?=ab)a~aab~1-2",
                "(?<=a|bc)d~bcd~2-3",
                "(?=(a))\\1~aa~0-1 0-1",
                "(?!(a))b~b~0-1 -",
                "(?<=(a))b~ab~1-2 0-1",
                "(a)?b\\1~b~none",
                "(?i)(a)\\1~aA~0-2 0-1",
                "(?<n>a)\\k<n>~aa~0-2 0-1",
                "(a)\\g{-1}~aa~0-2 0-1",
                "((?:a|b)*?)\\1c~ababc~0-5 0-2",
                "(?:(?=(a))a)*~aa~0-2 1-2",
            })
    void runsByBacktrackingWhatNoAutomatonCan(String pattern, String text, String expected) {
        assertThat(Pattern.compile(pattern).isLinear()).isFalse();
        assertThat(bounds(pattern, text, MODSECURITY)).isEqualTo(expected);
    }

    @Test
    void anyLineBreakTakesBothBytesOfAPair() {
        assertThat(bounds("\\R", "a\r\n", MODSECURITY)).isEqualTo("1-3");
        assertThat(bounds("\\R", "a\n\n", MODSECURITY)).isEqualTo("1-2");
    }

    @Test
    void linesEndWithTheLineFeedOnly() {
        assertThat(bounds("^b", "a\nb", MODSECURITY)).isEqualTo("2-3");
        assertThat(bounds("^b", "a\rb", MODSECURITY)).isEqualTo("none");
        assertThat(bounds("^b", "a\u0085b", MODSECURITY)).isEqualTo("none");
        assertThat(bounds("a$", "a\r\n", MODSECURITY)).isEqualTo("none");
        assertThat(bounds("a$", "a\n\n", MODSECURITY)).isEqualTo("0-1");
    }

    @Test
    void noLineStartsBehindALineFeedThatEndsTheText() {
        assertThat(bounds("\\n^", "\n", MODSECURITY)).isEqualTo("none");
        assertThat(bounds("\\n^", "\n\n", MODSECURITY)).isEqualTo("0-1");
        assertThat(bounds("^", "", MODSECURITY)).isEqualTo("0-0");
    }

    @Test
    void dollarWithoutMultilineMatchesBeforeTheLastLineFeed() {
        assertThat(bounds("a$", "a\n", Set.of())).isEqualTo("0-1");
        assertThat(bounds("a$", "a\nb", Set.of())).isEqualTo("none");
        assertThat(bounds("a$", "a\n", EnumSet.of(PatternFlag.DOLLAR_ENDONLY))).isEqualTo("none");
        assertThat(bounds("a\\Z", "a\n", MODSECURITY)).isEqualTo("0-1");
        assertThat(bounds("a\\z", "a\n", MODSECURITY)).isEqualTo("none");
    }

    @Test
    void dotMatchesTheLineFeedOnlyIfAsked() {
        assertThat(bounds("a.b", "a\nb", Set.of())).isEqualTo("none");
        assertThat(bounds("(?s)a.b", "a\nb", Set.of())).isEqualTo("0-3");
        assertThat(bounds("(?s:a.b)", "a\nb", Set.of())).isEqualTo("0-3");
    }

    @Test
    void charactersOutsideAsciiStandForTheirUtf8Bytes() {
        byte[] value = "caf\u00e9".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(Pattern.compile("\u00e9$").find(value, 0, value.length)).isEqualTo(FOUND);
    }

    @Test
    void searchesTheGivenPartAsIfItWereAll() {
        byte[] value = "xxabcxx".getBytes(ISO_8859_1);
        Match match = Match.ofGroups(0);
        assertThat(Pattern.compile("\\A\\babc\\b\\z").find(value, 2, 5, match)).isEqualTo(FOUND);
        assertThat(match.start(0)).isEqualTo(2);
        assertThat(match.end(0)).isEqualTo(5);
        assertThat(Pattern.compile("x").find(value, 2, 5)).isEqualTo(NOT_FOUND);
    }

    @Test
    void startsAtAnIndexAndStillSeesWhatLiesBefore() {
        byte[] value = "abab".getBytes(ISO_8859_1);
        Match match = Match.ofGroups(0);
        assertThat(Pattern.compile("ab").find(value, 0, 4, 1, match)).isEqualTo(FOUND);
        assertThat(match.start(0)).isEqualTo(2);
        assertThat(Pattern.compile("\\bab").find(value, 0, 4, 1, match)).isEqualTo(NOT_FOUND);
        assertThat(match.start(0)).isEqualTo(-1);
    }

    @Test
    void groupsAboveThoseOfThePatternTookNoPart() {
        byte[] value = "ab".getBytes(ISO_8859_1);
        Match match = Match.ofGroups(3);
        Pattern.compile("a(b)").find(value, 0, 2, match);
        assertThat(match.start(1)).isEqualTo(1);
        assertThat(match.start(3)).isEqualTo(-1);
        Pattern.compile("(?>(a))").find(value, 0, 2, match);
        assertThat(match.end(1)).isEqualTo(1);
        assertThat(match.start(2)).isEqualTo(-1);
    }

    @Test
    void saysSoWhenStepsRunOut() {
        byte[] value = "a".repeat(40).getBytes(ISO_8859_1);
        Pattern pattern = Pattern.compile(
                "(?:a|a)*(?=bb)c".getBytes(ISO_8859_1), Set.of(), PatternLimits.DEFAULT.withMaxSteps(10_000));
        Match match = Match.ofGroups(0);
        assertThat(pattern.find(value, 0, value.length, match)).isEqualTo(BUDGET_EXCEEDED);
        assertThat(match.steps()).isBetween(10_000L, 10_100L);
        assertThat(match.start(0)).isEqualTo(-1);
    }

    @Test
    void refusesToSearchOutsideTheValue() {
        Pattern pattern = Pattern.compile("a");
        assertThatThrownBy(() -> pattern.find(new byte[3], 1, 4)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> pattern.find(new byte[3], 1, 2, 0, Match.ofGroups(0)))
                .isInstanceOf(IndexOutOfBoundsException.class);
    }
}
