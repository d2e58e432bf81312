package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What a prefilter leaves out does not match; and it leaves out most. */
class PrefilterTest {
    private static final List<String> ORDINARY = List.of(
            "42",
            "3d594650-3436-453b-8f7d-9a3c0b1d5e6f",
            "2026-11-20T10:15:30Z",
            "en-US,en;q=0.9",
            "name",
            "blue suede shoes",
            "page",
            "https://www.example.com/shop/cart",
            "text/html,application/xhtml+xml",
            "It was a bright cold day in April, and the clocks were striking thirteen.",
            "jane.doe@example.com",
            "dark");

    private static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    private static Pattern compile(String pattern) {
        return Pattern.compile(bytes(pattern), Differential.FLAGS);
    }

    @Test
    void losesNoMatchOfTheCoreRuleSet() {
        losesNoMatch("crs-v4", 1, 4);
        losesNoMatch("crs-v3.3", 2, 4);
    }

    @Test
    @Tag("proof")
    void losesNoMatchOfTheCoreRuleSetOnManyValues() {
        losesNoMatch("crs-v4", 3, 300);
        losesNoMatch("crs-v3.3", 4, 300);
    }

    /** Each value, made for one pattern, is tried with all of them. */
    private static void losesNoMatch(String folder, long seed, int valuesEach) {
        Prefilter.Builder builder = Prefilter.builder();
        List<String> sources = CrsPatterns.of(folder);
        List<Pattern> patterns = new ArrayList<>();
        for (String source : sources) {
            patterns.add(compile(source));
            builder.add(patterns.get(patterns.size() - 1));
        }
        Prefilter prefilter = builder.build();
        Candidates candidates = prefilter.newCandidates();
        long pairs = 0;
        long matches = 0;
        long named = 0;
        List<String> lost = new ArrayList<>();
        for (String source : sources) {
            InputGenerator generator = new InputGenerator(source, new Random(seed));
            for (int i = 0; i < valuesEach; i++) {
                byte[] value = generator.next();
                prefilter.scan(value, 0, value.length, candidates);
                named += candidates.size();
                for (int p = 0; p < patterns.size(); p++) {
                    pairs++;
                    if (patterns.get(p).find(value, 0, value.length) == Finding.FOUND) {
                        matches++;
                        if (!candidates.contains(p)) {
                            lost.add(patterns.get(p) + " on " + new String(value, ISO_8859_1));
                        }
                    }
                }
            }
        }
        System.out.println(folder + ": " + pairs + " pairs, " + named + " named, " + matches + " match, "
                + prefilter.literalStates() + " states");
        assertThat(lost).isEmpty();
    }

    @Test
    void losesNoMatchOfGeneratedPatterns() {
        Random random = new Random(5);
        PatternGenerator generator = new PatternGenerator(random);
        for (int round = 0; round < 100; round++) {
            Prefilter.Builder builder = Prefilter.builder();
            List<String> sources = new ArrayList<>();
            List<Pattern> patterns = new ArrayList<>();
            for (int i = 0; i < 70; i++) {
                sources.add(generator.next());
                patterns.add(compile(sources.get(i)));
                assertThat(builder.add(patterns.get(i))).isEqualTo(i);
            }
            Prefilter prefilter = builder.build();
            Candidates candidates = prefilter.newCandidates();
            for (int i = 0; i < 70; i++) {
                byte[] value = new InputGenerator(sources.get(i), random).next();
                prefilter.scan(value, 0, value.length, candidates);
                for (int p = 0; p < patterns.size(); p++) {
                    if (patterns.get(p).find(value, 0, value.length) == Finding.FOUND) {
                        assertThat(candidates.contains(p))
                                .as("%s on %s", sources.get(p), new String(value, ISO_8859_1))
                                .isTrue();
                    }
                }
            }
        }
    }

    @Test
    void leavesOutNearlyAllOfTheCoreRuleSetForOrdinaryValues() {
        Prefilter.Builder builder = Prefilter.builder();
        List<Pattern> patterns = new ArrayList<>();
        for (String source : CrsPatterns.of("crs-v4")) {
            patterns.add(compile(source));
            builder.add(patterns.get(patterns.size() - 1));
        }
        Prefilter prefilter = builder.build();
        Candidates candidates = prefilter.newCandidates();
        int inVain = 0;
        for (String text : ORDINARY) {
            byte[] value = bytes(text);
            prefilter.scan(value, 0, value.length, candidates);
            for (int p = candidates.next(0); p >= 0; p = candidates.next(p + 1)) {
                inVain += patterns.get(p).find(value, 0, value.length) == Finding.FOUND ? 0 : 1;
            }
        }
        assertThat(inVain).isLessThan(15 * ORDINARY.size());
        assertThat(prefilter.literalStates()).isLessThan(15_000);
    }

    @Test
    void namesWhatCanBeAPieceOfAText() {
        Prefilter.Builder builder = Prefilter.builder();
        builder.addPieces(bytes("HTTP/1.1 HTTP/2"));
        Prefilter prefilter = builder.build();
        Candidates candidates = prefilter.newCandidates();

        for (String piece : List.of("", "HTTP/2", "1.1", "HTTP/1.1 HTTP/2", "2.PH")) {
            prefilter.scan(bytes(piece), 0, piece.length(), candidates);
            assertThat(candidates.contains(0)).as(piece).isTrue();
        }
        for (String other : List.of("HTTP/1.1 HTTP/2 ", "FTP-2", "(")) {
            prefilter.scan(bytes(other), 0, other.length(), candidates);
            assertThat(candidates.contains(0)).as(other).isFalse();
        }
    }

    @Test
    void namesListsOfPhrasesOfWhichOneOccurs() {
        Prefilter.Builder builder = Prefilter.builder();
        int shells = builder.addPhrases(List.of(bytes("/bin/bash"), bytes("cmd.exe")));
        int single = builder.addPhrases(List.of(bytes("x")));
        int always = builder.addPhrases(List.of(bytes("")));
        int marked = builder.addPhrases(List.of(bytes("<%")));
        Prefilter prefilter = builder.build();
        Candidates candidates = prefilter.newCandidates();

        byte[] value = bytes("run CMD.EXE now");
        prefilter.scan(value, 0, value.length, candidates);
        assertThat(candidates.contains(shells)).isTrue();
        assertThat(candidates.contains(single)).isTrue();
        assertThat(candidates.contains(always)).isTrue();
        assertThat(candidates.contains(marked)).isFalse();
        assertThat(candidates.size()).isEqualTo(3);

        value = bytes("a <% b");
        prefilter.scan(value, 0, value.length, candidates);
        assertThat(candidates.next(0)).isEqualTo(always);
        assertThat(candidates.next(always + 1)).isEqualTo(marked);
        assertThat(candidates.next(marked + 1)).isEqualTo(-1);
    }

    @Test
    void knowsTheEmptyValue() {
        Prefilter.Builder builder = Prefilter.builder();
        int empty = builder.add(compile("^$"));
        int some = builder.add(compile("a"));
        int any = builder.add(compile("a*"));
        Prefilter prefilter = builder.build();
        Candidates candidates = prefilter.newCandidates();
        prefilter.scan(new byte[0], 0, 0, candidates);
        assertThat(candidates.contains(empty)).isTrue();
        assertThat(candidates.contains(some)).isFalse();
        assertThat(candidates.contains(any)).isTrue();
        prefilter.scan(bytes("b"), 0, 1, candidates);
        assertThat(candidates.contains(empty)).isFalse();
        assertThat(candidates.contains(any)).isTrue();
        prefilter.scan(bytes("b\n\nc"), 0, 4, candidates);
        assertThat(candidates.contains(empty)).isTrue();
    }

    @Test
    void takesTheMaskOfTheValueFromOutside() {
        Prefilter.Builder builder = Prefilter.builder();
        builder.add(compile("[$]"));
        Prefilter prefilter = builder.build();
        Candidates candidates = prefilter.newCandidates();
        byte[] value = bytes("a$b");
        prefilter.scan(value, 0, 3, ByteMask.of(value, 0, 3), candidates);
        assertThat(candidates.contains(0)).isTrue();
        prefilter.scan(value, 2, 3, ByteMask.of(value, 2, 3), candidates);
        assertThat(candidates.contains(0)).isFalse();
    }

    @Test
    void cutsLiteralsShorterRatherThanRunOutOfStates() {
        Random random = new Random(6);
        Prefilter.Builder builder = Prefilter.builder();
        List<byte[]> phrases = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            byte[] phrase = new byte[6];
            random.nextBytes(phrase);
            phrases.add(phrase);
        }
        builder.addPhrases(phrases);
        Prefilter prefilter = builder.build();
        assertThat(prefilter.literalStates()).isLessThanOrEqualTo(1 << 16);
        Candidates candidates = prefilter.newCandidates();
        for (byte[] phrase : phrases.subList(0, 200)) {
            prefilter.scan(phrase, 0, phrase.length, candidates);
            assertThat(candidates.contains(0)).isTrue();
        }
    }
}
