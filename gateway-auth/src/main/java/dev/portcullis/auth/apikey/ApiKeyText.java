package dev.portcullis.auth.apikey;

import java.util.Optional;

/** The form of a key: {@code pc_ID_RANDOM}, where the random part holds no underscore. */
final class ApiKeyText {
    static final String PREFIX = "pc_";
    static final int MAX_LENGTH = 256;

    private ApiKeyText() {}

    static String of(String id, String random) {
        return PREFIX + id + '_' + random;
    }

    /** The id that a presented text names; empty where it has not the form of a key. */
    static Optional<String> id(String presented) {
        int last = presented.lastIndexOf('_');
        boolean formed = presented.length() <= MAX_LENGTH
                && presented.startsWith(PREFIX)
                && last > PREFIX.length()
                && last < presented.length() - 1;
        return formed ? Optional.of(presented.substring(PREFIX.length(), last)) : Optional.empty();
    }
}
