package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Body;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/** Damaged and stacked streams against the reader that handlers use: what passes is what the handler will see. */
class InflationFuzzTest {
    @Test
    void neverShowsOtherContentThanTheHandlerWillRead() throws IOException {
        int passed = 0;
        for (int seed = 0; seed < 20_000; seed++) {
            Random random = new Random(seed);
            byte[] stream = stream(random);
            Body shown;
            try {
                shown = Inflation.ofRequest(Coding.GZIP).inflate(Body.of(stream), 10_000);
            } catch (UndecodableBodyException e) {
                continue;
            }
            passed++;
            assertThat(shown.truncated()).as("seed %d", seed).isFalse();
            assertThat(shown.toByteArray()).as("seed %d", seed).isEqualTo(handlerReads(stream));
        }
        assertThat(passed).isGreaterThan(1000);
    }

    private static byte[] stream(Random random) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        int members = 1 + random.nextInt(3);
        for (int i = 0; i < members; i++) {
            byte[] content = new byte[random.nextInt(200)];
            random.nextBytes(content);
            Arrays.fill(content, 0, content.length / 2, (byte) 'a');
            bytes.write(RequestCodingTest.gzip(content));
        }
        byte[] stream = bytes.toByteArray();
        for (int i = random.nextInt(3); i > 0; i--) {
            stream[random.nextInt(stream.length)] = (byte) random.nextInt(256);
        }
        return random.nextInt(4) == 0 ? Arrays.copyOf(stream, random.nextInt(stream.length + 10)) : stream;
    }

    private static byte[] handlerReads(byte[] stream) throws IOException {
        try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(stream))) {
            return in.readAllBytes();
        }
    }
}
