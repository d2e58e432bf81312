package dev.portcullis.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class DemonstrationTest {
    @Test
    void everyRequestEndsAsExpectedAndSaysWhy() throws Exception {
        StringWriter text = new StringWriter();
        boolean asExpected;
        try (Demonstration demonstration = Demonstration.start()) {
            asExpected = demonstration.run(new PrintWriter(text));
        }
        String[] lines = text.toString().split("\n");
        assertThat(asExpected).as(text.toString()).isTrue();
        long requests =
                Arrays.stream(lines).filter(line -> line.matches("[0-9]{2} .*")).count();
        assertThat(requests).isGreaterThanOrEqualTo(12);
        assertThat(lines[0]).matches("01 GET /orders/42 -> 200 ok +.*");
        assertThat(text.toString()).contains("audit verify: {\"broken_at\":null,");
        assertThat(lines[lines.length - 1]).isEqualTo("demo: " + requests + " of " + requests + " as expected");
    }
}
