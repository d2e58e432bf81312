package dev.portcullis.waf.internal;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;

/** Finds rules of a program by what they say about themselves; the index of a draft is that of its compiled rule. */
record RuleSelection(List<RuleDraft> drafts) {
    RuleSelection {
        drafts = List.copyOf(drafts);
    }

    int[] indexes(Predicate<RuleDraft> which) {
        int[] indexes = new int[drafts.size()];
        int found = 0;
        for (int index = 0; index < indexes.length; index++) {
            if (which.test(drafts.get(index))) {
                indexes[found++] = index;
            }
        }
        return Arrays.copyOf(indexes, found);
    }

    /** One bit for each rule. */
    long[] set(Predicate<RuleDraft> which) {
        long[] words = new long[(drafts.size() + 63) >> 6];
        for (int index : indexes(which)) {
            words[index >> 6] |= 1L << index;
        }
        return words;
    }
}
