package dev.portcullis.waf.internal;

import dev.portcullis.waf.pattern.ByteMask;
import dev.portcullis.waf.transform.ByteSet;
import dev.portcullis.waf.transform.Transformation;
import java.util.Set;

/** What kinds of bytes have to do with the changes that a transformation makes. */
final class Triggers {
    /** The triggers of a step that may change any value. */
    static final long ANYTHING = -1;

    /** The bits of the letters; both cases of a letter have the same one. */
    static final long LETTERS = letters();

    private static final Set<String> CHANGING_CASE = Set.of("lowercase", "uppercase", "cmdline");

    /** Steps that do the same to a value whatever the case of its letters is. */
    private static final Set<String> BLIND_TO_CASE = Set.of(
            "lowercase",
            "uppercase",
            "cmdline",
            "removewhitespace",
            "compresswhitespace",
            "removenulls",
            "replacenulls",
            "removecomments",
            "replacecomments",
            "removecommentschar",
            "trim",
            "trimleft",
            "trimright",
            "normalizepath",
            "normalizepathwin",
            "normalisepath",
            "normalisepathwin");

    private Triggers() {}

    private static long letters() {
        long letters = 0;
        for (int c = 'a'; c <= 'z'; c++) {
            letters |= ByteMask.of((byte) c);
        }
        return letters;
    }

    /** The kinds of bytes of which a value must have one for the step to change it. */
    static long of(Transformation step) {
        ByteSet bytes = step.triggers();
        if (bytes.equals(ByteSet.ALL)) {
            return ANYTHING;
        }
        long mask = 0;
        for (int v = 0; v < 256; v++) {
            mask |= bytes.contains(v) ? ByteMask.of((byte) v) : 0;
        }
        return mask;
    }

    static boolean changesCase(String step) {
        return CHANGING_CASE.contains(step);
    }

    static boolean isBlindToCase(String step) {
        return BLIND_TO_CASE.contains(step);
    }
}
