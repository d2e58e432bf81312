package dev.portcullis.waf.pattern;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A compiled regular expression over bytes. Immutable; any number of threads may search with it at once.
 *
 * <p>Guarantee: a {@linkplain #isLinear() linear} pattern answers in time proportional to the length of the value,
 * whatever the value is, with memory bounded by the pattern alone, and never by recursion. Any other pattern, which
 * is one with look-around, back references or atomic groups, answers within {@link #maxSteps()} steps or says
 * {@link Finding#BUDGET_EXCEEDED}.
 *
 * <p>The syntax is PCRE's and what it means is what PCRE means on bytes without UTF: {@code \w \d \s \b} and case
 * folding know ASCII only, {@code [^x]} is one byte, only the line feed ends a line. Refused with a
 * {@link MalformedPatternException}: groups nested over 64 deep, counts over 1000, recursion, conditions, verbs,
 * callouts, {@code \K \G \X \p}.
 */
public final class Pattern {
    private static final long DEFAULT_MAX_STEPS = 1_000_000;
    private static final int[] NO_BOUNDS = {};

    private final byte[] source;
    private final Syntax syntax;
    private final @Nullable ThreadMachine threads;
    private final @Nullable BacktrackingMachine backtracking;
    private final long maxSteps;
    private final AtomicReference<@Nullable Scratch> idle = new AtomicReference<>();

    private Pattern(byte[] source, Syntax syntax, long maxSteps) {
        this.source = source;
        this.syntax = syntax;
        this.maxSteps = maxSteps;
        Program program = Compiler.compile(syntax.root());
        boolean linear = !NeedsBacktracking.in(syntax.root());
        this.threads = linear ? new ThreadMachine(program) : null;
        this.backtracking = linear ? null : new BacktrackingMachine(program, syntax.groups());
    }

    /**
     * Compiles a pattern.
     *
     * @param pattern the pattern; a character outside ASCII stands for the bytes of its UTF-8 encoding
     * @throws MalformedPatternException if the pattern is not one, or asks for what is not supported
     */
    public static Pattern compile(String pattern, PatternFlag... flags) {
        return compile(requireNonNull(pattern, "pattern").getBytes(StandardCharsets.UTF_8), Set.of(flags));
    }

    /**
     * Compiles a pattern that is given as bytes.
     *
     * @throws MalformedPatternException if the pattern is not one, or asks for what is not supported
     */
    public static Pattern compile(byte[] pattern, Set<PatternFlag> flags) {
        return compile(pattern, flags, DEFAULT_MAX_STEPS);
    }

    /**
     * Compiles a pattern that is given as bytes, with a bound on the steps of each search.
     *
     * @param maxSteps the bound, which matters only if the pattern is not linear
     * @throws MalformedPatternException if the pattern is not one, or asks for what is not supported
     */
    public static Pattern compile(byte[] pattern, Set<PatternFlag> flags, long maxSteps) {
        if (maxSteps <= 0) {
            throw new IllegalArgumentException("maxSteps must be positive: " + maxSteps);
        }
        byte[] source = pattern.clone();
        return new Pattern(source, Parser.parse(source, List.copyOf(flags)), maxSteps);
    }

    /** Whether an automaton runs the pattern: in linear time and never with {@link Finding#BUDGET_EXCEEDED}. */
    public boolean isLinear() {
        return threads != null;
    }

    /** The number of groups that capture, the whole match not counted. */
    public int groups() {
        return syntax.groups();
    }

    /** The numbers of the named groups. */
    public Map<String, Integer> groupNames() {
        return syntax.groupNames();
    }

    /** The most steps of one search, for a pattern that is not linear. */
    public long maxSteps() {
        return maxSteps;
    }

    /** Whether the pattern occurs in {@code value[from, to)}, which it takes for the whole text. */
    public Finding find(byte[] value, int from, int to) {
        Objects.checkFromToIndex(from, to, value.length);
        Scratch scratch = idle.getAndSet(null);
        if (scratch == null) {
            scratch = new Scratch();
        }
        Finding finding = search(value, from, to, from, NO_BOUNDS, scratch);
        idle.set(scratch);
        return finding;
    }

    /**
     * Whether and where the pattern occurs in {@code value[from, to)}, which it takes for the whole text: the match
     * that starts first and, of those, the one that PCRE prefers.
     *
     * @param match receives the bounds, as indexes of {@code value}
     */
    public Finding find(byte[] value, int from, int to, Match match) {
        return find(value, from, to, from, match);
    }

    /**
     * As {@link #find(byte[], int, int, Match)}, but the match may start at index {@code at} at the earliest. What
     * lies before still counts for {@code ^} and {@code \b}.
     */
    public Finding find(byte[] value, int from, int to, int at, Match match) {
        Objects.checkFromToIndex(from, to, value.length);
        if (at < from || at > to) {
            throw new IndexOutOfBoundsException("at must lie between " + from + " and " + to + ": " + at);
        }
        Finding finding = search(value, from, to, at, match.bounds(), match.scratch());
        if (finding != Finding.FOUND) {
            match.clear();
        }
        return finding;
    }

    private Finding search(byte[] value, int from, int to, int at, int[] bounds, Scratch scratch) {
        if (threads != null) {
            return threads.find(value, from, to, at, bounds, scratch) ? Finding.FOUND : Finding.NOT_FOUND;
        }
        return requireNonNull(backtracking).find(value, from, to, at, bounds, scratch, maxSteps);
    }

    /** The pattern as it was given, with bytes outside ASCII read as ISO 8859-1. */
    @Override
    public String toString() {
        return new String(source, StandardCharsets.ISO_8859_1);
    }
}
