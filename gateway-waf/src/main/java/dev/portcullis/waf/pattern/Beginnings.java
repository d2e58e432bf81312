package dev.portcullis.waf.pattern;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * Texts, folded, with which the matches of a part begin: each match is one of the complete texts, or begins with one
 * of the cut ones.
 *
 * @param complete whole matches
 * @param cut beginnings of matches
 */
record Beginnings(Set<String> complete, Set<String> cut) {
    /** More texts than these are not multiplied out. */
    private static final int MOST = 2_000;

    /** A text of this length is rare enough: it is not made into several longer ones. */
    private static final int LONG_ENOUGH = 3;

    /** No text is made longer than this. */
    private static final int LONGEST = 32;

    /** The empty match. */
    static final Beginnings EMPTY = new Beginnings(Set.of(""), Set.of());

    /** Nothing is known. */
    static final Beginnings UNKNOWN = new Beginnings(Set.of(), Set.of(""));

    static Beginnings complete(Set<String> texts) {
        return new Beginnings(texts, Set.of());
    }

    boolean isComplete() {
        return cut.isEmpty();
    }

    /** Whether nothing that follows can make a text longer. */
    boolean isClosed() {
        return complete.isEmpty();
    }

    /** All texts. */
    Set<String> all() {
        Set<String> all = new LinkedHashSet<>(complete);
        all.addAll(cut);
        return all;
    }

    /** The beginnings of a match of this part followed by one of the other. */
    Beginnings then(Beginnings next) {
        int ways = next.complete.size() + next.cut.size();
        if (ways == 1 && next.complete.contains("")) {
            return this;
        }
        boolean tooMany = (long) complete.size() * ways > MOST && ways > 1;
        Set<String> longer = new LinkedHashSet<>();
        Set<String> ended = new LinkedHashSet<>(cut);
        for (String text : complete) {
            if ((ways > 1 && (text.length() >= LONG_ENOUGH || tooMany)) || text.length() >= LONGEST) {
                ended.add(text);
            } else {
                next.complete.forEach(n -> longer.add(text + n));
                next.cut.forEach(n -> ended.add(text + n));
            }
        }
        return new Beginnings(longer, ended);
    }

    /** The beginnings of a match of this part or of the other. */
    Beginnings or(Beginnings other) {
        if (complete.size() + cut.size() + other.complete.size() + other.cut.size() > 2 * MOST) {
            return UNKNOWN;
        }
        Set<String> complete = new LinkedHashSet<>(this.complete);
        complete.addAll(other.complete);
        Set<String> cut = new LinkedHashSet<>(this.cut);
        cut.addAll(other.cut);
        return new Beginnings(complete, cut);
    }

    /** The same beginnings of matches that may go on. */
    Beginnings cutOff() {
        return new Beginnings(Set.of(), all());
    }
}
