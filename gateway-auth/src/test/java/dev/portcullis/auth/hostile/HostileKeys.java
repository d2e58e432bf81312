package dev.portcullis.auth.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.portcullis.auth.testkit.Forge;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.util.ArrayList;
import java.util.List;

/** Tokens that are signed with keys which the issuer's own key set should not have had, or not for this. */
final class HostileKeys {
    private static final String UNKNOWN = "jwt.key_unknown";
    private static final String RS256 = "SHA256withRSA";

    private final Forge forge;
    private final List<Hostile> rows = new ArrayList<>();
    private final List<String> jwks = new ArrayList<>();

    private HostileKeys(Forge forge) {
        this.forge = forge;
        rsa();
        curves();
        secrets();
        names();
    }

    /** The table and the keys that it needs, which stand in the issuer's set beside the good ones. */
    record Table(List<Hostile> rows, String jwks) {}

    static Table table(Forge forge) {
        HostileKeys keys = new HostileKeys(forge);
        String good = forge.jwks();
        return new Table(
                keys.rows, good.substring(0, good.lastIndexOf(']')) + "," + String.join(",", keys.jwks) + "]}");
    }

    private void key(String name, String jwk, String token, String code) {
        jwks.add(jwk);
        rows.add(Hostile.token("a key that verifies nothing (CVE-2017-12974)", name, token, code));
    }

    private String signed(String kid, String algorithm, String by, KeyPair key) {
        return forge.sign("{\"alg\":\"" + algorithm + "\",\"kid\":\"" + kid + "\"}", forge.claims(""), by, key);
    }

    private void rsa(String kid, String name, String more) {
        key(
                name,
                Forge.rsaJwk(kid, forge.attacker).replace("\"use\":\"sig\"", more),
                signed(kid, "RS256", RS256, forge.attacker),
                UNKNOWN);
    }

    private void rsa() {
        KeyPair small = pair("RSA", 1024, null);
        key("an RSA key of 1024 bits", Forge.rsaJwk("small", small), signed("small", "RS256", RS256, small), UNKNOWN);
        String n = Forge.encode(Forge.unsigned(((RSAPublicKey) forge.attacker.getPublic()).getModulus(), 0));
        key(
                "an RSA key whose exponent is one",
                "{\"kty\":\"RSA\",\"kid\":\"one\",\"n\":\"" + n + "\",\"e\":\"AQ\"}",
                signed("one", "RS256", RS256, forge.attacker),
                UNKNOWN);
        rsa("enc", "a key for encryption", "\"use\":\"enc\"");
        rsa("ops", "a key for other operations", "\"key_ops\":[\"encrypt\",\"wrapKey\"]");
        rsa("text", "a key whose operations are a text", "\"key_ops\":\"verify\"");
        rsa("none", "a key for no algorithm", "\"alg\":\"none\"");
        rsa("wrap", "a key for an algorithm that encrypts", "\"alg\":\"RSA-OAEP-256\"");
        rsa("list", "a key for several algorithms", "\"alg\":[\"RS256\",\"HS256\"]");
        rsa("private", "a key whose private half is known to all", "\"d\":\"AQAB\"");
    }

    private void curves() {
        key(
                "a point that is not on its curve",
                Forge.ecJwk("off", forge.ec).replaceFirst("\"y\":\"[^\"]*\"", "\"y\":\"" + "A".repeat(42) + "E\""),
                signed("off", "ES256", "SHA256withECDSAinP1363Format", forge.ec),
                UNKNOWN);
        KeyPair longer = pair("EC", 0, "secp384r1");
        key(
                "a key of another curve",
                Forge.ecJwk("p384", longer).replace("P-256", "P-384"),
                signed("p384", "ES256", "SHA256withECDSAinP1363Format", longer),
                UNKNOWN);
        KeyPair other = pair("Ed448", 0, null);
        key(
                "a key of another Edwards curve",
                Forge.edJwk("ed448", other).replace("Ed25519", "Ed448"),
                signed("ed448", "EdDSA", "Ed448", other),
                UNKNOWN);
    }

    private void secrets() {
        byte[] secret = "a secret that stands in a public key set".getBytes(US_ASCII);
        key(
                "a secret in the key set",
                "{\"kty\":\"oct\",\"kid\":\"oct\",\"k\":\"" + Forge.encode(secret) + "\"}",
                forge.mac("{\"alg\":\"HS256\",\"kid\":\"oct\"}", "HmacSHA256", secret),
                "jwt.alg_not_allowed");
    }

    private void names() {
        jwks.add(Forge.rsaJwk("twice", forge.rsa));
        key(
                "two keys of one name",
                Forge.rsaJwk("twice", forge.attacker),
                signed("twice", "RS256", RS256, forge.attacker),
                UNKNOWN);
        jwks.add(Forge.rsaJwk("two", forge.rsa).replace("\"use\":\"sig\"", "\"alg\":\"RS256\""));
        key(
                "two keys of one name, signed with that of another algorithm",
                Forge.rsaJwk("two", forge.attacker).replace("\"use\":\"sig\"", "\"alg\":\"PS256\""),
                signed("two", "RS256", RS256, forge.attacker),
                "jwt.signature");
    }

    private static KeyPair pair(String algorithm, int bits, String curve) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (curve != null) {
                generator.initialize(new ECGenParameterSpec(curve));
            } else if (bits > 0) {
                generator.initialize(bits);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
