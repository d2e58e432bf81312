package dev.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class HeadersTest {
    @Test
    void whatWasBuiltDoesNotChangeWhenItsBuilderGoesOn() {
        for (int expected : new int[] {0, 4, 5, 8}) {
            Headers.Builder builder = Headers.builder(expected);
            for (int i = 0; i < 4; i++) {
                builder.add("n" + i, "v" + i);
            }
            Headers four = builder.build();
            Headers five = builder.add("n4", "v4").build();
            builder.add("n5", "v5");
            assertThat(four).isEqualTo(Headers.of("n0", "v0", "n1", "v1", "n2", "v2", "n3", "v3"));
            assertThat(five).isEqualTo(four.with("n4", "v4"));
        }
    }
}
