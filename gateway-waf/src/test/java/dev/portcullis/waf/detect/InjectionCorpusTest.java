package dev.portcullis.waf.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.waf.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The samples of others. The aims are those of the reference implementation, the limits are ours. */
class InjectionCorpusTest {
    private static List<String> hits(String file, Predicate<byte[]> detector, boolean wanted) throws IOException {
        List<String> hits = new ArrayList<>();
        for (byte[] line : Samples.lines(Files.readAllBytes(Corpora.path("injection/" + file)))) {
            byte[] sample = Samples.urlDecode(line);
            if (detector.test(sample) == wanted) {
                hits.add(Samples.show(sample));
            }
        }
        return hits;
    }

    private static boolean isSql(byte[] sample) {
        return SqlInjection.find(sample, 0, sample.length) != null;
    }

    private static boolean isScript(byte[] sample) {
        return ScriptInjection.isIn(sample, 0, sample.length);
    }

    private static int lines(String file) throws IOException {
        return Samples.lines(Files.readAllBytes(Corpora.path("injection/" + file)))
                .size();
    }

    @Test
    void missesAtMostTwoInAThousandOfTheSqlSamples() throws IOException {
        List<String> missed = hits("sqli.txt", InjectionCorpusTest::isSql, false);
        assertThat(missed).hasSizeLessThanOrEqualTo(lines("sqli.txt") * 2 / 1000);
    }

    @Test
    void missesAtMostOneInAHundredOfTheScriptSamples() throws IOException {
        List<String> missed = hits("xss.txt", InjectionCorpusTest::isScript, false);
        assertThat(missed).hasSizeLessThanOrEqualTo(lines("xss.txt") / 100);
    }

    @Test
    void alarmsForAtMostTwoInAHundredOfTheHarmlessSamples() throws IOException {
        int all = lines("benign.txt");
        assertThat(hits("benign.txt", InjectionCorpusTest::isSql, true)).hasSizeLessThanOrEqualTo(all * 20 / 1000);
        assertThat(hits("benign.txt", InjectionCorpusTest::isScript, true)).isEmpty();
    }
}
