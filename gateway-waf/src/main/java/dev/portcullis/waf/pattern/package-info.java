/**
 * A library of byte patterns that run in linear time: regular expressions in the syntax of PCRE on automata, and many
 * literals at once. It knows nothing of rules or of HTTP.
 *
 * <p>With n the length of a value and m the instructions of a pattern, counted repeats written out (at most 200,000):
 *
 * <ul>
 *   <li>Compiling takes time in the order of the pattern's length, counted repeats written out, for the syntax; what a search
 *       runs on is built by the first search, once, whichever thread comes first.
 *   <li>{@link dev.portcullis.waf.pattern.Pattern#find(byte[], int, int)} takes O(n) where its states are built, O(n m) at
 *       worst, and allocates nothing but new states. A thread that meets known states takes no lock.
 *   <li>Bounds take O(n) more where their states are built, one pass forward to the end of the match and one back to its
 *       start, groups one more pass over the match; O(n m) at worst, and only where there is a match and they are asked
 *       for.
 *   <li>States take at most {@link dev.portcullis.waf.pattern.PatternLimits#maxStateBytes()} for a pattern and
 *       {@link dev.portcullis.waf.pattern.StateMemory#limit()} for all that share a memory, plus 16 KiB for each pattern that
 *       was crowded out of it, and twice as much if it tells bounds. Without room the same
 *       sets are simulated until a state is known again, or all patterns have given their states back.
 *   <li>{@link dev.portcullis.waf.pattern.Prefilter} takes O(n) and a few words for each 64 patterns.
 *   <li>Patterns with look-around, back references or atomic groups are the exception: they stop after
 *       {@link dev.portcullis.waf.pattern.PatternLimits#maxSteps()} steps and say so.
 * </ul>
 *
 * <p>No search recurses, so that a small stack is enough for any value. All but builders,
 * {@link dev.portcullis.waf.pattern.Match} and {@link dev.portcullis.waf.pattern.Candidates} may be shared by threads.
 *
 * <p>Starting points: {@link dev.portcullis.waf.pattern.Pattern} compiles and searches,
 * {@link dev.portcullis.waf.pattern.Match} receives the bounds of a match and of its groups,
 * {@link dev.portcullis.waf.pattern.Prefilter} tells which of many patterns can match.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.pattern;
