package dev.portcullis.ratelimit.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Headers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What draft-ietf-httpapi-ratelimit-headers-11 asks of the fields of one answer. */
public final class RateLimitFields {
    private RateLimitFields() {}

    /**
     * Checks the fields of an answer.
     *
     * @param violated the policies that its problem names
     */
    public static void check(Headers headers, int status, List<String> violated) {
        Map<String, StructuredList.Item> policies = new HashMap<>();
        for (StructuredList.Item item : StructuredList.parse(headers.all("RateLimit-Policy"))) {
            assertThat(item.value()).isInstanceOf(String.class);
            assertThat((Long) item.parameters().get("q")).isNotNegative();
            if (item.parameters().containsKey("w")) {
                assertThat((Long) item.parameters().get("w")).isPositive();
            }
            if (item.parameters().containsKey("qu")) {
                assertThat(item.parameters().get("qu")).isIn("requests", "content-bytes", "concurrent-requests");
            }
            assertThat(item.parameters().keySet()).isSubsetOf("q", "w", "qu", "pk");
            assertThat(policies.put((String) item.value(), item)).isNull();
        }
        long longest = 0;
        int found = 0;
        List<StructuredList.Item> limits = StructuredList.parse(headers.all("RateLimit"));
        assertThat(limits).isNotEmpty();
        for (StructuredList.Item item : limits) {
            StructuredList.Item policy = policies.get(item.value());
            assertThat(policy).as("the policy of %s", item).isNotNull();
            assertThat((Long) item.parameters().get("r"))
                    .isBetween(0L, (Long) policy.parameters().get("q"));
            assertThat(item.parameters().keySet()).isSubsetOf("r", "t", "pk");
            Long reset = (Long) item.parameters().get("t");
            if (reset != null) {
                assertThat(reset).isNotNegative();
            }
            if (violated.contains(item.value())) {
                found++;
                longest = Math.max(longest, reset == null ? 0 : reset);
            }
        }
        if (status == 429) {
            assertThat(headers.count("Retry-After")).isOne();
            assertThat(violated).isNotEmpty().hasSize(found);
            // never earlier than the reset that the same answer tells
            assertThat(Long.parseLong(headers.first("Retry-After").orElseThrow()))
                    .isGreaterThanOrEqualTo(Math.max(1, longest));
        } else {
            assertThat(headers.contains("Retry-After")).isFalse();
        }
    }
}
