package dev.portcullis.waf.pattern;

import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A necessary condition of a match: one of the bytes or one of the literals occurs in the value.
 *
 * @param bytes the single bytes
 * @param literals folded texts, ISO 8859-1, of 2 to {@link Rarity#WINDOW} bytes
 * @param chance the guessed chance that an ordinary value meets the condition at a given place
 */
record Clause(ByteSet bytes, Set<String> literals, double chance) {
    /** Literals beyond this number are not worth looking for. */
    static final int MOST_LITERALS = 4_000;

    private static final int ENOUGH = 3;
    private static final int MANY = 3;

    /** One of the texts, none of which is empty. */
    static Clause ofTexts(Collection<String> texts) {
        ByteSet bytes = ByteSet.EMPTY;
        Set<String> literals = new LinkedHashSet<>();
        for (String text : withoutIdleEndings(texts)) {
            if (text.length() == 1) {
                bytes = bytes.union(Folding.members(text.charAt(0)));
            } else {
                literals.add(Rarity.rarestWindow(text, Rarity.WINDOW));
            }
        }
        return of(bytes, literals);
    }

    /** Cuts off last bytes that merely multiply a text that is long enough without them. */
    private static Collection<String> withoutIdleEndings(Collection<String> texts) {
        Collection<String> current = texts;
        while (true) {
            Map<String, Integer> stems = new HashMap<>();
            for (String text : current) {
                if (text.length() > ENOUGH) {
                    stems.merge(text.substring(0, text.length() - 1), 1, Integer::sum);
                }
            }
            Set<String> shorter = new LinkedHashSet<>();
            for (String text : current) {
                String stem = text.length() > ENOUGH ? text.substring(0, text.length() - 1) : text;
                shorter.add(stems.getOrDefault(stem, 0) >= MANY ? stem : text);
            }
            if (shorter.size() == current.size()) {
                return current;
            }
            current = shorter;
        }
    }

    static Clause ofBytes(ByteSet bytes) {
        return of(bytes, Set.of());
    }

    /** The condition that one of the given ones holds, of which there is at least one. */
    static Clause any(List<Clause> clauses) {
        if (clauses.size() == 1) {
            return clauses.get(0);
        }
        ByteSet bytes = ByteSet.EMPTY;
        Set<String> literals = new LinkedHashSet<>();
        for (Clause clause : clauses) {
            bytes = bytes.union(clause.bytes);
            literals.addAll(clause.literals);
        }
        return of(bytes, literals);
    }

    private static Clause of(ByteSet bytes, Set<String> literals) {
        double chance = bytes.isEmpty() ? 0 : Rarity.of(bytes);
        for (String literal : literals) {
            chance += Rarity.of(literal);
        }
        return new Clause(bytes, literals, chance);
    }

    /** The same condition with literals of at most the given length, which says less. */
    Clause shortened(int length) {
        Set<String> shorter = new LinkedHashSet<>();
        literals.forEach(l -> shorter.add(Rarity.rarestWindow(l, length)));
        return of(bytes, shorter);
    }

    /** Whether punctuation and the like are the whole condition: no literal and no letter. */
    boolean isPunctuationOnly() {
        return literals.isEmpty() && letters() == 0;
    }

    /** Whether the literals, and they together with the single bytes, are as rare as given. */
    boolean isWorthLookingFor(double mostByLiterals, double most) {
        double byBytes = bytes.isEmpty() ? 0 : Rarity.of(bytes);
        return chance < most && chance - byBytes < mostByLiterals;
    }

    /** The bits of the letters among the single bytes. */
    long letters() {
        return ByteMask.of(bytes) & ByteMask.LETTERS;
    }
}
