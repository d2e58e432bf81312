package dev.portcullis.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Keyed digests: equal values have equal digests, and without the key nobody can tell the value, nor try all. A digest of a
 * pseudonym is made with a key of its period, so that one period cannot be joined with the next; whoever destroys the key
 * destroys every link. Confined to one thread.
 */
final class Digests {
    private static final int REMEMBERED = 4_096;
    private static final int SHORT = 8;

    private final byte[] key;
    private final long periodSeconds;
    private final Mac mac;
    private final Map<String, String> remembered = new Remembered();
    private final Map<String, String> pseudonyms = new Remembered();
    private long period = Long.MIN_VALUE;
    private SecretKeySpec ofPeriod;

    Digests(byte[] key, long periodSeconds) {
        this.key = key.clone();
        this.periodSeconds = periodSeconds;
        this.ofPeriod = new SecretKeySpec(this.key, "HmacSHA256");
        try {
            mac = Mac.getInstance("HmacSHA256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has HmacSHA256", e);
        }
    }

    /** The digest of a secret, for correlation. */
    String of(String value) {
        String known = remembered.get(value);
        if (known == null) {
            known = "hmac:" + hex(new SecretKeySpec(key, "HmacSHA256"), "digest\n" + value);
            remembered.put(value, known);
        }
        return known;
    }

    /** What stands for a value during one period. */
    String pseudonym(String kind, String value, Instant time) {
        long now = Math.floorDiv(time.getEpochSecond(), periodSeconds);
        if (now != period) {
            pseudonyms.clear();
            ofPeriod = new SecretKeySpec(mac(new SecretKeySpec(key, "HmacSHA256"), "period\n" + now), "HmacSHA256");
            period = now;
        }
        String name = kind + '\n' + value;
        String known = pseudonyms.get(name);
        if (known == null) {
            known = "p" + now + "-" + hex(ofPeriod, name);
            pseudonyms.put(name, known);
        }
        return known;
    }

    private String hex(SecretKeySpec with, String text) {
        return HexFormat.of().formatHex(mac(with, text), 0, SHORT);
    }

    private byte[] mac(SecretKeySpec with, String text) {
        try {
            mac.init(with);
        } catch (InvalidKeyException e) {
            throw new IllegalStateException("every JDK takes such a key", e);
        }
        return mac.doFinal(text.getBytes(UTF_8));
    }

    /** Callers come back; what is remembered is bounded. */
    private static final class Remembered extends LinkedHashMap<String, String> {
        private static final long serialVersionUID = 1L;

        Remembered() {
            super(256, 0.75f, true);
        }

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
            return size() > REMEMBERED;
        }
    }
}
