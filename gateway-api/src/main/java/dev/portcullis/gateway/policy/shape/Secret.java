package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;

/**
 * A value that must not be shown: it is never part of {@link #toString}. Secrets of the same bytes are equal, wherever they
 * came from; the comparison takes the same time for all secrets of one length.
 */
public final class Secret {
    private final byte[] bytes;
    private final String source;

    private Secret(byte[] bytes, String source) {
        this.bytes = bytes;
        this.source = source;
    }

    /**
     * A secret.
     *
     * @param bytes copied
     * @param source where it came from, for people: {@code ${env:REDIS_URI}}
     */
    public static Secret of(byte[] bytes, String source) {
        return new Secret(bytes.clone(), requireNonNull(source, "source"));
    }

    /** A copy of the bytes. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The bytes as UTF-8 text. */
    public String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    /** Where it came from. */
    public String source() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Secret secret && MessageDigest.isEqual(bytes, secret.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    @Override
    public String toString() {
        return "Secret[" + source + "]";
    }
}
