package dev.portcullis.auth.jwt;

import dev.portcullis.auth.json.MalformedJsonException;
import dev.portcullis.auth.json.StrictJson;
import dev.portcullis.auth.jwks.JwsAlgorithm;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A token taken apart, once: what is judged here is what is verified. Nothing in it is believed yet, so nothing of it leaves
 * this package.
 *
 * @param algorithm as declared
 * @param keyId as declared, or {@code null}
 * @param typ as declared, or {@code null}
 * @param claims the payload's members
 * @param input what was signed: the received bytes
 * @param signature the signature
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record CompactJws(
        JwsAlgorithm algorithm,
        @Nullable String keyId,
        @Nullable String typ,
        Map<String, @Nullable Object> claims,
        byte[] input,
        byte[] signature) {
    private static final int MAX_KEY_ID = 512;

    /** A token that cannot be taken apart; carries no stack trace and nothing of the token. */
    static final class Refusal extends Exception {
        private static final long serialVersionUID = 1L;

        private final JwtRefusal why;

        Refusal(JwtRefusal why) {
            super(why.code(), null, false, false);
            this.why = why;
        }

        JwtRefusal why() {
            return why;
        }
    }

    /**
     * Takes a token apart.
     *
     * @param token its text, a byte a character
     */
    static CompactJws parse(byte[] token) throws Refusal {
        int first = point(token, 0);
        int second = first < 0 ? -1 : point(token, first + 1);
        if (second < 0) {
            throw new Refusal(JwtRefusal.MALFORMED);
        }
        int third = point(token, second + 1);
        if (third >= 0) {
            int fourth = point(token, third + 1);
            boolean five = fourth >= 0 && point(token, fourth + 1) < 0;
            throw new Refusal(five ? JwtRefusal.ENCRYPTED : JwtRefusal.MALFORMED);
        }
        Map<String, @Nullable Object> header = json(token, 0, first);
        JwsAlgorithm algorithm = algorithm(header);
        refuseExtensions(header);
        Map<String, @Nullable Object> claims = json(token, first + 1, second);
        return new CompactJws(
                algorithm,
                keyId(header),
                typ(header),
                claims,
                Arrays.copyOf(token, second),
                decode(token, second + 1, token.length));
    }

    private static int point(byte[] token, int from) {
        for (int i = from; i < token.length; i++) {
            if (token[i] == '.') {
                return i;
            }
        }
        return -1;
    }

    private static JwsAlgorithm algorithm(Map<String, @Nullable Object> header) throws Refusal {
        JwsAlgorithm algorithm = header.get("alg") instanceof String name ? JwsAlgorithm.named(name) : null;
        if (algorithm == null) {
            throw new Refusal(header.containsKey("enc") ? JwtRefusal.ENCRYPTED : JwtRefusal.ALG_NOT_ALLOWED);
        }
        return algorithm;
    }

    private static void refuseExtensions(Map<String, @Nullable Object> header) throws Refusal {
        if (header.containsKey("crit")) {
            throw new Refusal(header.containsKey("b64") ? JwtRefusal.B64 : JwtRefusal.CRIT);
        }
        if (header.containsKey("b64")) {
            throw new Refusal(JwtRefusal.B64);
        }
        if (header.containsKey("enc") || header.containsKey("zip")) {
            throw new Refusal(JwtRefusal.ENCRYPTED);
        }
        // x5c and x5t do not choose a key here, so a token may carry them; these would
        if (header.containsKey("jku") || header.containsKey("x5u") || header.containsKey("jwk")) {
            throw new Refusal(JwtRefusal.KEY_IN_HEADER);
        }
    }

    private static @Nullable String keyId(Map<String, @Nullable Object> header) throws Refusal {
        Object kid = header.get("kid");
        if (kid == null && !header.containsKey("kid")) {
            return null;
        }
        if (!(kid instanceof String text) || text.isEmpty() || text.length() > MAX_KEY_ID) {
            throw new Refusal(JwtRefusal.KID);
        }
        return text;
    }

    private static @Nullable String typ(Map<String, @Nullable Object> header) throws Refusal {
        Object typ = header.get("typ");
        if (typ == null && !header.containsKey("typ")) {
            return null;
        }
        if (!(typ instanceof String text)) {
            throw new Refusal(JwtRefusal.TYP);
        }
        return text;
    }

    private static Map<String, @Nullable Object> json(byte[] token, int from, int to) throws Refusal {
        try {
            return StrictJson.object(decode(token, from, to));
        } catch (MalformedJsonException e) {
            throw new Refusal(e.duplicate() ? JwtRefusal.DUPLICATE_MEMBER : JwtRefusal.MALFORMED);
        }
    }

    /** Base64url without padding, and in its one canonical form: unused bits are zero (RFC 4648, section 3.5). */
    private static byte[] decode(byte[] token, int from, int to) throws Refusal {
        int unused = (to - from) % 4;
        if (unused == 1 || to > from && token[to - 1] == '=') {
            throw new Refusal(JwtRefusal.MALFORMED);
        }
        try {
            byte[] bytes = Base64.getUrlDecoder().decode(Arrays.copyOfRange(token, from, to));
            if (unused != 0 && !canonical(token[to - 1], unused)) {
                throw new Refusal(JwtRefusal.MALFORMED);
            }
            return bytes;
        } catch (IllegalArgumentException e) {
            throw new Refusal(JwtRefusal.MALFORMED);
        }
    }

    private static boolean canonical(byte last, int unused) {
        int value = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_".indexOf(last);
        return (value & (unused == 2 ? 0x0f : 0x03)) == 0;
    }
}
