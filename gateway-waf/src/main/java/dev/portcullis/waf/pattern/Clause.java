package dev.portcullis.waf.pattern;

import java.util.Arrays;
import java.util.List;

/**
 * A necessary condition of a match: one of the bytes or one of the literals occurs in the value.
 *
 * @param bytes the single bytes
 * @param literals folded texts of 2 to {@link Rarity#WINDOW} characters, none of which begins with another
 * @param chance the guessed chance that an ordinary value meets the condition at a given place
 */
record Clause(ByteSet bytes, Texts literals, double chance) {
    /** Literals beyond this number are not worth looking for. */
    static final int MOST_LITERALS = 4_000;

    private static final int ENOUGH = 3;
    private static final int MANY = 3;

    /** One of the texts, none of which is empty, or of what they have in common. */
    static Clause ofTexts(Texts texts) {
        return ofPieces(withoutIdleEndings(texts));
    }

    /** One of the texts, none of which is empty. */
    static Clause ofPieces(Texts texts) {
        ByteSet bytes = ByteSet.EMPTY;
        Texts.Maker literals = new Texts.Maker(texts.size());
        for (int i = 0; i < texts.size(); i++) {
            long text = texts.at(i);
            if (Literal.length(text) == 1) {
                bytes = bytes.union(Folding.members(Literal.at(text, 0)));
            } else {
                literals.add(Rarity.rarestPiece(text, Rarity.WINDOW));
            }
        }
        return of(bytes, literals.make());
    }

    /** Cuts off last characters that merely multiply a text that is long enough without them. */
    private static Texts withoutIdleEndings(Texts texts) {
        Texts current = texts;
        while (current.size() >= MANY) {
            int count = current.size();
            long[] stems = new long[count];
            int longOnes = 0;
            for (int i = 0; i < count; i++) {
                int length = Literal.length(current.at(i));
                if (length > ENOUGH) {
                    stems[longOnes++] = Literal.piece(current.at(i), 0, length - 1);
                }
            }
            if (longOnes < MANY) {
                return current;
            }
            Arrays.sort(stems, 0, longOnes);
            Texts.Maker shorter = new Texts.Maker(count);
            for (int i = 0; i < count; i++) {
                long text = current.at(i);
                int length = Literal.length(text);
                long stem = length > ENOUGH ? Literal.piece(text, 0, length - 1) : text;
                shorter.add(length > ENOUGH && isOften(stem, stems, longOnes) ? stem : text);
            }
            Texts made = shorter.make();
            if (made.size() == count) {
                return current;
            }
            current = made;
        }
        return current;
    }

    private static boolean isOften(long stem, long[] sorted, int count) {
        int at = Arrays.binarySearch(sorted, 0, count, stem);
        int first = at;
        while (first > 0 && sorted[first - 1] == stem) {
            first--;
        }
        int last = at;
        while (last + 1 < count && sorted[last + 1] == stem) {
            last++;
        }
        return last - first + 1 >= MANY;
    }

    static Clause ofBytes(ByteSet bytes) {
        return of(bytes, Texts.NONE);
    }

    /** The condition that one of the given ones holds, of which there is at least one. */
    static Clause any(List<Clause> clauses) {
        if (clauses.size() == 1) {
            return clauses.get(0);
        }
        ByteSet bytes = ByteSet.EMPTY;
        Texts.Maker literals = new Texts.Maker(16);
        for (Clause clause : clauses) {
            bytes = bytes.union(clause.bytes);
            literals.add(clause.literals);
        }
        return of(bytes, literals.make());
    }

    private static Clause of(ByteSet bytes, Texts literals) {
        Texts shortest = literals.withoutLonger();
        double chance = bytes.isEmpty() ? 0 : Rarity.of(bytes);
        for (int i = 0; i < shortest.size(); i++) {
            chance += Rarity.of(shortest.at(i));
        }
        return new Clause(bytes, shortest, chance);
    }

    /** The same condition with literals of at most the given length, which says less. */
    Clause shortened(int length) {
        Texts.Maker shorter = new Texts.Maker(literals.size());
        for (int i = 0; i < literals.size(); i++) {
            shorter.add(Rarity.rarestPiece(literals.at(i), length));
        }
        return of(bytes, shorter.make());
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
