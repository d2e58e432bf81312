package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.security.MessageDigest;
import java.util.SplittableRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** The codes are HMACs as the provider makes them, and no key leads back to the one before. */
class ChainKeyTest {
    @Test
    void codesAreThoseOfTheProviderUnderKeysThatEvolveByADigest() throws Exception {
        byte[] secret = new byte[48];
        new SplittableRandom(7).nextBytes(secret);
        ChainKey chained = ChainKey.first(secret);
        byte[] key = hmac(secret, "portcullis audit first key".getBytes(US_ASCII));
        byte[] message = new byte[32];
        for (int i = 0; i < 100; i++) {
            message[i % 32]++;
            assertThat(chained.macAndEvolve(message)).isEqualTo(hmac(key, message));
            MessageDigest next = MessageDigest.getInstance("SHA-256");
            next.update("portcullis next key".getBytes(US_ASCII));
            key = next.digest(key);
            assertThat(chained.toKeep()).isEqualTo(key);
        }
    }

    private static byte[] hmac(byte[] key, byte[] message) throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(key, "HmacSHA256"));
        return mac.doFinal(message);
    }
}
