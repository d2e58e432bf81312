package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.PathRules.Rule;
import org.jspecify.annotations.Nullable;

/**
 * Writes the canonical form of one path while its characters are read. Each call answers a refusal, or
 * {@code null}. Beside the encoded form it keeps the decoded bytes of the current segment, which the rules are about.
 */
final class PathWriter {
    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    private final PathRules rules;
    private final StringBuilder out;
    private final byte[] decoded; // the current segment
    private int length;
    private boolean inParameter;
    private boolean hidesSeparator; // the current segment has an encoded slash or a backslash
    private final Utf8Sequence utf8 = new Utf8Sequence();

    PathWriter(PathRules rules, int expected) {
        this.rules = rules;
        out = new StringBuilder(expected + 8).append('/');
        decoded = new byte[expected];
    }

    String text() {
        return out.toString();
    }

    /** A character that is not percent-encoded; neither a slash nor a percent sign. */
    @Nullable
    HeadRefusal raw(char c) {
        if (c >= 0x80) {
            return HeadRefusal.PATH_NON_ASCII;
        }
        if (CharClass.isControl(c)) {
            return HeadRefusal.PATH_CONTROL;
        }
        if (utf8.isOpen()) {
            return HeadRefusal.PATH_UTF8;
        }
        if (CharClass.isPath(c)) {
            return plain(c);
        }
        if (c == ';') {
            inParameter = true;
            return rules.parameter() == Rule.REFUSE ? HeadRefusal.PATH_PARAMETER : null;
        }
        if (c == '\\') {
            return encoded(c);
        }
        if (c == '#') {
            return HeadRefusal.TARGET_FRAGMENT;
        }
        return rules.illegalCharacter() == Rule.REFUSE ? HeadRefusal.PATH_CHARACTER : escaped(c);
    }

    /** A byte that is percent-encoded, or a backslash, which is treated alike. */
    @Nullable
    HeadRefusal encoded(int b) {
        HeadRefusal refusal = utf8.next(b);
        if (refusal != null) {
            return refusal;
        }
        if (CharClass.isUnreserved(b)) {
            return plain((char) b);
        }
        if (CharClass.isControl(b)) {
            return HeadRefusal.PATH_CONTROL;
        }
        switch (b) {
            case '/' -> {
                hidesSeparator |= !inParameter;
                return rules.encodedSlash() == Rule.REFUSE ? HeadRefusal.PATH_ENCODED_SLASH : escaped(b);
            }
            case '\\' -> {
                hidesSeparator |= !inParameter;
                return rules.backslash() == Rule.REFUSE ? HeadRefusal.PATH_BACKSLASH : escaped(b);
            }
            case ';' -> {
                return HeadRefusal.PATH_PARAMETER; // even where parameters are dropped: readers differ about this one
            }
            default -> {
                return escaped(b);
            }
        }
    }

    /** A slash that ends a segment. */
    @Nullable
    HeadRefusal separator() {
        HeadRefusal refusal = endSegment(false);
        inParameter = false;
        hidesSeparator = false;
        length = 0;
        return refusal;
    }

    /** The end of the path. */
    @Nullable
    HeadRefusal end() {
        return endSegment(true);
    }

    private @Nullable HeadRefusal plain(char c) {
        if (!inParameter) {
            out.append(c);
            return decoded(c);
        }
        return null;
    }

    private @Nullable HeadRefusal escaped(int b) {
        if (!inParameter) {
            out.append('%').append(HEX[b >> 4]).append(HEX[b & 0xF]);
            return decoded(b);
        }
        return null;
    }

    private @Nullable HeadRefusal decoded(int b) {
        decoded[length++] = (byte) b;
        boolean twice = CharClass.hex(b) >= 0 && (isEncoding(length - 3, 2) || isWideEncoding(length - 6));
        return twice && rules.doubleEncoding() == Rule.REFUSE ? HeadRefusal.PATH_DOUBLE_ENCODING : null;
    }

    /** Whether a percent sign and hexadecimal digits stand at this place of what has been decoded. */
    private boolean isEncoding(int at, int digits) {
        return at >= 0 && decoded[at] == '%' && areDigits(at + 1, digits);
    }

    /** Whether {@code %u} and four hexadecimal digits stand there, which some readers decode. */
    private boolean isWideEncoding(int at) {
        return at >= 0 && decoded[at] == '%' && (decoded[at + 1] | 0x20) == 'u' && areDigits(at + 2, 4);
    }

    private boolean areDigits(int from, int count) {
        for (int i = from; i < from + count; i++) {
            if (CharClass.hex(decoded[i]) < 0) {
                return false;
            }
        }
        return true;
    }

    private @Nullable HeadRefusal endSegment(boolean last) {
        if (utf8.isOpen()) {
            return HeadRefusal.PATH_UTF8;
        }
        if (hidesSeparator && hasHiddenDots()) {
            return HeadRefusal.PATH_DOT_SEGMENT;
        }
        boolean one = isDots(0, length) && length == 1;
        boolean two = isDots(0, length) && length == 2;
        if (one || two) {
            if (rules.dotSegment() == Rule.REFUSE) {
                return HeadRefusal.PATH_DOT_SEGMENT;
            }
            out.setLength(out.length() - length);
            return two && !removeSegment() ? HeadRefusal.PATH_DOT_SEGMENT : null;
        }
        if (last) {
            return null;
        }
        if (length > 0) {
            out.append('/');
            return null;
        }
        return rules.emptySegment() == Rule.REFUSE ? HeadRefusal.PATH_EMPTY_SEGMENT : null;
    }

    /** Takes the last segment off what was written, which ends in a slash. */
    private boolean removeSegment() {
        if (out.length() == 1) {
            return false;
        }
        out.setLength(out.lastIndexOf("/", out.length() - 2) + 1);
        return true;
    }

    /** Whether a reader that takes the encoded separators of this segment for slashes sees a dot or an empty segment. */
    private boolean hasHiddenDots() {
        int from = 0;
        for (int i = 0; i <= length; i++) {
            if (i == length || decoded[i] == '/' || decoded[i] == '\\') {
                if (i == from || isDots(from, i)) {
                    return true;
                }
                from = i + 1;
            }
        }
        return false;
    }

    private boolean isDots(int from, int to) {
        int dots = to - from;
        return (dots == 1 || dots == 2) && decoded[from] == '.' && decoded[to - 1] == '.';
    }
}
