package dev.portcullis.ratelimit.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Headers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** What draft-ietf-httpapi-ratelimit-headers-11 asks of the fields of one answer. */
public final class RateLimitFields {
    private RateLimitFields() {}

    /**
     * Checks the fields of an answer, and its problem if it is a refusal.
     *
     * @param body the content
     */
    public static void check(Headers headers, int status, String body) {
        List<String> violated = status == 429 ? violated(headers, body) : List.of();
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

    /** The policies that a refusal's problem names (RFC 9457, and the draft's section on problem types). */
    private static List<String> violated(Headers headers, String body) {
        assertThat(headers.all("Content-Type")).containsExactly("application/problem+json");
        // JSON is YAML, and this reader shares nothing with what wrote it
        Map<?, ?> problem = (Map<?, ?>) new Load(LoadSettings.builder().build()).loadFromString(body);
        assertThat(problem.get("type")).isEqualTo("https://iana.org/assignments/http-problem-types#quota-exceeded");
        assertThat(problem.get("status")).isEqualTo(429);
        assertThat(problem.get("title")).isInstanceOf(String.class);
        List<String> names = new ArrayList<>();
        for (Object name : (List<?>) problem.get("violated-policies")) {
            names.add((String) name);
        }
        assertThat(names).isNotEmpty().doesNotHaveDuplicates();
        return names;
    }

    /** Checks the older fields, which are plain numbers. */
    public static void checkLegacy(Headers headers) {
        long limit = number(headers, "X-RateLimit-Limit");
        assertThat(number(headers, "X-RateLimit-Remaining")).isBetween(0L, limit);
        assertThat(number(headers, "X-RateLimit-Reset")).isNotNegative();
    }

    private static long number(Headers headers, String name) {
        assertThat(headers.all(name)).hasSize(1);
        return Long.parseLong(headers.all(name).get(0));
    }
}
