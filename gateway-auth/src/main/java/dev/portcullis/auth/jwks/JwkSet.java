package dev.portcullis.auth.jwks;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.RSAKey;
import dev.portcullis.auth.json.MalformedJsonException;
import dev.portcullis.auth.json.StrictJson;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.spec.X509EncodedKeySpec;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a JWK Set (RFC 7517, section 5). Keys that are not for verifying signatures, that bring their private half, or of a
 * kind, size or curve that no allowed algorithm uses, are passed over, as that section wants; a set without a usable key is
 * refused.
 */
public final class JwkSet {
    private static final int MAX_KEYS = 200;
    /** The X.509 encoding of an Ed25519 key up to its 32 bytes (RFC 8410, section 4). */
    private static final byte[] ED25519 = {0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00};

    private JwkSet() {}

    /**
     * The keys of the document.
     *
     * @throws IllegalArgumentException if it is no key set, or holds no usable key
     */
    public static VerificationKeys parse(byte[] json) {
        VerificationKeys keys = published(json);
        if (keys.keys().isEmpty()) {
            throw new IllegalArgumentException("the key set holds no public key that verifies signatures");
        }
        return keys;
    }

    /** The keys that an issuer publishes now, which may be none: then it took away those that it had. */
    static VerificationKeys published(byte[] json) {
        List<?> members;
        try {
            members = StrictJson.object(json).get("keys") instanceof List<?> list ? list : null;
        } catch (MalformedJsonException e) {
            throw new IllegalArgumentException("no key set: " + e.getMessage());
        }
        if (members == null || members.size() > MAX_KEYS) {
            throw new IllegalArgumentException("no key set: a member \"keys\" with at most " + MAX_KEYS + " expected");
        }
        List<VerificationKey> keys = new ArrayList<>();
        for (Object member : members) {
            VerificationKey key = member instanceof Map<?, ?> jwk ? key(jwk) : null;
            if (key != null) {
                keys.add(key);
            }
        }
        return new VerificationKeys(keys);
    }

    private static @Nullable VerificationKey key(Map<?, ?> jwk) {
        Object use = jwk.get("use");
        boolean signs = use == null || use.equals("sig");
        boolean verifies = !jwk.containsKey("key_ops")
                || jwk.get("key_ops") instanceof List<?> operations && operations.contains("verify");
        Object alg = jwk.get("alg");
        JwsAlgorithm only = alg instanceof String name ? JwsAlgorithm.named(name) : null;
        boolean published = jwk.containsKey("d"); // a private key that stands in a set is nobody's any more
        if (!signs || !verifies || published || alg != null && only == null) {
            return null;
        }
        Map<String, Object> members = new HashMap<>();
        jwk.forEach((name, value) -> {
            if (value != null && !String.valueOf(name).startsWith("x5")) {
                members.put((String) name, value);
            }
        });
        try {
            PublicKey key = publicKey(members);
            return key == null
                    ? null
                    : VerificationKey.of(members.get("kid") instanceof String kid ? kid : null, key, only);
        } catch (ParseException | JOSEException | GeneralSecurityException | RuntimeException e) {
            return null; // one unusable key must not cost the others
        }
    }

    private static @Nullable PublicKey publicKey(Map<String, Object> jwk)
            throws ParseException, JOSEException, GeneralSecurityException {
        return switch (String.valueOf(jwk.get("kty"))) {
            case "RSA" -> RSAKey.parse(jwk).toRSAPublicKey();
            case "EC" -> ECKey.parse(jwk).toECPublicKey();
            case "OKP" -> "Ed25519".equals(jwk.get("crv")) && jwk.get("x") instanceof String x ? ed25519(x) : null;
            default -> null;
        };
    }

    private static PublicKey ed25519(String x) throws GeneralSecurityException {
        byte[] point = Base64.getUrlDecoder().decode(x);
        byte[] encoded = new byte[ED25519.length + point.length];
        System.arraycopy(ED25519, 0, encoded, 0, ED25519.length);
        System.arraycopy(point, 0, encoded, ED25519.length, point.length);
        return KeyFactory.getInstance("Ed25519").generatePublic(new X509EncodedKeySpec(encoded));
    }
}
