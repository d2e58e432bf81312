package dev.portcullis.waf.internal;

import dev.portcullis.waf.pattern.ByteMask;
import dev.portcullis.waf.transform.ByteSet;
import dev.portcullis.waf.transform.Transformation;
import java.util.Set;

/** What kinds of bytes have to do with the changes that a transformation makes. */
final class Triggers {
    /** The triggers of a step that may change any value. */
    static final long ANYTHING = -1;

    /** The kind of all letters. */
    static final long LETTERS = 1;

    /** The kind of a full stop that a value begins with. */
    private static final long LEADING_DOT = 2;

    private static final long ALL_LETTERS = letters();
    private static final long DOT = ByteMask.of((byte) '.');

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
            "length",
            "trim",
            "trimleft",
            "trimright",
            "normalizepath",
            "normalizepathwin",
            "normalisepath",
            "normalisepathwin");

    private static final Set<String> PATHS =
            Set.of("normalizepath", "normalizepathwin", "normalisepath", "normalisepathwin");

    private Triggers() {}

    private static long letters() {
        long letters = 0;
        for (int c = 'a'; c <= 'z'; c++) {
            letters |= ByteMask.of((byte) c);
        }
        return letters;
    }

    /** The kinds of bytes in {@code value[from, to)}, as steps tell them apart, from its {@link ByteMask}. */
    static long kinds(long mask, byte[] value, int from, int to) {
        long kinds = mask & ~ALL_LETTERS | ((mask & ALL_LETTERS) == 0 ? 0 : LETTERS);
        return from < to && value[from] == '.' ? kinds | LEADING_DOT : kinds;
    }

    /** The kinds of bytes of which a value must have one for the step of this name to change it. */
    static long of(Transformation step, String name) {
        ByteSet bytes = step.triggers();
        if (bytes.equals(ByteSet.ALL)) {
            return ANYTHING;
        }
        long mask = 0;
        for (int v = 0; v < 256; v++) {
            mask |= bytes.contains(v) ? ByteMask.of((byte) v) : 0;
        }
        long kinds = mask & ~ALL_LETTERS | ((mask & ALL_LETTERS) == 0 ? 0 : LETTERS);
        // Without a slash a path is one segment, which counts only if it is made of full stops.
        return PATHS.contains(name) ? kinds & ~DOT | LEADING_DOT : kinds;
    }

    static boolean changesCase(String step) {
        return CHANGING_CASE.contains(step);
    }

    static boolean isBlindToCase(String step) {
        return BLIND_TO_CASE.contains(step);
    }
}
