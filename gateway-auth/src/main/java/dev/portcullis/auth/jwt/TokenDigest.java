package dev.portcullis.auth.jwt;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The SHA-256 of a whole token: what the cache keeps in its place.
 *
 * @param a the first eight bytes
 * @param b the next
 * @param c the next
 * @param d the last
 */
record TokenDigest(long a, long b, long c, long d) {
    static TokenDigest of(byte[] token) {
        ByteBuffer hash = ByteBuffer.wrap(sha256(token));
        return new TokenDigest(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    }

    static byte[] sha256(byte[] bytes) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    @Override
    public int hashCode() {
        return (int) a; // a digest is its own best hash
    }
}
