package dev.portcullis.gateway.internal;

import org.jspecify.annotations.Nullable;

/**
 * Follows percent-encoded bytes through UTF-8 (RFC 3629): shortest form only, no surrogates, nothing beyond U+10FFFF, and no
 * control characters of the C1 set.
 */
final class Utf8Sequence {
    private int missing;
    private int least = 0x80; // what the next continuation byte may be
    private int most = 0xBF;
    private boolean afterC2;

    /** Whether a character has begun and is not complete. */
    boolean isOpen() {
        return missing > 0;
    }

    /** Takes one byte; answers a refusal, or {@code null}. */
    @Nullable
    HeadRefusal next(int b) {
        if (missing > 0) {
            if (b < least || b > most) {
                return HeadRefusal.PATH_UTF8;
            }
            if (afterC2 && b < 0xA0) {
                return HeadRefusal.PATH_CONTROL;
            }
            missing--;
            least = 0x80;
            most = 0xBF;
            afterC2 = false;
            return null;
        }
        if (b < 0x80) {
            return null;
        }
        if (b < 0xC2 || b > 0xF4) {
            return HeadRefusal.PATH_UTF8;
        }
        missing = b < 0xE0 ? 1 : b < 0xF0 ? 2 : 3;
        least = b == 0xE0 ? 0xA0 : b == 0xF0 ? 0x90 : 0x80;
        most = b == 0xED ? 0x9F : b == 0xF4 ? 0x8F : 0xBF;
        afterC2 = b == 0xC2;
        return null;
    }
}
