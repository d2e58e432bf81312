package dev.portcullis.waf.detect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.waf.Corpora;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** A value without a token that evidence begins with is not judged; judging it must come to the same. */
class SqlShortWayTest {
    private static final String[] PIECES =
            (", ; . .. ( ) (( )) { } [ ] = == < > <> <= >= ! ~ + - -- --+ * / /* */ /*!50000 % ^ & && | ||"
                            + " : :: := @ @x @@version $ $$ $a$ ` \\ \\N # ? 0 1 2.5 0x41 1e1 1e1union 1or 1and 4d44 .5 null true"
                            + " and or xor div mod binary distinct like in is between not exists any some all as by case when then else end"
                            + " select top union intersect except from where order group having limit offset fetch into outfile procedure"
                            + " values set join left right full natural on using for insert replace update delete drop create truncate"
                            + " table database user exec execute declare waitfor delay shutdown load infile grant copy collate asc desc"
                            + " version sleep benchmark load_file substring mid ascii hex if elt decode char concat count now date replace"
                            + " information_schema table_name xp_cmdshell boolean mode natural language 1. e5union e5or 13T18 1e- 5or 0x 1f 1d 7union green quarter material x y z a.b")
                    .split(" ", -1);

    private static final String[] BETWEEN = {" ", " ", " ", "", "", "  ", "\n", "\t", "\u00a0", "/**/"};

    private static void assertSame(byte[] value) {
        assertThat(SqlInjection.find(value, 0, value.length))
                .as(() -> Samples.show(value))
                .isEqualTo(SqlInjection.findJudgingAll(value, 0, value.length));
    }

    @Test
    void comesToTheSameForTokensInAnyOrder() {
        SplittableRandom random = new SplittableRandom(20);
        for (int i = 0; i < 300_000; i++) {
            StringBuilder value = new StringBuilder();
            for (int pieces = random.nextInt(1, 9); pieces > 0; pieces--) {
                value.append(PIECES[random.nextInt(PIECES.length)]);
                value.append(BETWEEN[random.nextInt(BETWEEN.length)]);
            }
            assertSame(value.toString().getBytes(StandardCharsets.ISO_8859_1));
        }
    }

    @Test
    void comesToTheSameForOurSamplesAndPiecesOfThem() {
        List<byte[]> samples = new ArrayList<>(Samples.own("sql-attacks.txt"));
        samples.addAll(Samples.own("benign.txt"));
        compare(samples);
    }

    @Test
    void comesToTheSameForTheSamplesOfOthersAndPiecesOfThem() throws IOException {
        List<byte[]> samples = new ArrayList<>();
        for (String file : List.of("sqli.txt", "benign.txt", "xss.txt")) {
            for (byte[] line : Samples.lines(Files.readAllBytes(Corpora.path("injection/" + file)))) {
                samples.add(Samples.urlDecode(line));
            }
        }
        compare(samples);
    }

    private static void compare(List<byte[]> samples) {
        SplittableRandom random = new SplittableRandom(7);
        for (byte[] sample : samples) {
            assertSame(sample);
            String text = new String(sample, StandardCharsets.ISO_8859_1);
            assertSame(text.replace("'", "").replace("\"", "").getBytes(StandardCharsets.ISO_8859_1));
            for (int i = 0; i < 4 && text.length() > 1; i++) {
                int from = random.nextInt(text.length());
                String piece = text.substring(from, random.nextInt(from, text.length()) + 1);
                assertSame(piece.replace("'", " ").replace("\"", " ").getBytes(StandardCharsets.ISO_8859_1));
            }
        }
    }
}
