package dev.portcullis.ratelimit.bucket;

/** Takes the parts of a key, one after the other. */
public interface KeySink {
    /** Adds a number. */
    KeySink word(long word);

    /** Adds a text and its length, so that no two lists of texts look alike. */
    KeySink text(String text);
}
