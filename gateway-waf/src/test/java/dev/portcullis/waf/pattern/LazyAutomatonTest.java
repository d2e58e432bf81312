package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bounds on states, what happens beyond them, and many threads at once. */
class LazyAutomatonTest {
    private static final String EXPLODING = "(?:a|b)*a(?:a|b){12}c";

    private static Pattern compile(String pattern, PatternLimits limits) {
        return Pattern.compile(pattern.getBytes(ISO_8859_1), Set.of(), limits);
    }

    private static byte[] random(Random random, int length) {
        return Hostile.lettersOf("ab", random, length);
    }

    @Test
    void buildsStatesOnceAndUsesThemAgain() {
        Pattern pattern = compile("foo[0-9]{2,5}bar", PatternLimits.DEFAULT);
        byte[] value = "a foo123baz and foo12bar".getBytes(ISO_8859_1);
        assertThat(pattern.find(value, 0, value.length)).isEqualTo(Finding.FOUND);
        int states = pattern.automaton().states();
        for (int i = 0; i < 100; i++) {
            pattern.find(value, 0, value.length);
        }
        assertThat(pattern.automaton().states()).isEqualTo(states).isPositive();
        assertThat(pattern.automaton().simulated()).isZero();
    }

    @Test
    void keepsToTheBoundOfOnePatternAndStillAnswers() {
        PatternLimits limits = PatternLimits.of(StateMemory.ofBytes(1 << 30)).withMaxStateBytes(20_000);
        Pattern pattern = compile(EXPLODING, limits);
        byte[] value = random(new Random(1), 10_000);
        assertThat(pattern.find(value, 0, value.length)).isEqualTo(Finding.NOT_FOUND);
        assertThat(pattern.automaton().bytes()).isBetween(10_000L, 20_000L);
        assertThat(pattern.automaton().simulated()).isPositive();
        value[9_000] = 'c';
        value[9_000 - 13] = 'a';
        assertThat(pattern.find(value, 0, value.length)).isEqualTo(Finding.FOUND);
    }

    @Test
    void keepsToTheBoundOfAllPatternsTogether() {
        StateMemory memory = StateMemory.ofBytes(50_000);
        List<Pattern> patterns = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            patterns.add(compile(EXPLODING + i, PatternLimits.of(memory)));
        }
        byte[] value = random(new Random(2), 20_000);
        for (Pattern pattern : patterns) {
            assertThat(pattern.find(value, 0, value.length)).isEqualTo(Finding.NOT_FOUND);
            assertThat(memory.used()).isLessThanOrEqualTo(50_000);
        }
        long states = 0;
        for (Pattern pattern : patterns) {
            states += pattern.automaton().bytes();
        }
        assertThat(states).isLessThanOrEqualTo(50_000 + 10 * LazyAutomaton.OWN_BYTES);
    }

    @Test
    void leavesAFewStatesToPatternsThatAreCrowdedOut() {
        Pattern modest = compile("foo", PatternLimits.of(StateMemory.ofBytes(0)));
        byte[] value = random(new Random(3), 20_000);
        assertThat(modest.find(value, 0, value.length)).isEqualTo(Finding.NOT_FOUND);
        assertThat(modest.automaton().states()).isPositive();
        assertThat(modest.automaton().simulated()).isZero();
    }

    @Test
    void makesRoomForPatternsThatWereCrowdedOut() {
        StateMemory memory = StateMemory.ofBytes(200_000);
        Pattern greedy = compile(EXPLODING, PatternLimits.of(memory));
        Pattern late = compile(EXPLODING + "d", PatternLimits.of(memory));
        byte[] value = random(new Random(3), 20_000);
        greedy.find(value, 0, value.length);
        assertThat(greedy.automaton().bytes()).isGreaterThan(LazyAutomaton.OWN_BYTES);
        memory.makeRoom(memory.limit() - memory.used());
        assertThat(greedy.automaton().states()).isPositive();

        for (int i = 0; i < 3; i++) {
            late.find(value, 0, value.length);
        }

        assertThat(greedy.automaton().states()).isZero();
        assertThat(late.automaton().bytes()).isGreaterThan(LazyAutomaton.OWN_BYTES);
        assertThat(memory.used()).isLessThanOrEqualTo(memory.limit());
    }

    @Test
    void goesOnWithStatesWhenATextComesBackToThem() {
        PatternLimits limits = PatternLimits.of(StateMemory.ofBytes(1 << 30)).withMaxStateBytes(20_000);
        Pattern pattern = compile(EXPLODING, limits);
        byte[] hostile = random(new Random(6), 2_000);
        byte[] value = java.util.Arrays.copyOf(hostile, 100_000);
        java.util.Arrays.fill(value, hostile.length, value.length, (byte) 'x');
        assertThat(pattern.find(value, 0, value.length)).isEqualTo(Finding.NOT_FOUND);
        assertThat(pattern.automaton().simulated()).isBetween(1L, 10_000L);
    }

    @Test
    void dropsStatesThatTheCurrentValuesDoNotUse() {
        PatternLimits limits = PatternLimits.of(StateMemory.ofBytes(1 << 30)).withMaxStateBytes(20_000);
        Pattern pattern = compile(EXPLODING + "|xyz", limits);
        LazyAutomaton automaton = pattern.automaton();
        Random random = new Random(4);
        while (automaton.drops() < 2) {
            byte[] hostile = random(random, 50_000);
            pattern.find(hostile, 0, hostile.length);
            assertThat(automaton.bytes()).isLessThanOrEqualTo(20_000);
        }
        long simulated = automaton.simulated();
        assertThat(simulated).isGreaterThan(2 * LazyAutomaton.LEAST_DROP_AFTER);
        byte[] ordinary = "xyxyxyx wxyw".repeat(1000).getBytes(ISO_8859_1);
        automaton.dropStates();
        assertThat(pattern.find(ordinary, 0, ordinary.length)).isEqualTo(Finding.NOT_FOUND);
        assertThat(automaton.simulated()).isEqualTo(simulated);
    }

    @Test
    void looksForBoundsFromWhereAMatchCanStart() {
        Pattern pattern = compile("\\b(?:a(?:bs|cos)|w(?:eek|here))\\s*\\(", PatternLimits.DEFAULT);
        byte[] value = ("was word ax wx ".repeat(5_000) + "abs (1)").getBytes(ISO_8859_1);
        Match match = Match.ofGroups(0);
        assertThat(pattern.find(value, 0, value.length, match)).isEqualTo(Finding.FOUND);
        assertThat(match.start(0)).isEqualTo(75_000);
        assertThat(match.end(0)).isEqualTo(75_005);
        assertThat(match.steps()).isLessThan(1_000);
    }

    @Test
    void givesMemoryBackWhenThePatternIsGone() {
        StateMemory memory = StateMemory.ofBytes(1 << 20);
        byte[] value = random(new Random(5), 5_000);
        compile(EXPLODING, PatternLimits.of(memory)).find(value, 0, value.length);
        assertThat(memory.used()).isPositive();
        org.awaitility.Awaitility.await().untilAsserted(() -> {
            System.gc();
            assertThat(memory.used()).isZero();
        });
    }

    @ParameterizedTest
    @ValueSource(longs = {0, 5_000, 40_000, 1 << 22})
    void givesAllThreadsOnOneColdAutomatonTheSameAnswers(long maxStateBytes) throws Exception {
        int threads = 8;
        Random random = new Random(6);
        List<byte[]> values = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            values.add(Hostile.lettersOf("aabbc", random, 20 + random.nextInt(400)));
        }
        ThreadMachine reference = new ThreadMachine(Compiler.compile(
                Parser.parse(EXPLODING.getBytes(ISO_8859_1), Set.of()).root()));
        List<Boolean> expected = new ArrayList<>();
        List<int[]> expectedBounds = new ArrayList<>();
        for (byte[] value : values) {
            int[] bounds = {-1, -1};
            expected.add(reference.find(value, 0, value.length, 0, bounds, new Scratch()));
            expectedBounds.add(bounds);
        }
        assertThat(expected).contains(true, false);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            for (int round = 0; round < 20; round++) {
                PatternLimits limits =
                        PatternLimits.of(StateMemory.ofBytes(1 << 30)).withMaxStateBytes(maxStateBytes);
                Pattern pattern = compile(EXPLODING, limits);
                CyclicBarrier start = new CyclicBarrier(threads);
                List<Future<Void>> runs = new ArrayList<>();
                for (int t = 0; t < threads; t++) {
                    int offset = t * 13;
                    Callable<Void> run = () -> {
                        start.await();
                        Match match = Match.ofGroups(0);
                        for (int i = 0; i < values.size(); i++) {
                            int at = (i + offset) % values.size();
                            byte[] value = values.get(at);
                            if (i % 50 == 49) {
                                pattern.automaton().dropStates();
                            }
                            assertThat(pattern.find(value, 0, value.length) == Finding.FOUND)
                                    .isEqualTo(expected.get(at));
                            pattern.find(value, 0, value.length, match);
                            assertThat(match.bounds()).isEqualTo(expectedBounds.get(at));
                        }
                        return null;
                    };
                    runs.add(pool.submit(run));
                }
                for (Future<Void> run : runs) {
                    run.get();
                }
                assertThat(pattern.automaton().bytes()).isLessThanOrEqualTo(maxStateBytes);
            }
        } finally {
            pool.shutdownNow();
        }
    }
}
