package dev.portcullis.waf.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is too much has a declared outcome: a status, a code and a line for the log. */
class WafLimitsTest {
    private static final int MIB = 1 << 20;

    @TempDir
    Path folder;

    static Stream<Arguments> tooMuch() {
        String deep = "[".repeat(64 << 10) + "]".repeat(64 << 10);
        StringBuilder parts = new StringBuilder();
        for (int i = 0; i < 10_000; i++) {
            parts.append("--b\r\nContent-Disposition: form-data; name=\"n")
                    .append(i)
                    .append("\"\r\n\r\n1\r\n");
        }
        parts.append("--b--\r\n");
        return Stream.of(
                arguments("form over 1 MiB", form("a=" + "x".repeat(MIB)), 413, "body.too_large", "limit 1048576"),
                arguments("128 KiB of nested JSON", json(deep), 413, "waf.depth", "limit waf.depth in phase 2"),
                arguments(
                        "100,000 parameters in a form",
                        form("a=1&".repeat(100_000)),
                        413,
                        "waf.arguments",
                        "limit waf.arguments in phase 2"),
                arguments(
                        "2,000 parameters in a query",
                        FakeRequest.get("/a?" + "a&".repeat(2_000)),
                        413,
                        "waf.arguments",
                        "limit waf.arguments in phase 1"),
                arguments("10,000 parts", multipart(parts.toString()), 413, "waf.parts", "limit waf.parts in phase 2"),
                arguments(
                        "100,000 members of a JSON object",
                        json("{" + "\"a\":1,".repeat(100_000) + "\"a\":1}"),
                        413,
                        "waf.arguments",
                        "limit waf.arguments in phase 2"),
                arguments(
                        "a 100 KiB header",
                        FakeRequest.get("/a").header("X-Long", "x".repeat(100 << 10)),
                        431,
                        "headers.",
                        "limit"));
    }

    private static FakeRequest form(String body) {
        return FakeRequest.post("/a", body).header("Content-Type", "application/x-www-form-urlencoded");
    }

    private static FakeRequest json(String body) {
        return FakeRequest.post("/a", body).header("Content-Type", "application/json");
    }

    private static FakeRequest multipart(String body) {
        return FakeRequest.post("/a", body).header("Content-Type", "multipart/form-data; boundary=b");
    }

    private LoadedPolicy load(String mode) throws IOException {
        Files.writeString(folder.resolve("rules.conf"), "SecRule ARGS \"@contains evil\" \"id:1,phase:2,deny\"\n");
        try {
            return Policy.load(Files.writeString(folder.resolve("p.yaml"), """
                    apiVersion: portcullis.dev/v1
                    kind: GatewayPolicy
                    metadata: {name: p, version: "1"}
                    spec:
                      limits: {requestLine: 8KiB, body: 2MiB}
                      waf: {rules: [{file: rules.conf}]}
                      modes: {waf: %s}
                      routes: [{id: a, match: {methods: [GET, POST], path: /a}, authenticate: none}]
                    """.formatted(mode)));
        } catch (PolicyErrors e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest(name = "{0}: {2} {3}")
    @MethodSource("tooMuch")
    void isRefusedWithAStatusACodeAndALine(String what, FakeRequest request, int status, String code, String line)
            throws IOException {
        try (LoadedPolicy policy = load("enforce")) {
            FakeExchange exchange = FakeHost.of(policy.gateway()).send(request);
            assertThat(exchange.response().status()).as(what).isEqualTo(status);
            assertThat(exchange.forwarded()).isFalse();
            if (status != 431) {
                assertThat(exchange.code()).isEqualTo(code);
                assertThat(exchange.rejection().logDetail()).contains(line);
            }
        }
    }

    @Test
    void whatIsJustWithinTheLimitsPasses() throws IOException {
        try (LoadedPolicy policy = load("enforce")) {
            FakeHost host = FakeHost.of(policy.gateway());
            for (FakeRequest request : new FakeRequest[] {
                form("a=" + "x".repeat(MIB - 2)),
                json("[".repeat(64) + "]".repeat(64)),
                form("a=1&".repeat(999) + "a=1"),
                FakeRequest.get("/a").header("X-Long", "x".repeat(20 << 10))
            }) {
                assertThat(host.send(request).response().status()).isEqualTo(200);
            }
        }
    }
}
