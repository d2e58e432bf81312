package dev.portcullis.waf.internal;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/** Finds rules of a program by what they say about themselves; the index of a draft is that of its compiled rule. */
record RuleSelection(List<RuleDraft> drafts) {
    RuleSelection {
        drafts = List.copyOf(drafts);
    }

    int[] indexes(Predicate<RuleDraft> which) {
        return IntStream.range(0, drafts.size())
                .filter(index -> which.test(drafts.get(index)))
                .toArray();
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
