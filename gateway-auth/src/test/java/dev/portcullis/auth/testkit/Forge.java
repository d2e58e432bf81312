package dev.portcullis.auth.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Makes tokens, good and bad, without any JOSE library: a library would refuse to make most of these. */
public final class Forge {
    public static final String ISSUER = "https://idp.example/realms/corp";
    public static final String OTHER = "https://other.example";
    public static final String STRICT = "https://strict.example";

    public final KeyPair rsa = pair("RSA");
    public final KeyPair ec = pair("EC");
    public final KeyPair ed = pair("Ed25519");
    public final KeyPair other = pair("RSA");
    public final KeyPair attacker = pair("RSA");
    private final long now = Instant.now().getEpochSecond();

    public long in(long seconds) {
        return now + seconds;
    }

    /** The keys of the issuer. */
    public String jwks() {
        return "{\"keys\":[" + rsaJwk("r", rsa) + "," + ecJwk("e", ec) + "," + edJwk("d", ed) + "]}";
    }

    /** Members of a good token, to which more can be added. */
    public String claims(String more) {
        return "{\"iss\":\"" + ISSUER + "\",\"sub\":\"jane\",\"aud\":\"orders\",\"exp\":" + in(3600)
                + (more.isEmpty() ? "" : "," + more) + "}";
    }

    public String good() {
        return rs256("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims(""));
    }

    /** A token with these claims that is good as far as its signature goes. */
    public String signed(String claims) {
        return rs256("{\"alg\":\"RS256\",\"kid\":\"r\"}", claims);
    }

    /** A token with this header and good claims and signature. */
    public String headed(String header) {
        return rs256(header, claims(""));
    }

    public String rs256(String header, String claims) {
        return sign(header, claims, "SHA256withRSA", rsa);
    }

    public String sign(String header, String claims, String algorithm, KeyPair key) {
        return sign(encode(header) + "." + encode(claims), algorithm, key);
    }

    public static String sign(String input, String algorithm, KeyPair key) {
        try {
            Signature signer = Signature.getInstance(algorithm);
            signer.initSign(key.getPrivate());
            signer.update(input.getBytes(UTF_8));
            return input + "." + encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public String mac(String header, String algorithm, byte[] secret) {
        String input = encode(header) + "." + encode(claims(""));
        try {
            Mac mac = Mac.getInstance(algorithm);
            mac.init(new SecretKeySpec(secret, algorithm));
            return input + "." + encode(mac.doFinal(input.getBytes(UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token that is signed with RSASSA-PSS and SHA-256, with a salt of this length. */
    public String pss(String header, int salt) {
        String input = encode(header) + "." + encode(claims(""));
        try {
            Signature signer = Signature.getInstance("RSASSA-PSS");
            signer.setParameter(new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, salt, 1));
            signer.initSign(rsa.getPrivate());
            signer.update(input.getBytes(UTF_8));
            return input + "." + encode(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A token with this signature, whoever made it. */
    public String with(String header, byte[] signature) {
        return encode(header) + "." + encode(claims("")) + "." + encode(signature);
    }

    public static String encode(String text) {
        return encode(text.getBytes(UTF_8));
    }

    public static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    public static String pem(KeyPair pair) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'})
                        .encodeToString(pair.getPublic().getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    public static String rsaJwk(String kid, KeyPair pair) {
        RSAPublicKey key = (RSAPublicKey) pair.getPublic();
        return "{\"kty\":\"RSA\",\"kid\":\"" + kid + "\",\"use\":\"sig\",\"n\":\"" + number(key.getModulus(), 0)
                + "\",\"e\":\"" + number(key.getPublicExponent(), 0) + "\"}";
    }

    public static String ecJwk(String kid, KeyPair pair) {
        ECPublicKey key = (ECPublicKey) pair.getPublic();
        return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"" + kid + "\",\"x\":\""
                + number(key.getW().getAffineX(), 32) + "\",\"y\":\""
                + number(key.getW().getAffineY(), 32) + "\"}";
    }

    public static String edJwk(String kid, KeyPair pair) {
        byte[] encoded = pair.getPublic().getEncoded();
        return "{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"" + kid + "\",\"x\":\""
                + encode(Arrays.copyOfRange(encoded, encoded.length - 32, encoded.length)) + "\"}";
    }

    public static byte[] unsigned(BigInteger value, int length) {
        byte[] bytes = value.toByteArray();
        if (bytes[0] == 0) {
            bytes = Arrays.copyOfRange(bytes, 1, bytes.length);
        }
        byte[] padded = new byte[Math.max(length, bytes.length)];
        System.arraycopy(bytes, 0, padded, padded.length - bytes.length, bytes.length);
        return padded;
    }

    private static String number(BigInteger value, int length) {
        return encode(unsigned(value, length));
    }

    private static KeyPair pair(String algorithm) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            if (algorithm.equals("EC")) {
                generator.initialize(new ECGenParameterSpec("secp256r1"));
            } else if (algorithm.equals("RSA")) {
                generator.initialize(2048);
            }
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
