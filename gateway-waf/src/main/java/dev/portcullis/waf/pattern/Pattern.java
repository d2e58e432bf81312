package dev.portcullis.waf.pattern;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A compiled regular expression over bytes. Immutable; any number of threads may search with it at once.
 *
 * <p>Guarantee: a {@linkplain #isLinear() linear} pattern answers in time proportional to the length of the value,
 * whatever the value is, with memory bounded by the pattern alone, and never by recursion. Any other pattern, which
 * is one with look-around, back references or atomic groups, answers within {@link PatternLimits#maxSteps()} steps or says
 * {@link Finding#BUDGET_EXCEEDED}.
 *
 * <p>The syntax is PCRE's and what it means is what PCRE means on bytes without UTF: {@code \w \d \s \b} and case
 * folding know ASCII only, {@code [^x]} is one byte, only the line feed ends a line. Refused with a
 * {@link MalformedPatternException}: groups nested over 64 deep, counts over 1000, recursion, conditions, verbs,
 * callouts, {@code \K \G \X \p}.
 */
public final class Pattern {
    private static final int[] NO_BOUNDS = {};

    private final byte[] source;
    private final Syntax syntax;
    private final PatternLimits limits;
    private final boolean wholeText;
    private final @Nullable BacktrackingMachine backtracking;

    // What a search needs is built by the first one: most patterns of a rule set are never run.
    private volatile @Nullable LazyAutomaton automaton;
    private volatile @Nullable ThreadMachine threads;
    private volatile @Nullable BoundsFinder boundsFinder;
    private @Nullable Node language;

    /** Whether the automaton knows where matches start. Set before the automaton. */
    private boolean tellsStarts;

    private @Nullable Requirement requirement;

    private Pattern(byte[] source, Syntax syntax, PatternLimits limits) {
        this.source = source;
        this.syntax = syntax;
        this.limits = limits;
        this.wholeText = WholeText.isMatchedBy(syntax.root());
        if (!syntax.plain() && NeedsBacktracking.in(syntax.root())) {
            this.backtracking = new BacktrackingMachine(Compiler.compile(syntax.root()), syntax.groups());
        } else {
            this.backtracking = null;
            if (!syntax.plain() && !ProgramSize.isModest(syntax.root())) {
                // What is too large has to be refused here, and what is high is not left to a thread with a small
                // stack.
                threads();
                automaton();
            }
        }
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
     * Compiles a pattern that is given as bytes, with the default limits.
     *
     * @throws MalformedPatternException if the pattern is not one, or asks for what is not supported
     */
    public static Pattern compile(byte[] pattern, Set<PatternFlag> flags) {
        return compile(pattern, flags, PatternLimits.DEFAULT);
    }

    /**
     * Compiles a pattern that is given as bytes, with the default limits but for the steps of one search.
     *
     * @param maxSteps the bound on the steps, which matters only if the pattern is not linear
     * @throws MalformedPatternException if the pattern is not one, or asks for what is not supported
     */
    public static Pattern compile(byte[] pattern, Set<PatternFlag> flags, long maxSteps) {
        return compile(pattern, flags, PatternLimits.DEFAULT.withMaxSteps(maxSteps));
    }

    /**
     * Compiles a pattern that is given as bytes.
     *
     * @throws MalformedPatternException if the pattern is not one, or asks for what is not supported
     */
    public static Pattern compile(byte[] pattern, Set<PatternFlag> flags, PatternLimits limits) {
        requireNonNull(limits, "limits");
        byte[] source = pattern.clone();
        return new Pattern(source, Parser.parse(source, List.copyOf(flags)), limits);
    }

    /** Whether an automaton runs the pattern: in linear time and never with {@link Finding#BUDGET_EXCEEDED}. */
    public boolean isLinear() {
        return backtracking == null;
    }

    /** The number of groups that capture, the whole match not counted. */
    public int groups() {
        return syntax.groups();
    }

    /** The numbers of the named groups. */
    public Map<String, Integer> groupNames() {
        return syntax.groupNames();
    }

    /** The bounds with which the pattern was compiled. */
    public PatternLimits limits() {
        return limits;
    }

    /** Whether the pattern occurs in {@code value[from, to)}, which it takes for the whole text. */
    public Finding find(byte[] value, int from, int to) {
        Objects.checkFromToIndex(from, to, value.length);
        if (wholeText) {
            return Finding.FOUND;
        }
        LazyAutomaton states = automaton();
        if (states != null) {
            return states.find(value, from, to) ? Finding.FOUND : Finding.NOT_FOUND;
        }
        return search(value, from, to, from, NO_BOUNDS, new Scratch());
    }

    /** Whether it matches every text as a whole, as {@code ^.*$} does, so that there is nothing to search. */
    public boolean isWholeText() {
        return wholeText;
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
        if (wholeText && at == from) {
            match.setWhole(from, to);
            return Finding.FOUND;
        }
        Finding finding = findBounds(value, from, to, at, match);
        if (finding != Finding.FOUND) {
            match.clear();
        }
        return finding;
    }

    /** The length of the pattern as it was given. */
    int length() {
        return source.length;
    }

    private Finding findBounds(byte[] value, int from, int to, int at, Match match) {
        LazyAutomaton states = at == from ? automaton() : null;
        if (states == null) {
            return search(value, from, to, at, match.bounds(), match.scratch());
        }
        if (!states.find(value, from, to)) {
            return Finding.NOT_FOUND;
        }
        int start = tellsStarts ? states.noMatchBefore(value, from, to) : from;
        return boundsFinder().find(value, from, to, start, match.bounds(), match.scratch())
                ? Finding.FOUND
                : Finding.NOT_FOUND;
    }

    /** What a value must have for the pattern to match. */
    synchronized Requirement requirement() {
        Requirement known = requirement;
        if (known == null) {
            known = Requirement.of(language());
            requirement = known;
            forgetLanguage();
        }
        return known;
    }

    /** What tells whether there is a match; null if the pattern is not linear. */
    @Nullable
    LazyAutomaton automaton() {
        LazyAutomaton known = automaton;
        return known == null && backtracking == null ? buildAutomaton() : known;
    }

    private synchronized LazyAutomaton buildAutomaton() {
        LazyAutomaton known = automaton;
        if (known == null) {
            Automaton sets = new Automaton(Compiler.compileLanguage(language()));
            known = new LazyAutomaton(sets, limits.maxStateBytes(), limits.stateMemory());
            automaton = known;
            forgetLanguage();
        }
        return known;
    }

    /** A smaller tree that matches somewhere in the same texts. */
    private synchronized Node language() {
        Node known = language;
        if (known == null) {
            Node whole = LanguageSimplifier.simplify(syntax.root());
            known = Existence.of(whole);
            language = known;
            tellsStarts = Existence.keepsStarts(whole);
        }
        return known;
    }

    private synchronized void forgetLanguage() {
        if (requirement != null && (automaton != null || backtracking != null)) {
            language = null;
        }
    }

    private ThreadMachine threads() {
        ThreadMachine known = threads;
        return known == null ? buildThreads() : known;
    }

    private synchronized ThreadMachine buildThreads() {
        ThreadMachine known = threads;
        if (known == null) {
            known = new ThreadMachine(Compiler.compile(syntax.root()));
            threads = known;
        }
        return known;
    }

    private BoundsFinder boundsFinder() {
        BoundsFinder known = boundsFinder;
        return known == null ? buildBoundsFinder() : known;
    }

    private synchronized BoundsFinder buildBoundsFinder() {
        BoundsFinder known = boundsFinder;
        if (known == null) {
            known = new BoundsFinder(threads().program(), limits);
            boundsFinder = known;
        }
        return known;
    }

    Finding search(byte[] value, int from, int to, int at, int[] bounds, Scratch scratch) {
        if (backtracking != null) {
            return backtracking.find(value, from, to, at, bounds, scratch, limits.maxSteps());
        }
        return threads().find(value, from, to, at, bounds, scratch) ? Finding.FOUND : Finding.NOT_FOUND;
    }

    /** The pattern as it was given, with bytes outside ASCII read as ISO 8859-1. */
    @Override
    public String toString() {
        return new String(source, StandardCharsets.ISO_8859_1);
    }
}
