package dev.portcullis.gateway.internal;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.PathRules;
import org.jspecify.annotations.Nullable;

/**
 * Reads the path of a target to its one canonical form, or refuses it. The canonical form is a fixpoint; decoded, it is
 * UTF-8 that another decoding, a folding of backslashes or a cutting of parameters does not change.
 */
final class PathReader {
    private final PathRules rules;

    PathReader(PathRules rules) {
        this.rules = requireNonNull(rules, "rules");
    }

    /** What became of a path. */
    sealed interface Reading {}

    /** The path has a canonical form. */
    record Path(String text) implements Reading {}

    /** The path has none. */
    record Refused(HeadRefusal refusal) implements Reading {}

    /** Whether the characters from {@code from} up to {@code to} are a canonical path without a percent-encoding. */
    static boolean isPlain(String text, int from, int to) {
        if (from >= to || text.charAt(from) != '/') {
            return false;
        }
        int segment = from + 1;
        for (int i = segment; i < to; i++) {
            char c = text.charAt(i);
            if (c == '/') {
                if (i == segment || isDots(text, segment, i)) {
                    return false;
                }
                segment = i + 1;
            } else if (!CharClass.isPath(c)) {
                return false;
            }
        }
        return !isDots(text, segment, to);
    }

    /** Reads the characters from {@code from} up to {@code to}, of which the first is a slash. */
    Reading read(String text, int from, int to) {
        PathWriter path = new PathWriter(rules, to - from);
        HeadRefusal refusal = read(text, from, to, path);
        return refusal == null ? new Path(path.text()) : new Refused(refusal);
    }

    private @Nullable HeadRefusal read(String text, int from, int to, PathWriter path) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            HeadRefusal refusal;
            if (c == '/') {
                refusal = i == from ? null : path.separator();
            } else if (c == '%') {
                int high = i + 2 < to ? CharClass.hex(text.charAt(i + 1)) : -1;
                int low = i + 2 < to ? CharClass.hex(text.charAt(i + 2)) : -1;
                refusal = high < 0 || low < 0 ? HeadRefusal.PATH_PERCENT : path.encoded(high << 4 | low);
                i += 2;
            } else {
                refusal = path.raw(c);
            }
            if (refusal != null) {
                return refusal;
            }
        }
        return path.end();
    }

    private static boolean isDots(String text, int from, int to) {
        int length = to - from;
        return (length == 1 || length == 2) && text.charAt(from) == '.' && text.charAt(to - 1) == '.';
    }
}
