package dev.portcullis.waf.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Applies a transformation in an array with guarded edges, and checks what every transformation promises. */
final class Apply {
    private static final int EDGE = 7;

    private Apply() {}

    static Transformation named(String name) {
        return Transformations.named(name, UnicodeMap.NONE).orElseThrow();
    }

    /** The result for a text, one character a byte. */
    static String to(String name, String value) {
        byte[] result = to(named(name), value.getBytes(StandardCharsets.ISO_8859_1));
        return new String(result, StandardCharsets.ISO_8859_1);
    }

    static byte[] to(Transformation transformation, byte[] value) {
        byte[] in = new byte[value.length + 2 * EDGE];
        // What lies around the value must not matter: digits, backslashes and the like would.
        Arrays.fill(in, (byte) '0');
        System.arraycopy(value, 0, in, EDGE, value.length);
        byte[] before = in.clone();
        int bound = transformation.bound(value.length);
        byte[] out = new byte[bound + 2 * EDGE];
        Arrays.fill(out, (byte) 0x5A);

        int end = transformation.apply(in, EDGE, EDGE + value.length, out, EDGE);

        assertThat(in).as("input").isEqualTo(before);
        for (int i = 0; i < EDGE; i++) {
            assertThat(out[i]).isEqualTo((byte) 0x5A);
            assertThat(out[EDGE + bound + i]).isEqualTo((byte) 0x5A);
        }
        if (end == Transformation.UNCHANGED) {
            return value;
        }
        assertThat(end).isBetween(EDGE, EDGE + bound);
        byte[] result = Arrays.copyOfRange(out, EDGE, end);
        assertThat(result).as("a changed value").isNotEqualTo(value);
        assertThat(value.length > 0 && transformation.triggers().firstIn(value, 0, value.length) == value.length)
                .as("changed without a trigger")
                .isFalse();
        return result;
    }
}
