package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Processor time for each byte of the worst values, printed. The tests that count work hold the patterns to linear growth;
 * these show what a byte costs, and hold it to a bound that is wide enough for a busy machine.
 */
@Tag("proof")
class WorstCaseTimeTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int KIB = 1024;
    private static final int[] LENGTHS = {KIB, 8 * KIB, 64 * KIB};
    private static final double MOST_MICROS_A_BYTE = 4;
    private static final int ROUNDS = 40;

    /** Nanoseconds a byte of all finds, and the most of one. */
    private static final class Cost {
        private double nanos;
        private double bytes;
        private double most;
        private String where = "";

        void add(double ofOne, int length, String what) {
            nanos += ofOne;
            bytes += length;
            if (ofOne / length > most) {
                most = ofOne / length;
                where = what;
            }
        }

        @Override
        public String toString() {
            return Math.round(nanos / bytes * 100) / 100.0 + " ns a byte, at most " + Math.round(most) + " (" + where
                    + ")";
        }
    }

    private static List<String> sources() {
        List<String> sources = new ArrayList<>(CrsPatterns.of("crs-v4"));
        sources.addAll(CrsPatterns.of("crs-v3.3"));
        return sources;
    }

    private static double nanos(LazyAutomaton automaton, byte[] value) {
        long start = THREADS.getCurrentThreadCpuTime();
        automaton.find(value, 0, value.length);
        return THREADS.getCurrentThreadCpuTime() - start;
    }

    private static String brief(String source) {
        return source.length() > 40 ? source.substring(0, 40) + "..." : source;
    }

    private static Cost[] repeatedUnits(PatternLimits limits) {
        Cost[] costs = {new Cost(), new Cost(), new Cost()};
        for (String source : sources()) {
            LazyAutomaton automaton = Pattern.compile(source.getBytes(ISO_8859_1), Differential.FLAGS, limits)
                    .automaton();
            if (automaton == null) {
                continue;
            }
            for (String unit : Hostile.UNITS) {
                for (int l = 0; l < LENGTHS.length; l++) {
                    byte[] value = Hostile.repeated(unit, LENGTHS[l]);
                    double nanos = Math.min(nanos(automaton, value), nanos(automaton, value));
                    costs[l].add(nanos, value.length, unit.strip() + " in " + brief(source));
                }
            }
        }
        return costs;
    }

    @Test
    void repeatedUnitsWithStates() {
        report("repeated units, states kept", repeatedUnits(PatternLimits.of(StateMemory.ofBytes(64 << 20))));
    }

    @Test
    void repeatedUnitsWithoutStates() {
        report("repeated units, no room for states", repeatedUnits(PatternLimits.DEFAULT.withMaxStateBytes(0)));
    }

    private static void report(String what, Cost[] costs) {
        for (int l = 0; l < LENGTHS.length; l++) {
            System.out.println(what + ", " + LENGTHS[l] / KIB + " KiB: " + costs[l]);
        }
        assertThat(costs[2].nanos / costs[2].bytes).isLessThan(3 * costs[0].nanos / costs[0].bytes + 1);
        assertThat(costs[2].most).isLessThan(MOST_MICROS_A_BYTE * 1000);
    }

    @Test
    void randomTextsOfThePatternsOwnLetters() {
        defeat("random texts of the pattern's letters", (source) -> {
            Random random = new Random(8);
            return List.of(
                    Hostile.lettersOf(source, random, 16 * KIB),
                    Hostile.lettersOf(source, random, 16 * KIB),
                    Hostile.lettersOf(source, random, 16 * KIB));
        });
    }

    @Test
    void sequencesThatHoldEveryText() {
        defeat("de Bruijn sequences", (source) -> {
            Random random = new Random(9);
            return List.of(
                    Hostile.deBruijn(Hostile.lettersOf(source, random, 5), 5),
                    Hostile.deBruijn(Hostile.lettersOf(source, random, 4), 6),
                    Hostile.deBruijn(Hostile.lettersOf(source, random, 3), 8));
        });
    }

    @Test
    void beginningsOfMatches() {
        defeat("near matches, one after the other", (source) -> {
            InputGenerator generator = new InputGenerator(source, new Random(10));
            List<byte[]> values = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                values.add(generator.next());
            }
            return values;
        });
    }

    /** Each pattern has 8 KiB for states, as little as makes many of them run without and drop what they have. */
    private static void defeat(String what, Function<String, List<byte[]>> values) {
        StateMemory memory = StateMemory.ofBytes(4 << 20);
        PatternLimits limits = PatternLimits.of(memory).withMaxStateBytes(8 << 10);
        Cost cost = new Cost();
        long states = 0;
        long drops = 0;
        long simulated = 0;
        for (String source : sources()) {
            LazyAutomaton automaton = Pattern.compile(source.getBytes(ISO_8859_1), Differential.FLAGS, limits)
                    .automaton();
            if (automaton == null) {
                continue;
            }
            for (byte[] value : values.apply(source)) {
                double nanos = nanos(automaton, value);
                cost.add(nanos, Math.max(value.length, KIB), brief(source));
            }
            // States are dropped once a mebibyte had to do without them.
            for (int round = 0; round < ROUNDS && automaton.simulated() > 0; round++) {
                for (byte[] value : values.apply(source)) {
                    cost.add(nanos(automaton, value), Math.max(value.length, KIB), brief(source));
                }
            }
            states += automaton.states();
            drops += automaton.drops();
            simulated += automaton.simulated();
        }
        System.out.println(what + ": " + cost + ", " + states + " states, " + drops + " times dropped, " + simulated
                + " finds without states, " + memory.used() + " bytes of states at the end");
        assertThat(cost.most).isLessThan(MOST_MICROS_A_BYTE * 1000);
        assertThat(memory.used()).isLessThanOrEqualTo(memory.limit());
    }
}
