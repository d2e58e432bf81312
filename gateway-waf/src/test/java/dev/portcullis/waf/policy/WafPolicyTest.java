package dev.portcullis.waf.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.policy.PolicyHost;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section {@code waf} and the key of routes: each setting changes what a request gets. */
class WafPolicyTest {
    private static final String RULES = """
            SecRule ARGS "@pmFromFile words.data" "id:10,phase:2,block,log,tag:'words',msg:'A bad word',\
            setvar:tx.score=+5"
            SecRule ARGS "@contains strict" "id:11,phase:2,block,log,chain"
                SecRule TX:blocking_paranoia_level "@ge 2" "setvar:tx.score=+5"
            SecRule TX:score "@ge %{tx.inbound_anomaly_score_threshold}" "id:20,phase:2,deny,msg:'Too much'"
            SecRule RESPONSE_BODY "@contains secret" "id:30,phase:4,deny,msg:'A secret'"
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void rules() throws IOException {
        Path rules = Files.createDirectories(folder.resolve("rules"));
        Files.writeString(rules.resolve("10-rules.conf"), RULES);
        Files.writeString(rules.resolve("words.data"), "# words\nevil\n");
    }

    private Path write(String waf, String onRoute, String more) {
        try {
            return Files.writeString(
                    folder.resolve("p.yaml"),
                    """
                    apiVersion: portcullis.dev/v1
                    kind: GatewayPolicy
                    metadata: {name: p, version: "1"}
                    spec:
                      waf: {rules: [{crs: rules}]%s}
                      routes:
                        - {id: a, match: {methods: [GET, POST], path: /a}, authenticate: none%s}
                        - {id: b, match: {methods: [GET, POST], path: /b}, authenticate: none}
                    """.formatted(waf.isEmpty() ? "" : ", " + waf, onRoute.isEmpty() ? "" : ", " + onRoute) + more);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private FakeExchange send(String waf, String onRoute, FakeRequest request, FakeResponse... answer) {
        try (LoadedPolicy policy = Policy.load(write(waf, onRoute, ""))) {
            FakeHost host = FakeHost.of(policy.gateway());
            return (answer.length == 0 ? host : host.answering(answer[0])).send(request);
        } catch (PolicyErrors e) {
            throw new AssertionError(e);
        }
    }

    private int status(String waf, String onRoute, String target) {
        return send(waf, onRoute, FakeRequest.get(target)).response().status();
    }

    private List<PolicyError> errors(String waf, String onRoute) {
        try {
            Policy.load(write(waf, onRoute, "")).close();
            return List.of();
        } catch (PolicyErrors e) {
            return e.errors();
        }
    }

    private static FakeRequest json(String target, String body) {
        return FakeRequest.post(target, body).header("Content-Type", "application/json");
    }

    private static FakeRequest form(String target, String body) {
        return FakeRequest.post(target, body).header("Content-Type", "application/x-www-form-urlencoded");
    }

    @Test
    void rulesOfAFolderRefuse() {
        assertThat(send("", "", FakeRequest.get("/a?q=evil")).code()).isEqualTo("waf.score");
        assertThat(status("", "", "/a?q=good")).isEqualTo(200);
        assertThat(send("", "", json("/a", "{\"a\":{\"b\":\"evil\"}}")).code()).isEqualTo("waf.score");
        assertThat(send("", "", form("/a", "a=evil")).code()).isEqualTo("waf.score");
    }

    @Test
    void rulesOfAFileRefuse() throws IOException {
        Path policy = write("", "", "");
        Files.writeString(policy, Files.readString(policy).replace("{crs: rules}", "{file: rules/10-rules.conf}"));
        try (LoadedPolicy loaded = Policy.load(policy)) {
            assertThat(FakeHost.of(loaded.gateway())
                            .send(FakeRequest.get("/a?q=evil"))
                            .code())
                    .isEqualTo("waf.score");
        } catch (PolicyErrors e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aChangedDataFileIsTakenAtTheNextReload() throws Exception {
        Path file = write("", "", "");
        Files.writeString(file, Files.readString(file).replace("{crs: rules}", "{file: rules/10-rules.conf}"));
        try (PolicyHost host = PolicyHost.follow(Policy.loader(), file)) {
            FakeHost server = FakeHost.of(host);
            assertThat(server.send(FakeRequest.get("/a?q=nasty")).response().status())
                    .isEqualTo(200);
            Files.writeString(folder.resolve("rules/words.data"), "nasty\n");
            assertThat(host.reload()).isTrue();
            assertThat(server.send(FakeRequest.get("/a?q=nasty")).response().status())
                    .isEqualTo(403);
        }
    }

    @Test
    void paranoiaAndThresholdAreToldToTheRules() {
        assertThat(status("", "", "/a?q=strict")).isEqualTo(200);
        assertThat(status("paranoia: 2", "", "/a?q=strict")).isEqualTo(403);
        assertThat(status("", "waf: {paranoia: 2}", "/a?q=strict")).isEqualTo(403);
        assertThat(status("", "waf: {paranoia: 2}", "/b?q=strict")).isEqualTo(200);
        assertThat(status("threshold: 6", "", "/a?q=evil")).isEqualTo(200);
        assertThat(status("threshold: 6", "waf: {threshold: 5}", "/a?q=evil")).isEqualTo(403);
    }

    @Test
    void aBodyThatCannotBeReadDoesNotPass() {
        assertThat(send("", "", json("/a", "{\"a\":")).code()).isEqualTo("waf.body_malformed");
        FakeRequest multipart = FakeRequest.post("/a", "--x\nContent-Disposition: form-data; name=a\n\n1\n--x--\n")
                .header("Content-Type", "multipart/form-data; boundary=x");
        assertThat(send("", "", multipart).code()).isEqualTo("waf.body_malformed");
    }

    @Test
    void bodiesAreBoundedAsThePolicySays() {
        String large = "a=" + "x".repeat(3000) + "&q=evil";
        assertThat(send("requestBody: {limit: 2KiB}", "", form("/a", large))
                        .response()
                        .status())
                .isEqualTo(413);
        assertThat(send("requestBody: {limit: 2KiB, overflow: inspectPrefix}", "", form("/a", large))
                        .response()
                        .status())
                .isEqualTo(200);
        assertThat(send("", "", form("/a", large)).response().status()).isEqualTo(403);
    }

    @Test
    void responsesOfTheseTypesAreInspected() {
        FakeResponse leak = FakeResponse.of(200, "text/plain", "x".repeat(2000) + "secret");
        FakeRequest request = FakeRequest.get("/a");
        assertThat(send("", "", request, leak).code()).isEqualTo("waf.response_rule");
        assertThat(send("responseBody: {types: [text/html]}", "", request, leak)
                        .response()
                        .status())
                .isEqualTo(200);
        assertThat(send("responseBody: {limit: 1KiB}", "", request, leak)
                        .response()
                        .status())
                .isEqualTo(200);
        assertThat(send("responseBody: {limit: 1KiB, overflow: reject}", "", request, leak)
                        .response()
                        .status())
                .isEqualTo(502);
    }

    @Test
    void theBudgetRunsOutWithACode() {
        assertThat(send("budget: {arguments: 2}", "", FakeRequest.get("/a?a&b&c"))
                        .code())
                .isEqualTo("waf.arguments");
        assertThat(send("budget: {depth: 2}", "", json("/a", "[[[1]]]")).code()).isEqualTo("waf.depth");
        FakeRequest multipart = FakeRequest.post(
                        "/a",
                        "--x\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n--x\r\n"
                                + "Content-Disposition: form-data; name=\"b\"\r\n\r\n1\r\n--x--\r\n")
                .header("Content-Type", "multipart/form-data; boundary=x");
        assertThat(send("budget: {parts: 1}", "", multipart).code()).isEqualTo("waf.parts");
        assertThat(send("", "", multipart).response().status()).isEqualTo(200);
    }

    @Test
    void exclusionsHoldWhereTheySay() {
        String everywhere = "exclude: [{rule: 10, target: \"ARGS:q\"}]";
        assertThat(status(everywhere, "", "/a?q=evil")).isEqualTo(200);
        assertThat(status(everywhere, "", "/a?r=evil")).isEqualTo(403);
        String onB = "exclude: [{tag: words, route: b}]";
        assertThat(status(onB, "", "/b?q=evil")).isEqualTo(200);
        assertThat(status(onB, "", "/a?q=evil")).isEqualTo(403);
        String ofRoute = "waf: {exclude: [{rule: 10, parameter: q}]}";
        assertThat(status("", ofRoute, "/a?q=evil")).isEqualTo(200);
        assertThat(status("", ofRoute, "/b?q=evil")).isEqualTo(403);
        String path = "exclude: [{rule: 10, json: $.note}]";
        assertThat(send(path, "", json("/a", "{\"note\":\"evil\"}")).response().status())
                .isEqualTo(200);
        assertThat(send(path, "", json("/a", "{\"more\":\"evil\"}")).response().status())
                .isEqualTo(403);
    }

    @Test
    void aRuleCanDetectOrRunInShadow() {
        assertThat(status("ruleModes: [{rule: 20, mode: detect}]", "", "/a?q=evil"))
                .isEqualTo(200);
        assertThat(status("ruleModes: [{tag: words, mode: shadow, route: a}]", "", "/a?q=evil"))
                .isEqualTo(200);
        assertThat(status("ruleModes: [{tag: words, mode: shadow, route: a}]", "", "/b?q=evil"))
                .isEqualTo(403);
        assertThat(status("", "waf: {ruleModes: [{rule: 20, mode: detect}]}", "/a?q=evil"))
                .isEqualTo(200);
    }

    @Test
    void theWholeFirewallRunsAsModesSay() {
        assertThat(status("", "waf: {mode: shadow}", "/a?q=evil")).isEqualTo(200);
        assertThat(status("", "waf: {mode: off}", "/a?q=evil")).isEqualTo(200);
        assertThat(status("", "modes: {waf: shadow}", "/a?q=evil")).isEqualTo(200);
        assertThat(status("", "modes: {waf: shadow}", "/b?q=evil")).isEqualTo(403);
        assertThat(status("", "waf: {mode: enforce}, modes: {waf: shadow}", "/a?q=evil"))
                .isEqualTo(403);
    }

    @Test
    void mistakesHaveAPlaceAndAReason() throws IOException {
        assertThat(errors("exclude: [{rule: 99}]", "")).singleElement().satisfies(error -> {
            assertThat(error.message()).isEqualTo("no rule is meant by rule 99");
            assertThat(error.position().line()).isEqualTo(5);
        });
        assertThat(errors("", "waf: {exclude: [{rule: 10, target: \"REQUEST_BODY\"}]}"))
                .singleElement()
                .satisfies(error -> assertThat(error.message()).contains("does not look at REQUEST_BODY"));
        assertThat(errors("exclude: [{rule: 10, route: c}]", ""))
                .singleElement()
                .asString()
                .contains("\"c\"");
        Files.writeString(folder.resolve("rules/20-more.conf"), "SecRule ARGS \"@nonsense\" \"id:21,phase:2\"\n");
        assertThat(errors("", ""))
                .singleElement()
                .satisfies(error ->
                        assertThat(error.message()).contains("20-more.conf:1").contains("nonsense"));
    }

    @Test
    void aRouteCannotChangeAFirewallThatIsNotThere() throws IOException {
        Path policy = write("", "waf: {paranoia: 2}", "");
        Files.writeString(policy, Files.readString(policy).replace("  waf: {rules: [{crs: rules}]}\n", ""));
        try (LoadedPolicy loaded = Policy.load(policy)) {
            throw new AssertionError("loaded " + loaded);
        } catch (PolicyErrors e) {
            assertThat(e.errors()).singleElement().asString().contains("there is no section `waf`");
        }
    }
}
