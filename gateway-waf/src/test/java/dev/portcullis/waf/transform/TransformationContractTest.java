package dev.portcullis.waf.transform;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every transformation promises, whatever the bytes. {@link Apply} checks edges, bounds and triggers. */
class TransformationContractTest {
    private static final byte[] SPECIAL =
            "%uUxX\\&#;+ \t\n\r\0/*-<>!.()'\"^,0123456789abcdefABCDEFGZz=_".getBytes(StandardCharsets.ISO_8859_1);

    static Iterable<String> names() {
        return Transformations.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void keepsItsPromisesForRandomBytes(String name) {
        Transformation transformation = Apply.named(name);
        SplittableRandom random = new SplittableRandom(name.hashCode());
        for (int round = 0; round < 20_000; round++) {
            byte[] value = new byte[random.nextInt(24)];
            for (int i = 0; i < value.length; i++) {
                value[i] =
                        random.nextInt(8) == 0 ? (byte) random.nextInt(256) : SPECIAL[random.nextInt(SPECIAL.length)];
            }
            Apply.to(transformation, value);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void isUnchangedWithoutItsTriggers(String name) {
        Transformation transformation = Apply.named(name);
        for (int c = 0; c < 256; c++) {
            byte[] value = new byte[9];
            Arrays.fill(value, (byte) c);
            byte[] result = Apply.to(transformation, value);
            if (!transformation.triggers().contains(c)) {
                assertThat(result).isSameAs(value);
            }
        }
    }

    /** A mebibyte of what makes a careless loop start over: quadratic work would take hours. */
    @ParameterizedTest
    @MethodSource("names")
    @Timeout(60)
    void getsThroughALargeHostileValue(String name) {
        Transformation transformation = Apply.named(name);
        String[] units = {
            "%",
            "%u",
            "&",
            "&#",
            "&#x",
            "&#1",
            "&a",
            "\\",
            "\\x",
            "/*",
            "*/",
            "/",
            "<!--",
            "-",
            "../",
            "a/",
            "[",
            " ",
            "0x",
            "/../a",
            "\u00c3",
            "A=",
            "&aaaaaaaaaaaaaaaa"
        };
        for (String unit : units) {
            run(transformation, repeat(unit, 1 << 20));
        }
    }

    private static void run(Transformation transformation, byte[] value) {
        transformation.apply(value, 0, value.length, new byte[transformation.bound(value.length)], 0);
    }

    private static byte[] repeat(String unit, int length) {
        return unit.repeat(length / unit.length()).getBytes(StandardCharsets.ISO_8859_1);
    }
}
