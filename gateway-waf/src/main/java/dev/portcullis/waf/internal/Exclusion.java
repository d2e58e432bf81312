package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/**
 * Values that a rule does not look at: all of a variable, those of one key, or those whose name contains a pattern. Fixed
 * in the rule ({@code !ARGS:a}) or added while a transaction runs ({@code ctl:ruleRemoveTargetById}).
 *
 * @param key {@link Keys#NONE} unless one key is meant
 */
record Exclusion(Variable variable, int key, @Nullable KeyPattern pattern) {
    boolean coversAll() {
        return key == Keys.NONE && pattern == null;
    }

    /** Whether a value of the variable is excluded. */
    boolean covers(Variable of, Entry entry) {
        if (of != variable) {
            return false;
        }
        return pattern == null ? key == Keys.NONE || key == entry.key : entry.nameContains(pattern);
    }
}
