package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/** One variable that a rule looks at, its key and its exclusions resolved. Immutable. */
final class Target {
    private static final Exclusion[] NO_EXCLUSIONS = {};

    final Variable variable;

    /** The variables whose values are looked at, in order. */
    final Variable[] sources;

    /** Whether the number of values is meant and not the values. */
    final boolean count;

    /** The place of a key of TX that the rule spells out, else -1. */
    final int place;

    private final int key;
    private final @Nullable KeyPattern pattern;
    private final Exclusion[] exclusions;

    Target(Variable variable, boolean count, int place, int key, @Nullable KeyPattern pattern, Exclusion[] exclusions) {
        this.variable = variable;
        this.sources = variable.sources().toArray(new Variable[0]);
        this.count = count;
        this.place = place;
        this.key = key;
        this.pattern = pattern;
        this.exclusions = exclusions.length == 0 ? NO_EXCLUSIONS : exclusions;
    }

    boolean hasExclusions() {
        return exclusions.length > 0;
    }

    /** The pattern that selects names, if there is one. */
    @Nullable
    KeyPattern pattern() {
        return pattern;
    }

    /** Whether the target asks for a key, or leaves it out, by its name. */
    boolean names(int ofKey) {
        if (ofKey == Keys.NONE) {
            return false;
        }
        boolean named = key == ofKey;
        for (Exclusion exclusion : exclusions) {
            named |= exclusion.key() == ofKey;
        }
        return named;
    }

    /** Whether the rule can look at a value of this key; {@link Keys#NONE} for one that no rule names. */
    boolean mayAccept(int ofKey) {
        if (key != Keys.NONE && key != ofKey) {
            return false;
        }
        for (Exclusion exclusion : exclusions) {
            if (exclusion.variable() == variable
                    && exclusion.pattern() == null
                    && exclusion.key() != Keys.NONE
                    && exclusion.key() == ofKey) {
                return false;
            }
        }
        return true;
    }

    /** Whether the rule looks at this value of the variable. */
    boolean accepts(Entry entry) {
        if (pattern == null ? key != Keys.NONE && key != entry.key : !entry.nameContains(pattern)) {
            return false;
        }
        for (Exclusion exclusion : exclusions) {
            if (exclusion.covers(variable, entry)) {
                return false;
            }
        }
        return true;
    }

    /** The name of a value in logs and in {@code MATCHED_VAR_NAME}. */
    void appendName(ByteBuilder out, @Nullable Text name) {
        if (count) {
            out.append((byte) '&');
        }
        out.append(Ascii.bytes(variable.label()));
        if (name != null && name.length() > 0 && variable.hasKeys()) {
            out.append((byte) ':').append(name.bytes, name.from, name.to);
        }
    }
}
