package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Work grows with the length of a value and not faster, whatever the value: counted in steps, not in time. */
class WorstCaseTest {
    private static final int KIB = 1024;
    /** A value that is eight times as long may take this often the work. */
    private static final double EIGHTFOLD = 8.5;

    @Test
    void simulatingRepeatedUnitsTakesLinearWork() {
        assertThat(simulationOf(KIB / 2, 4 * KIB)).isEmpty();
    }

    @Test
    void findingBoundsOfRepeatedUnitsTakesLinearWork() {
        assertThat(boundsOf(KIB / 4, 2 * KIB)).isEmpty();
    }

    @Test
    void repeatedUnitsBuildFewStates() {
        assertThat(statesOf(8 * KIB)).isLessThan(1_000);
    }

    @Test
    @Tag("proof")
    void longRepeatedUnitsTakeLinearWork() {
        assertThat(simulationOf(8 * KIB, 64 * KIB)).isEmpty();
        assertThat(boundsOf(8 * KIB, 64 * KIB)).isEmpty();
        assertThat(statesOf(64 * KIB)).isLessThan(1_000);
    }

    private static List<String> linearPatterns() {
        List<String> patterns = new ArrayList<>(CrsPatterns.of("crs-v4"));
        patterns.addAll(CrsPatterns.of("crs-v3.3"));
        patterns.removeIf(p -> !compile(p, PatternLimits.DEFAULT).isLinear());
        return patterns;
    }

    private static Pattern compile(String pattern, PatternLimits limits) {
        return Pattern.compile(pattern.getBytes(ISO_8859_1), Differential.FLAGS, limits);
    }

    private static List<String> simulationOf(int shortLength, int longLength) {
        List<String> failures = new ArrayList<>();
        PatternLimits noRoom = PatternLimits.DEFAULT.withMaxStateBytes(0);
        for (String pattern : linearPatterns()) {
            LazyAutomaton automaton = compile(pattern, noRoom).automaton();
            for (String unit : Hostile.UNITS) {
                long few = simulation(automaton, Hostile.repeated(unit, shortLength));
                long many = simulation(automaton, Hostile.repeated(unit, longLength));
                if (many > EIGHTFOLD * few + 2_000) {
                    failures.add(pattern + " on " + unit + ": " + few + " and " + many);
                }
            }
            if (automaton.simulated() > 0 && automaton.states() > 0) {
                failures.add(pattern + " built states");
            }
        }
        return failures;
    }

    private static long simulation(LazyAutomaton automaton, byte[] value) {
        long before = automaton.simulationWork();
        automaton.find(value, 0, value.length);
        return automaton.simulationWork() - before;
    }

    private static List<String> boundsOf(int shortLength, int longLength) {
        List<String> failures = new ArrayList<>();
        for (String source : linearPatterns()) {
            Pattern pattern = compile(source, PatternLimits.DEFAULT);
            Match match = Match.ofGroups(pattern.groups());
            for (String unit : Hostile.UNITS) {
                long few = bounds(pattern, match, Hostile.repeated(unit, shortLength));
                long many = bounds(pattern, match, Hostile.repeated(unit, longLength));
                if (many > EIGHTFOLD * few + 2_000) {
                    failures.add(source + " on " + unit + ": " + few + " and " + many);
                }
            }
        }
        return failures;
    }

    private static long bounds(Pattern pattern, Match match, byte[] value) {
        long before = match.steps();
        pattern.find(value, 0, value.length, match);
        return match.steps() - before;
    }

    private static int statesOf(int length) {
        StateMemory memory = StateMemory.ofBytes(64 << 20);
        int most = 0;
        for (String pattern : linearPatterns()) {
            LazyAutomaton automaton = compile(pattern, PatternLimits.of(memory)).automaton();
            for (String unit : Hostile.UNITS) {
                automaton.find(Hostile.repeated(unit, length), 0, length);
            }
            most = Math.max(most, automaton.states());
            assertThat(automaton.simulated()).isZero();
        }
        return most;
    }

    @Test
    void valuesMadeToBuildStatesStayWithinTheMemory() {
        Random random = new Random(5);
        StateMemory memory = StateMemory.ofBytes(4 << 20);
        PatternLimits limits = PatternLimits.of(memory).withMaxStateBytes(256 << 10);
        long states = 0;
        for (String source : linearPatterns()) {
            Pattern pattern = compile(source, limits);
            LazyAutomaton automaton = pattern.automaton();
            List<byte[]> values = new ArrayList<>();
            values.add(Hostile.lettersOf(source, random, 16 * KIB));
            byte[] letters = Hostile.lettersOf(source, random, 5);
            values.add(Hostile.deBruijn(letters, 5));
            InputGenerator generator = new InputGenerator(source, random);
            for (int i = 0; i < 20; i++) {
                values.add(generator.next());
            }
            for (byte[] value : values) {
                automaton.find(value, 0, value.length);
                assertThat(automaton.bytes()).isLessThanOrEqualTo(limits.maxStateBytes());
                assertThat(memory.used()).isLessThanOrEqualTo(memory.limit());
            }
            states += automaton.states();
        }
        System.out.println("values made to build states: " + states + " states, " + memory.used() + " bytes");
    }

    @Test
    void longPrefixesOfCountedRepeatsStayWithinTheMemory() {
        Random random = new Random(6);
        PatternLimits limits = PatternLimits.of(StateMemory.ofBytes(1 << 20));
        Pattern pattern = compile("a[ab]{200}c|a[ab]{100,256}d|a(?:a|ab){1,256}e", limits);
        LazyAutomaton automaton = pattern.automaton();
        for (int i = 0; i < 20; i++) {
            byte[] value = Hostile.lettersOf("aaab", random, 64 * KIB);
            assertThat(pattern.find(value, 0, value.length)).isEqualTo(Finding.NOT_FOUND);
            assertThat(automaton.bytes()).isLessThanOrEqualTo(1 << 20);
        }
        assertThat(automaton.simulated()).isPositive();
        assertThat(automaton.drops()).isBetween(1, (int) (automaton.simulated() / LazyAutomaton.LEAST_DROP_AFTER));
    }

    @Test
    void runsOnASmallStack() throws InterruptedException {
        List<String> patterns = linearPatterns();
        List<Throwable> thrown = new ArrayList<>();
        Thread small = new Thread(
                null,
                () -> {
                    for (String source : patterns) {
                        Pattern pattern = compile(source, PatternLimits.DEFAULT);
                        for (String unit : List.of("a", "'", "${")) {
                            byte[] value = Hostile.repeated(unit, 64 * KIB);
                            pattern.find(value, 0, value.length);
                        }
                    }
                },
                "small stack",
                192 * KIB);
        small.setUncaughtExceptionHandler((t, e) -> thrown.add(e));
        small.start();
        small.join();
        assertThat(thrown).isEmpty();
    }
}
