package dev.portcullis.waf.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class PhraseOperatorTest {
    @Test
    void findsPhrasesWithoutRegardToCase() {
        Judge judge = new Judge();
        assertThat(judge.matches("pm", "union SELECT", "a Select b")).isTrue();
        assertThat(judge.captured).containsExactly("0=Select");
        assertThat(judge.matches("pm", "union SELECT", "unio selec")).isFalse();
    }

    @Test
    void capturesThePhraseThatEndsFirstAndTheLongestOfThese() {
        Judge judge = new Judge();
        assertThat(judge.matches("pm", "etc/pass asswd s/etc/pass", "../etcs/etc/passwd"))
                .isTrue();
        assertThat(judge.captured).containsExactly("0=s/etc/pass");
    }

    @Test
    void readsBytesBetweenBarsAndEscapes() {
        assertThat(new Judge().matches("pm", "x|00 41|y z", "..x\0ay")).isTrue();
        assertThat(new Judge().matches("pm", "|e2 80 8b|", "a\u00e2\u0080\u008bb"))
                .isTrue();
        assertThat(new Judge().matches("pm", "a\\|b", "a|b")).isTrue();
        assertThat(new Judge().matches("pm", "a|b", "A|B")).isTrue();
        assertThat(new Judge().matches("pm", "|4|", "|4|")).isTrue();
        assertThat(new Judge().matches("pm", "\\\"q", "\"Q")).isTrue();
    }

    @Test
    void readsFilesWithCommentsBlankLinesAndInnerSpaces() {
        Judge judge = new Judge();
        judge.files.put("words.data", "# a comment\r\n\r\n in query\r\n#x\nORA-\nlast");
        assertThat(judge.matches("pmFromFile", "words.data", "error in query x"))
                .isTrue();
        assertThat(judge.matches("pmf", "words.data", "errorin query")).isFalse();
        assertThat(judge.matches("pmf", "words.data", "ora-123")).isTrue();
        assertThat(judge.matches("pmf", "words.data", "a comment #x")).isFalse();
        assertThat(judge.matches("pmf", "words.data", "LAST")).isTrue();
    }

    @Test
    void refusesWhatCannotMatchAnything() {
        Judge judge = new Judge();
        judge.files.put("empty.data", "# nothing\n");
        assertThat(judge.refusal("pm", "  ")).contains("at least one phrase");
        assertThat(judge.refusal("pmFromFile", "empty.data")).contains("no phrase in empty.data");
        assertThat(judge.refusal("pmFromFile", "gone.data")).contains("no such file: gone.data");
        assertThat(judge.refusal("pmFromFile", "https://example.org/x")).contains("not fetched");
    }

    @Test
    void agreesWithAPlainSearchOnRandomPhrases() {
        SplittableRandom random = new SplittableRandom(7);
        for (int round = 0; round < 3_000; round++) {
            List<String> phrases = new ArrayList<>();
            for (int i = random.nextInt(12); i >= 0; i--) {
                phrases.add(word(random, 1 + random.nextInt(6)));
            }
            String value = word(random, random.nextInt(30));
            Judge judge = new Judge();
            boolean found = judge.matches("pm", String.join(" ", phrases), value);

            String expected = earliest(phrases, value.toLowerCase(Locale.ROOT));
            assertThat(found).as("%s in %s", phrases, value).isEqualTo(expected != null);
            if (expected != null) {
                assertThat(judge.captured.get(0).toLowerCase(Locale.ROOT)).isEqualTo("0=" + expected);
            }
        }
    }

    private static String word(SplittableRandom random, int length) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append("abAB\u00e9".charAt(random.nextInt(5)));
        }
        return text.toString();
    }

    private static String earliest(List<String> phrases, String value) {
        for (int end = 1; end <= value.length(); end++) {
            String best = null;
            for (String phrase : phrases) {
                // Bytes beyond ASCII have no case.
                String small = phrase.toLowerCase(Locale.ROOT);
                if (value.startsWith(small, end - small.length()) && (best == null || small.length() > best.length())) {
                    best = small;
                }
            }
            if (best != null) {
                return best;
            }
        }
        return null;
    }

    @Test
    @Timeout(20)
    void isLinearWhateverThePhrases() {
        List<String> phrases = new ArrayList<>();
        for (int i = 1; i < 400; i++) {
            phrases.add("a".repeat(i) + "b");
        }
        assertThat(new Judge().matches("pm", String.join(" ", phrases), "a".repeat(1 << 21)))
                .isFalse();
        byte[] none = "java.lang.".repeat(200_000).getBytes(StandardCharsets.US_ASCII);
        assertThat(new Judge().matches("pm", Judge.bytes("java.lang.runtime java.lang.process"), none))
                .isFalse();
    }
}
