package dev.portcullis.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** More keys than fit, at a heap that is fixed: no drained bucket is ever refilled, and strangers pay little for it. */
class KeyFloodTest {
    @ParameterizedTest
    @ValueSource(strings = {"touch", "drain"})
    void aFloodOfKeysRefillsNoDrainedBucket(String how) throws Exception {
        // a fifteenth of the proof below in all sizes
        flood(650_000, 8L << 20, "24m", how);
    }

    @ParameterizedTest
    @ValueSource(strings = {"touch", "drain"})
    @Tag("proof")
    void tenMillionKeysAt256MiB(String how) throws Exception {
        flood(10_000_000, 128L << 20, "256m", how);
    }

    @ParameterizedTest
    @ValueSource(strings = {"touch", "drain"})
    void moreThanCanBeRememberedIsStillNeverRefilled(String how) throws Exception {
        String said = run(500_000, 1L << 20, "24m", how);
        assertThat(number(said, "drained-admitted ([0-9]+)")).isZero();
        assertThat(number(said, "dropped ([0-9]+)")).isPositive();
    }

    private static void flood(int keys, long memory, String heap, String how) throws Exception {
        String said = run(keys, memory, heap, how);
        assertThat(number(said, "drained-admitted ([0-9]+)")).isZero();
        // the bound of the two together: fifty-six displaced keys in 2^20, and the sets that overflow
        assertThat(number(said, "strangers-refused ([0-9]+)")).isLessThan(1_000);
    }

    private static String run(int keys, long memory, String heap, String how) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx" + heap,
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KeyFlood.class.getName(),
                        Integer.toString(keys),
                        Long.toString(memory),
                        how)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        System.out.print(said);
        return said;
    }

    private static long number(String said, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(said);
        assertThat(matcher.find()).as(said).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
