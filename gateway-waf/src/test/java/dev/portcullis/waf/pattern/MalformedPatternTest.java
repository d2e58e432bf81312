package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which patterns are refused, and where the error points. */
class MalformedPatternTest {
    @ParameterizedTest(name = "{0} is refused at {1}: {2}")
    @CsvSource(
            delimiter = '~',
            value = {
                "*a~0~nothing to repeat",
                "a**~2~nothing to repeat",
                "a{2}{3}~4~nothing to repeat",
                "^*~1~nothing to repeat",
                "a|+~2~nothing to repeat",
                "(?:?)~3~nothing to repeat",
                "{2}~0~nothing to repeat",
                "a{3,2}~1~out of order",
                "a{1001}~1~above 1000",
                "a{9999999}~2~too large",
                "[a~0~not closed",
                "[]~0~not closed",
                "[z-a]~1~out of order",
                "[\\d-z]~1~begin with a set",
                "[a-\\d]~3~end with a set",
                "[[:foo:]]~1~unknown POSIX class foo",
                "[:alpha:]~0~inside a class",
                "[[.a.]]~1~collating",
                "[\\R]~1~not an escape",
                "\\~0~backslash",
                "[\\~1~backslash",
                "\\y~0~not an escape",
                "\\p{L}~0~not an escape",
                "\\K~0~not an escape",
                "\\c~0~printable",
                "\\x{}~0~digits",
                "\\x{100}~0~not a byte",
                "\\400~0~not a byte",
                "\\o7~0~braces",
                "\\8~0~group 8, which does not exist",
                "(a)\\2~3~group 2, which does not exist",
                "\\k<n>(?<n>a)~0~not opened before",
                "(a\\1)~2~itself",
                "\\g<1>(a)~0~subroutine",
                "(?:a~0~not closed",
                "a)~1~without its opening",
                "(?#a~0~not closed",
                "(?z)~0~not supported",
                "(?|a)~0~not supported",
                "(?R)~0~not supported",
                "(?(1)a)~0~not supported",
                "(*FAIL)~0~verbs",
                "(?<1a>b)~3~letter",
                "(?<a-b>c)~4~not closed",
                "(?<a>b)(?<a>c)~7~two groups",
                "(?<=a+)b~0~fixed length",
            })
    void refuses(String pattern, int offset, String problem) {
        MalformedPatternException refusal =
                catchThrowableOfType(MalformedPatternException.class, () -> Pattern.compile(pattern));
        assertThat(refusal).isNotNull();
        assertThat(refusal.problem()).contains(problem);
        assertThat(refusal.offset()).isEqualTo(offset);
        assertThat(refusal).hasMessage(refusal.problem() + " at offset " + offset);
    }

    @Test
    void refusesWhatWouldTakeTooManyInstructions() {
        MalformedPatternException refusal =
                catchThrowableOfType(MalformedPatternException.class, () -> Pattern.compile("(?:(?:ab){1000}){1000}"));
        assertThat(refusal).hasMessageContaining("too large");
    }

    @Test
    void refusesGroupsNestedTooDeep() {
        assertThatCode(() -> Pattern.compile(nested(Parser.MAX_DEPTH))).doesNotThrowAnyException();
        MalformedPatternException refusal = catchThrowableOfType(
                MalformedPatternException.class, () -> Pattern.compile(nested(Parser.MAX_DEPTH + 1)));
        assertThat(refusal.offset()).isEqualTo(Parser.MAX_DEPTH);
    }

    @Test
    void compilesTheDeepestNestingOnASmallStack() throws InterruptedException {
        StringBuilder loops = new StringBuilder("a");
        for (int i = 0; i < Parser.MAX_DEPTH; i++) {
            loops.insert(0, "(").append("|b?)*");
        }
        Throwable[] thrown = new Throwable[1];
        Thread small = new Thread(
                null,
                () -> {
                    byte[] value = "ab".repeat(1000).getBytes(ISO_8859_1);
                    assertThat(Pattern.compile(nested(Parser.MAX_DEPTH) + "b").find(value, 0, 2000))
                            .isEqualTo(Finding.FOUND);
                    Pattern.compile(loops.toString().getBytes(ISO_8859_1), Set.of());
                },
                "small stack",
                256 * 1024);
        small.setUncaughtExceptionHandler((t, e) -> thrown[0] = e);
        small.start();
        small.join();
        assertThat(thrown[0]).isNull();
    }

    private static String nested(int depth) {
        return "(".repeat(depth) + "a" + ")".repeat(depth);
    }
}
