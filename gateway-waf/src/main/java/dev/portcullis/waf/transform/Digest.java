package dev.portcullis.waf.transform;

import java.security.DigestException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;

/**
 * {@code md5} and {@code sha1}: the raw digest, to tell values apart and not to protect anything. The one kind of
 * transformation that allocates, a little and whatever the length.
 */
final class Digest implements Transformation {
    private final String algorithm;
    private final int length;

    private Digest(String algorithm, int length) {
        this.algorithm = algorithm;
        this.length = length;
    }

    static Digest md5() {
        return new Digest("MD5", 16);
    }

    static Digest sha1() {
        return new Digest("SHA-1", 20);
    }

    @Override
    public int bound(int ignored) {
        return length;
    }

    @Override
    public int apply(byte[] in, int from, int to, byte[] out, int at) {
        MessageDigest digest = digest();
        digest.update(in, from, to - from);
        try {
            digest.digest(out, at, length);
        } catch (DigestException e) {
            throw new IllegalArgumentException("no room for a digest of " + length + " bytes", e);
        }
        return Arrays.equals(in, from, to, out, at, at + length) ? UNCHANGED : at + length;
    }

    private MessageDigest digest() {
        try {
            return MessageDigest.getInstance(algorithm);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has " + algorithm, e);
        }
    }
}
