package dev.portcullis.waf.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SqlInjectionTest {
    /** Judges with bytes around the value that would change the verdict if they were read. */
    private static @Nullable SqlEvidence find(byte[] sample) {
        byte[] around = "' or 1=1 --".getBytes(StandardCharsets.US_ASCII);
        byte[] value = new byte[sample.length + 2 * around.length];
        System.arraycopy(around, 0, value, 0, around.length);
        System.arraycopy(sample, 0, value, around.length, sample.length);
        System.arraycopy(around, 0, value, around.length + sample.length, around.length);
        return SqlInjection.find(value, around.length, around.length + sample.length);
    }

    private static @Nullable SqlEvidence find(String sample) {
        return find(sample.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void findsTheKnownWaysToBeMoreThanAValue() {
        List<String> missed = new ArrayList<>();
        for (byte[] sample : Samples.own("sql-attacks.txt")) {
            if (find(sample) == null) {
                missed.add(Samples.show(sample));
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void leavesProseCodeAndMathAlone() {
        List<String> alarmed = new ArrayList<>();
        for (byte[] sample : Samples.own("benign.txt")) {
            SqlEvidence evidence = find(sample);
            if (evidence != null) {
                alarmed.add(evidence + ": " + Samples.show(sample));
            }
        }
        assertThat(alarmed).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "1 union select 2, SET_OPERATION",
                "1 and 1=1, CONDITION",
                "ascii(substring(x from 1 for 1)), FUNCTION",
                "~' + '~, REOPENED_STRING",
                "admin'--, COMMENT",
                "1 order by 3--, CLAUSE",
                "1-(select password from users), QUERY",
                "1; drop table users, STATEMENT",
            })
    void tellsWhy(String sample, SqlEvidence evidence) {
        assertThat(find(sample)).isEqualTo(evidence);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"1%s and%s1%s=%s1", "1%s union%s select%s 1%s", "'%s or%s 1%s=%s 1", "x')%s or%s (%s'a'='a%s"})
    void readsThroughEveryKindOfGap(String form) {
        String[] gaps = {
            " ", "\t", "\n", "\u000b", "\f", "\0", "\u00a0", "/**/", "/*x*/", "/*!*/", "/*!50000*/", "#x\n", "-- x\n"
        };
        for (String gap : gaps) {
            String sample = form.replace("%s ", gap).replace("%s", gap);
            assertThat(find(sample)).as(sample).isNotNull();
        }
    }

    @Test
    void judgesInBothQuotesAndInTheOpen() {
        for (String sample : new String[] {"x' or 'a'='a", "x\" or \"a\"=\"a", "1 or 'a'='a'", "x\\' or 1=1#"}) {
            assertThat(find(sample)).as(sample).isNotNull();
        }
    }

    @Test
    void takesNoWordOrNumberForMore() {
        for (String sample : new String[] {"", "select", "1", "union", "a.b", "x_1", "1e5", "null"}) {
            assertThat(find(sample)).as(sample).isNull();
        }
    }

    @Test
    void survivesRandomPiecesOfSql() {
        String[] pieces = {
            "'",
            "\"",
            "`",
            "(",
            ")",
            "[",
            "]",
            "{",
            "}",
            ",",
            ";",
            "--",
            "#",
            "/*",
            "*/",
            "/*!",
            "!",
            "@",
            "@@x",
            "$a$",
            "$",
            "\\",
            "\\N",
            "1",
            ".5",
            "0x",
            "1e",
            "a",
            "union",
            "select",
            "and",
            "or",
            "not",
            "in",
            "between",
            "case",
            "when",
            "then",
            "end",
            "from",
            "where",
            "group",
            "by",
            "order",
            "having",
            "limit",
            "into",
            "like",
            "is",
            "version",
            "sleep",
            "=",
            "<",
            ">",
            "+",
            "-",
            "*",
            "::",
            ":=",
            " ",
            "\n",
            "\u00a0",
            "x'",
            "n'",
            "u&'",
            "_utf8'",
            "\u00e2\u0080\u0083",
            "all",
            "distinct",
            "top",
            "as",
            "set",
            "update",
            "exec",
            "if(",
            "ascii("
        };
        SplittableRandom random = new SplittableRandom(5);
        for (int round = 0; round < 200_000; round++) {
            StringBuilder sample = new StringBuilder();
            for (int i = random.nextInt(14); i > 0; i--) {
                sample.append(pieces[random.nextInt(pieces.length)]);
            }
            SqlEvidence first = find(sample.toString());
            assertThat(find(sample.toString())).isEqualTo(first);
        }
    }

    /** A mebibyte of what makes a careless reader start over: quadratic work would take hours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "'",
                "\"",
                "\\",
                "(",
                "a(",
                "((",
                ")",
                "1+",
                "1,",
                "a ",
                "$a$ ",
                "$a",
                "$",
                "/*",
                "/*!",
                "*/",
                "--",
                "#",
                "-",
                "@",
                "n'",
                "x'",
                "'a'",
                "select ",
                "union ",
                "in ",
                "in     ",
                "case when ",
                "a.",
                "a..b.",
                "[",
                "`",
                "1 or ",
                "a or ",
                "not ",
                "!",
                "\0"
            })
    @Timeout(60)
    void getsThroughALargeHostileValue(String unit) {
        find(unit.repeat((1 << 20) / unit.length()));
        find("1" + " ".repeat(1 << 20) + unit);
    }

    @Test
    void cannotBeTiredOutByPadding() {
        assertThat(find("1" + "+1".repeat(100_000) + " or 1=1")).isEqualTo(SqlEvidence.CONDITION);
        assertThat(find("(".repeat(100_000) + "1" + ")".repeat(100_000) + " or 1=1"))
                .isEqualTo(SqlEvidence.CONDITION);
        assertThat(find("x".repeat(100_000) + "' or 'a'='a")).isEqualTo(SqlEvidence.REOPENED_STRING);
        assertThat(find("1/*" + "x".repeat(100_000) + "*/union select 1")).isEqualTo(SqlEvidence.SET_OPERATION);
    }
}
