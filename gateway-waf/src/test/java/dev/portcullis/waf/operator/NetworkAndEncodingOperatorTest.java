package dev.portcullis.waf.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NetworkAndEncodingOperatorTest {
    @ParameterizedTest
    @CsvSource({
        "'10.0.0.0/8, 192.168.1.1', 10.255.3.4, true",
        "'10.0.0.0/8, 192.168.1.1', 192.168.1.1, true",
        "'10.0.0.0/8, 192.168.1.1', 192.168.1.2, false",
        "'10.0.0.7/8,10.1.0.0/16,11.0.0.0/32', 10.200.0.1, true",
        "0.0.0.0/0, 255.255.255.255, true",
        "0.0.0.0/0, ::1, false",
        "::/0, 1.2.3.4, false",
        "::/0, ffff::, true",
        "2001:db8::/33, 2001:db8:7fff::, true",
        "2001:db8::/33, 2001:db8:8000::, false",
        "2001:db8::/65, 2001:db8::8000:0:0:0, false",
        "1.2.3.0/24, ::ffff:1.2.3.4, true",
        "::ffff:1.2.3.0/120, 1.2.3.4, true",
        "::ffff:1.2.3.4, 1.2.3.4, true",
        "127.0.0.1, 127.1, false",
        "127.0.0.1, 127.0.0.01, false",
        "127.0.0.1, 127.0.0.1 , true",
        "127.0.0.1, 127.0.0.1x, false",
        "127.0.0.1, 256.0.0.1, false",
        "::1, 0:0:0:0:0:0:0:0:1, false",
        "::1, :1, false",
        "::1, :::1, false",
        "::1, 1::1::1, false",
        "::1, '', false",
    })
    void knowsAddressesAndNetworks(String argument, String value, boolean matches) {
        assertThat(new Judge().matches("ipMatch", argument, value)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10.0.0.0/33", "::/129", "10.0.0.0/", "10.0.0.0/-1", "10.0.0.0/x", "host.example", "10.0.0"})
    void refusesWhatIsNoNetwork(String argument) {
        assertThat(new Judge().refusal("ipMatch", argument)).contains("@ipMatch");
    }

    @Test
    void readsNetworksFromFiles() {
        Judge judge = new Judge();
        judge.files.put("nets.data", "# office\n10.0.0.0/8 # all\n\n2001:db8::/32, 192.0.2.1\r\n");
        assertThat(judge.matches("ipMatchFromFile", "nets.data", "10.1.1.1")).isTrue();
        assertThat(judge.matches("ipMatchF", "nets.data", "192.0.2.1")).isTrue();
        assertThat(judge.matches("ipMatchF", "nets.data", "2001:db8:1::")).isTrue();
        assertThat(judge.matches("ipMatchF", "nets.data", "192.0.2.2")).isFalse();
        judge.files.put("bad.data", "10.0.0.0/8\noops\n");
        assertThat(judge.refusal("ipMatchF", "bad.data")).contains("bad.data").contains("oops");
    }

    @Test
    void mergesNetworksThatOverlap() {
        StringBuilder argument = new StringBuilder("10.0.0.0/8");
        for (int i = 0; i < 300; i++) {
            argument.append(",10.")
                    .append(i % 256)
                    .append(".0.0/16,172.16.")
                    .append(i % 256)
                    .append(".0/24");
        }
        assertThat(new Judge().matches("ipMatch", argument.toString(), "10.77.1.2"))
                .isTrue();
        assertThat(new Judge().matches("ipMatch", argument.toString(), "172.16.255.255"))
                .isTrue();
        assertThat(new Judge().matches("ipMatch", argument.toString(), "172.17.0.0"))
                .isFalse();
        assertThat(new Judge().matches("ipMatch", argument.toString(), "9.255.255.255"))
                .isFalse();
    }

    @Test
    void matchesBytesOutsideTheRanges() {
        assertThat(new Judge().matches("validateByteRange", "9, 10,13, 32-126", "plain\ttext"))
                .isFalse();
        assertThat(new Judge().matches("validateByteRange", "32-126", "a\u00ff"))
                .isTrue();
        assertThat(new Judge().matches("validateByteRange", "1-255", "a\0")).isTrue();
        assertThat(new Judge().refusal("validateByteRange", "1-256")).contains("0 to 255");
        assertThat(new Judge().refusal("validateByteRange", "9-1")).contains("not: 9-1");
        assertThat(new Judge().refusal("validateByteRange", "")).contains("0 to 255");
    }

    @Test
    void matchesBrokenPercentEscapes() {
        assertThat(new Judge().matches("validateUrlEncoding", "", "100%25 %7e")).isFalse();
        assertThat(new Judge().matches("validateUrlEncoding", "", "100%")).isTrue();
        assertThat(new Judge().matches("validateUrlEncoding", "", "%%25")).isTrue();
        assertThat(new Judge().matches("validateUrlEncoding", "", "")).isFalse();
    }

    @Test
    void agreesWithTheStandardDecoderAboutUtf8() {
        SplittableRandom random = new SplittableRandom(3);
        int[] leads = {
            0x41, 0x7f, 0x80, 0x8f, 0x90, 0x9f, 0xa0, 0xbf, 0xc0, 0xc1, 0xc2, 0xdf, 0xe0, 0xed, 0xef, 0xf0, 0xf4, 0xf5,
            0xff
        };
        for (int round = 0; round < 50_000; round++) {
            byte[] value = new byte[random.nextInt(6)];
            for (int i = 0; i < value.length; i++) {
                value[i] = (byte) leads[random.nextInt(leads.length)];
            }
            assertThat(new Judge().matches("validateUtf8Encoding", new byte[0], value))
                    .as(() -> java.util.Arrays.toString(value))
                    .isEqualTo(!isUtf8(value));
        }
    }

    private static boolean isUtf8(byte[] value) {
        try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(value));
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }
}
