package dev.portcullis.auth.jwt;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * The SHA-256 of a whole token: what the cache keeps in its place.
 *
 * @param a the first eight bytes
 * @param b the next
 * @param c the next
 * @param d the last
 */
record TokenDigest(long a, long b, long c, long d) {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Digests that nobody uses now, cleared of what they digested; a provider is searched only where there is none. */
    private static final AtomicReferenceArray<@Nullable MessageDigest> IDLE = new AtomicReferenceArray<>(16);

    static TokenDigest of(byte[] token) {
        byte[] hash = sha256(token);
        return new TokenDigest((long) WORD.get(hash, 0), (long) WORD.get(hash, 8), (long) WORD.get(hash, 16), (long)
                WORD.get(hash, 24));
    }

    static byte[] sha256(byte[] bytes) {
        int place = (int) Thread.currentThread().getId() & (IDLE.length() - 1);
        MessageDigest digest = IDLE.getAndSet(place, null);
        if (digest == null) {
            digest = newDigest();
        }
        byte[] hash = digest.digest(bytes);
        digest.reset();
        IDLE.setRelease(place, digest);
        return hash;
    }

    private static MessageDigest newDigest() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Written out: one that is generated is not compiled into its callers. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof TokenDigest token && a == token.a && b == token.b && c == token.c && d == token.d;
    }

    @Override
    public int hashCode() {
        return (int) a; // a digest is its own best hash
    }
}
