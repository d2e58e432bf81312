package dev.portcullis.auth.apikey;

/** What came of looking at a presented key. */
public sealed interface ApiKeyLookup {
    /**
     * The key is known and good.
     *
     * @param key what is known of it
     */
    record Known(ApiKey key) implements ApiKeyLookup {}

    /**
     * The key is known, and has ended.
     *
     * @param id its name
     */
    record Ended(String id) implements ApiKeyLookup {}

    /** The key is not known; which of its parts is wrong nobody is told. */
    record Unknown() implements ApiKeyLookup {}

    /** The text has not the form of a key. */
    record Malformed() implements ApiKeyLookup {}
}
