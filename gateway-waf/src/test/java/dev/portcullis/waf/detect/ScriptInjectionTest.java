package dev.portcullis.waf.detect;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScriptInjectionTest {
    /** Judges with bytes around the value that would change the verdict if they were read. */
    private static boolean isIn(byte[] sample) {
        byte[] around = "<script>\"onload=a()>".getBytes(StandardCharsets.US_ASCII);
        byte[] value = new byte[sample.length + 2 * around.length];
        System.arraycopy(around, 0, value, 0, around.length);
        System.arraycopy(sample, 0, value, around.length, sample.length);
        System.arraycopy(around, 0, value, around.length + sample.length, around.length);
        return ScriptInjection.isIn(value, around.length, around.length + sample.length);
    }

    private static boolean isIn(String sample) {
        return isIn(sample.getBytes(StandardCharsets.ISO_8859_1));
    }

    @Test
    void findsTheKnownWaysToBringScriptIn() {
        List<String> missed = new ArrayList<>();
        for (byte[] sample : Samples.own("script-attacks.txt")) {
            if (!isIn(sample)) {
                missed.add(Samples.show(sample));
            }
        }
        assertThat(missed).isEmpty();
    }

    @Test
    void leavesProseCodeAndPlainMarkupAlone() {
        List<String> alarmed = new ArrayList<>();
        for (byte[] sample : Samples.own("benign.txt")) {
            if (isIn(sample)) {
                alarmed.add(Samples.show(sample));
            }
        }
        assertThat(alarmed).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\t", "\n", "\r", "\f", "/", "\u000b", "\0", "//", " / "})
    void readsAttributesAfterEveryKindOfGap(String gap) {
        assertThat(isIn("<img" + gap + "src=x" + (gap.startsWith("/") ? " " : gap) + "onerror=alert(1)>"))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "javascript:",
                "jav\tascript:",
                "&#106;avascript:",
                "java&#x0A;script&colon;",
                " \u0001javascript:",
                "JAVASCRIPT&#58;"
            })
    void readsSchemesAsBrowsersDo(String scheme) {
        assertThat(isIn("<a href=\"" + scheme + "alert(1)\">x</a>")).isTrue();
        assertThat(isIn("<a href='" + scheme + "alert(1)'>x</a>")).isTrue();
    }

    @Test
    void findsTagsInsideWhateverTheyStandIn() {
        for (String outer :
                new String[] {"<!-- %s -->", "<a title=\"%s\">", "<x y='%s", "<textarea>%s", "a < b %s", "<%s", "</x%s"
                }) {
            assertThat(isIn(outer.replace("%s", "<svg onload=alert(1)>")))
                    .as(outer)
                    .isTrue();
        }
    }

    @Test
    void cannotBeTiredOutByPadding() {
        String pad = " a=b".repeat(50_000);
        assertThat(isIn("<x" + pad + " onclick=alert(1)>")).isTrue();
        assertThat(isIn("\"" + pad + " onclick=alert(1) ")).isTrue();
        assertThat(isIn("<a href=\"" + "\n".repeat(100_000) + "javascript:alert(1)\">"))
                .isTrue();
    }

    @Test
    void survivesRandomPiecesOfMarkup() {
        String[] pieces = {
            "<",
            ">",
            "/",
            "=",
            "\"",
            "'",
            "`",
            "&",
            "&#",
            "&#x",
            ";",
            "!",
            "?",
            "--",
            "a",
            "on",
            "onload",
            "style",
            "href",
            "script",
            "svg",
            "url(",
            ")",
            "{",
            "\\",
            ":",
            "javascript",
            "data:text/html",
            " ",
            "\0",
            "\n",
            "\u00bc",
            "\u00ef\u00bc\u009c",
            "\u00ef"
        };
        SplittableRandom random = new SplittableRandom(6);
        for (int round = 0; round < 200_000; round++) {
            StringBuilder sample = new StringBuilder();
            for (int i = random.nextInt(14); i > 0; i--) {
                sample.append(pieces[random.nextInt(pieces.length)]);
            }
            boolean first = isIn(sample.toString());
            assertThat(isIn(sample.toString())).isEqualTo(first);
        }
    }

    /** A mebibyte of what makes a careless reader start over: quadratic work would take hours. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "<",
                "<a",
                "<a ",
                "<a b=",
                "<a b=\"",
                "<a b='",
                "<style>",
                "<a style=",
                "<!--",
                "<!",
                "</",
                "<a href=j:",
                "<a href=&",
                "=",
                "\"",
                "a=",
                "&#",
                "&",
                "j:",
                "<a on",
                "<\0",
                "\0",
                "< "
            })
    @Timeout(60)
    void getsThroughALargeHostileValue(String unit) {
        isIn(unit.repeat((1 << 20) / unit.length()));
    }
}
