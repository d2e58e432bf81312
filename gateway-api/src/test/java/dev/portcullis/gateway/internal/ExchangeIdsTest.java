package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Set;
import java.util.SplittableRandom;
import org.bouncycastle.crypto.macs.SipHash128;
import org.bouncycastle.crypto.params.KeyParameter;
import org.junit.jupiter.api.Test;

class ExchangeIdsTest {
    @Test
    void isSipHashOfTheNumber() {
        for (int seed = 0; seed < 50; seed++) {
            SplittableRandom keys = new SplittableRandom(seed);
            ByteBuffer key = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
            key.putLong(keys.nextLong()).putLong(keys.nextLong());
            ExchangeIds ids = new ExchangeIds(new SplittableRandom(seed));
            for (long number : new long[] {0, 1, 255, Long.MAX_VALUE, -1, seed * 0x9E3779B97F4A7C15L}) {
                assertThat(ids.text(number)).isEqualTo(oracle(key.array(), number));
            }
        }
    }

    private static String oracle(byte[] key, long number) {
        SipHash128 hash = new SipHash128();
        hash.init(new KeyParameter(key));
        byte[] message = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(number)
                .array();
        hash.update(message, 0, 8);
        byte[] mac = new byte[16];
        hash.doFinal(mac, 0);
        ByteBuffer words = ByteBuffer.wrap(mac).order(ByteOrder.LITTLE_ENDIAN);
        return HexFormat.of().toHexDigits(words.getLong()) + HexFormat.of().toHexDigits(words.getLong());
    }

    @Test
    void givesEveryNumberAnotherTextOfOneShape() {
        ExchangeIds ids = new ExchangeIds(new SplittableRandom(1));
        Set<String> texts = new HashSet<>();
        for (int i = 0; i < 10_000; i++) {
            texts.add(ids.text(i));
        }
        assertThat(texts).hasSize(10_000).allMatch(text -> text.matches("[0-9a-f]{32}"));
    }
}
