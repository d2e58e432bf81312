package dev.portcullis.auth.apikey;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The form of a key: {@code pc_ID_RANDOM}. The random part of a key that was made here holds no underscore; one that was made
 * elsewhere may, so a text can name more than one id.
 */
final class ApiKeyText {
    static final String PREFIX = "pc_";
    static final int MAX_LENGTH = 256;

    private ApiKeyText() {}

    static String of(String id, String random) {
        return PREFIX + id + '_' + random;
    }

    /** The longest id that a presented text can name; empty where it has not the form of a key. */
    static Optional<String> id(String presented) {
        int last = presented.lastIndexOf('_');
        boolean formed = presented.length() <= MAX_LENGTH
                && presented.startsWith(PREFIX)
                && last > PREFIX.length()
                && last < presented.length() - 1;
        return formed ? Optional.of(presented.substring(PREFIX.length(), last)) : Optional.empty();
    }

    /** The next shorter id that the text can name, or {@code null}. */
    static @Nullable String shorter(String id) {
        int last = id.lastIndexOf('_');
        return last > 0 ? id.substring(0, last) : null;
    }
}
