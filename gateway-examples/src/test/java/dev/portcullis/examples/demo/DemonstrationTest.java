package dev.portcullis.examples.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
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
        assertThat(lines.length - 1).isGreaterThanOrEqualTo(12);
        assertThat(lines[0]).matches("01 GET /orders/42 -> 200 ok +.*");
        assertThat(lines[lines.length - 1])
                .isEqualTo("demo: " + (lines.length - 1) + " of " + (lines.length - 1) + " as expected");
    }
}
