package dev.portcullis.waf.pattern;

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
            Texts.Maker shorter = new Texts.Maker(current.size());
            int i = 0;
            while (i < current.size()) {
                // Texts that differ in the last character alone are neighbours.
                int end = i + 1;
                int length = Literal.length(current.at(i));
                long stem = length > ENOUGH ? Literal.piece(current.at(i), 0, length - 1) : Literal.EMPTY;
                while (length > ENOUGH
                        && end < current.size()
                        && Literal.length(current.at(end)) == length
                        && Literal.startsWith(current.at(end), stem)) {
                    end++;
                }
                if (end - i >= MANY) {
                    shorter.add(stem);
                    i = end;
                }
                for (; i < end; i++) {
                    shorter.add(current.at(i));
                }
            }
            if (shorter.size() == current.size()) {
                return current;
            }
            current = shorter.make();
        }
        return current;
    }

    static Clause ofBytes(ByteSet bytes) {
        return of(bytes, Texts.NONE);
    }

    /** One of the bytes or one of the literals. */
    static Clause of(ByteSet bytes, Texts literals) {
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

    @Override
    public boolean equals(Object o) {
        return o instanceof Clause c && bytes.equals(c.bytes) && literals.equals(c.literals);
    }

    @Override
    public int hashCode() {
        return 31 * bytes.hashCode() + literals.hashCode();
    }
}
