package dev.portcullis.waf.internal;

import dev.portcullis.waf.transform.Transformation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A chain of transformations: a parent chain and one more step. All chains of a program form one tree, so rules that
 * begin alike share the work.
 */
final class Chain {
    private final @Nullable Chain parent;
    private final @Nullable Transformation last;
    private final String names;
    private final long triggers;
    private final List<Chain> longer = new ArrayList<>();

    private Chain(@Nullable Chain parent, @Nullable Transformation last, String names) {
        this.parent = parent;
        this.last = last;
        this.names = names;
        this.triggers = last == null ? 0 : Triggers.of(last, stepName());
    }

    /** The chain without a step, of which a program has one. */
    static Chain none() {
        return new Chain(null, null, "");
    }

    /** This chain and one more step. Used while a program is compiled, by one thread. */
    Chain then(String name, Transformation step) {
        String path = names.isEmpty() ? name : names.concat(",").concat(name);
        for (Chain chain : longer) {
            if (chain.names.equals(path)) {
                return chain;
            }
        }
        Chain chain = new Chain(this, step, path);
        longer.add(chain);
        return chain;
    }

    boolean isRoot() {
        return parent == null;
    }

    Chain parent() {
        return parent == null ? this : parent;
    }

    Chain root() {
        Chain chain = this;
        while (chain.parent != null) {
            chain = chain.parent;
        }
        return chain;
    }

    /** The last step of a chain that has one. */
    Transformation step() {
        if (last == null) {
            throw new IllegalStateException("the empty chain has no step");
        }
        return last;
    }

    /** The name of the last step, in small letters. */
    String stepName() {
        return names.substring(names.lastIndexOf(',') + 1);
    }

    /** The kinds of bytes of which a value must have one for the last step to change it; see {@link Triggers}. */
    long triggers() {
        return triggers;
    }

    /** What the value is after this chain. */
    Text apply(Entry value, Slices slices) {
        if (parent == null || last == null) {
            return value;
        }
        for (Entry.Transformed known = value.transformed; known != null; known = known.older) {
            if (known.chain == this) {
                return known.text;
            }
        }
        Text before = parent.apply(value, slices);
        Arena arena = slices.arena;
        arena.reserve(last.bound(before.length()));
        int end = last.apply(before.bytes, before.from, before.to, arena.bytes, arena.at);
        Text after = before;
        if (end != Transformation.UNCHANGED) {
            after = slices.text(arena.bytes, arena.at, end);
            arena.at = end;
        }
        value.transformed = slices.transformed(this, after, value.transformed);
        return after;
    }

    @Override
    public String toString() {
        return names;
    }
}
