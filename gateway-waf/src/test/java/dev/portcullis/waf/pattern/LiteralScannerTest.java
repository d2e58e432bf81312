package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The scanner against a search for each literal. */
class LiteralScannerTest {
    private static long[] scan(LiteralScanner scanner, int literals, byte[] value, int from, int to) {
        LiteralScanner.Tallies tallies = LiteralScanner.Tallies.of(
                scanner,
                IntStream.range(0, literals).mapToObj(i -> new int[] {i}).toList());
        long[] hits = new long[(literals + 63) / 64];
        scanner.scan(value, from, to, tallies, hits);
        return hits;
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
            Set<String> literals = new LinkedHashSet<>();
            int count = 1 + random.nextInt(80);
            for (int i = 0; i < count; i++) {
                StringBuilder literal = new StringBuilder();
                for (int l = 2 + random.nextInt(3); l > 0; l--) {
                    literal.append("abc 0\u00e2".charAt(random.nextInt(6)));
                }
                literals.add(literal.toString());
            }
            List<String> list = new ArrayList<>(literals);
            LiteralScanner scanner = LiteralScanner.of(list);
            for (int n = 0; n < 20; n++) {
                byte[] value = Hostile.lettersOf("aAbBcC \t\n09\u00e2x", random, random.nextInt(200));
                int from = value.length == 0 ? 0 : random.nextInt(value.length);
                long[] hits = scan(scanner, list.size(), value, from, value.length);
                for (int l = 0; l < list.size(); l++) {
                    assertThat((hits[l >>> 6] >>> l & 1) != 0)
                            .as("%s in %s", list.get(l), new String(value, ISO_8859_1))
                            .isEqualTo(occurs(list.get(l), value, from, value.length));
                }
            }
        }
    }

    @Test
    void findsALiteralAtEveryPlaceOfValuesOfEveryLength() {
        LiteralScanner scanner = LiteralScanner.of(List.of("wxyz", "qq"));
        for (int length = 4; length < 300; length++) {
            for (int at = 0; at + 4 <= length; at++) {
                byte[] value = "a".repeat(length).getBytes(ISO_8859_1);
                System.arraycopy("WxYz".getBytes(ISO_8859_1), 0, value, at, 4);
                assertThat(scan(scanner, 2, value, 0, length)[0])
                        .as("%s of %s", at, length)
                        .isEqualTo(1);
            }
        }
    }

    @Test
    void tellsWhenThereAreTooManyStates() {
        List<String> few = List.of("ab", "abcd", "abce");
        assertThat(LiteralScanner.fits(few)).isTrue();
        assertThat(LiteralScanner.of(few).states()).isEqualTo(6);
        List<String> many = new ArrayList<>();
        for (int i = 0; i < 70_000; i++) {
            many.add("" + (char) (i & 0xFF) + (char) (i >> 8 & 0xFF) + (char) (i >> 16) + 'x');
        }
        assertThat(LiteralScanner.fits(many)).isFalse();
    }
}
