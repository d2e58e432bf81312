package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** The scanner against a search for each literal. */
class LiteralScannerTest {
    private static long[] scan(LiteralScanner scanner, int literals, byte[] value, int from, int to) {
        LiteralScanner.Tallies.Maker tallies = new LiteralScanner.Tallies.Maker(scanner);
        for (int l = 0; l < literals; l++) {
            tallies.add(Texts.of(scanner.literals().at(l)), l);
        }
        long[] hits = new long[(literals + 63) / 64];
        scanner.scan(value, from, to, tallies.make(), hits, new long[(scanner.outputs() + 63) >>> 6]);
        return hits;
    }

    private static Texts texts(String... literals) {
        Texts.Maker texts = new Texts.Maker(literals.length);
        for (String literal : literals) {
            texts.add(Literal.of(literal));
        }
        return texts.make();
    }

    private static boolean occurs(String literal, byte[] value, int from, int to) {
        StringBuilder folded = new StringBuilder();
        for (int i = from; i < to; i++) {
            folded.append((char) Folding.of(value[i] & 0xFF));
        }
        return folded.indexOf(literal) >= 0;
    }

    @Test
    void findsWhatASearchForEachLiteralFinds() {
        Random random = new Random(1);
        for (int round = 0; round < 300; round++) {
            Texts.Maker literals = new Texts.Maker(80);
            int count = 1 + random.nextInt(80);
            for (int i = 0; i < count; i++) {
                StringBuilder literal = new StringBuilder();
                for (int l = 2 + random.nextInt(3); l > 0; l--) {
                    literal.append("abc 0\u00e2".charAt(random.nextInt(6)));
                }
                literals.add(Literal.of(literal.toString()));
            }
            Texts list = literals.make();
            LiteralScanner scanner = LiteralScanner.of(list);
            for (int n = 0; n < 20; n++) {
                byte[] value = Hostile.lettersOf("aAbBcC \t\n09\u00e2x", random, random.nextInt(200));
                int from = value.length == 0 ? 0 : random.nextInt(value.length);
                long[] hits = scan(scanner, list.size(), value, from, value.length);
                for (int l = 0; l < list.size(); l++) {
                    String literal = Literal.toString(list.at(l));
                    assertThat((hits[l >>> 6] >>> l & 1) != 0)
                            .as("%s in %s", literal, new String(value, ISO_8859_1))
                            .isEqualTo(occurs(literal, value, from, value.length));
                }
            }
        }
    }

    @Test
    void findsALiteralAtEveryPlaceOfValuesOfEveryLength() {
        LiteralScanner scanner = LiteralScanner.of(texts("wxyz", "qq"));
        for (int length = 4; length < 300; length++) {
            for (int at = 0; at + 4 <= length; at++) {
                byte[] value = "a".repeat(length).getBytes(ISO_8859_1);
                System.arraycopy("WxYz".getBytes(ISO_8859_1), 0, value, at, 4);
                assertThat(scan(scanner, 2, value, 0, length)[0])
                        .as("%s of %s", at, length)
                        .isEqualTo(2);
            }
        }
    }

    @Test
    void tellsWhenThereAreTooManyStates() {
        Texts few = texts("ab", "abcd", "abce");
        assertThat(LiteralScanner.fits(few)).isTrue();
        assertThat(LiteralScanner.of(few).states()).isEqualTo(6);
        Texts.Maker many = new Texts.Maker(70_000);
        for (int i = 0; i < 70_000; i++) {
            many.add(Literal.of("" + (char) (i & 0xFF) + (char) (i >> 8 & 0xFF) + (char) (i >> 16) + 'x'));
        }
        assertThat(LiteralScanner.fits(many.make())).isFalse();
    }
}
