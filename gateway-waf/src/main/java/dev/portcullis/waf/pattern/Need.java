package dev.portcullis.waf.pattern;

import java.util.List;

/**
 * A {@link Clause} on its way: a leaf, or one of several others. Literals are put together for the few that are kept in
 * the end, not at each level of the tree that they come from. The chance is a sum, so that what occurs twice counts twice.
 */
final class Need {
    /** Unions with more literals are dropped; equal ones count again. */
    private static final int MOST = 2 * Clause.MOST_LITERALS;

    private final ByteSet bytes;
    private final Texts literals;
    private final List<Need> anyOf;
    private final int size;
    private final double literalChance;
    private final double chance;

    private Need(ByteSet bytes, Texts literals, List<Need> anyOf, int size, double literalChance) {
        this.bytes = bytes;
        this.literals = literals;
        this.anyOf = anyOf;
        this.size = size;
        this.literalChance = literalChance;
        this.chance = literalChance + (bytes.isEmpty() ? 0 : Rarity.of(bytes));
    }

    static Need of(Clause clause) {
        double byBytes = clause.bytes().isEmpty() ? 0 : Rarity.of(clause.bytes());
        return new Need(
                clause.bytes(), clause.literals(), List.of(), clause.literals().size(), clause.chance() - byBytes);
    }

    /** The need that one of the given ones is met, of which there is at least one. */
    static Need any(List<Need> needs) {
        if (needs.size() == 1) {
            return needs.get(0);
        }
        ByteSet bytes = ByteSet.EMPTY;
        int size = 0;
        double chance = 0;
        for (Need need : needs) {
            bytes = bytes.union(need.bytes);
            size += need.size;
            chance += need.literalChance;
        }
        return new Need(bytes, Texts.NONE, needs, size, chance);
    }

    boolean hasTooManyLiterals() {
        return size > MOST;
    }

    /** The guessed chance that an ordinary value meets it at a given place. */
    double chance() {
        return chance;
    }

    /** Whether the two are the same as far as can be told at once. */
    boolean isLike(Need other) {
        return this == other || (chance == other.chance && size == other.size && bytes.equals(other.bytes));
    }

    Clause clause() {
        Texts.Maker all = new Texts.Maker(size);
        addTo(all);
        return Clause.of(bytes, all.make());
    }

    private void addTo(Texts.Maker all) {
        all.add(literals);
        for (Need need : anyOf) {
            need.addTo(all);
        }
    }
}
