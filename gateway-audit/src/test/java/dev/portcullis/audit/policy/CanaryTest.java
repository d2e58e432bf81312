package dev.portcullis.audit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Problem;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RuleMatch;
import dev.portcullis.gateway.RuleMatches;
import dev.portcullis.gateway.policy.spi.CustomFilter;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets in every place that a client can write to, and in none that a record is read from. */
class CanaryTest {
    private static final String CANARY = "cAn4ryS3cr3t0f7he7e5t";

    @TempDir
    Path folder;

    /** A filter that behaves as rules do, and one that fails with a secret in its message. */
    private static FilterProvider rules() {
        return new FilterProvider() {
            @Override
            public String name() {
                return "rules";
            }

            @Override
            public List<CustomFilter<?>> filters() {
                return List.of(
                        CustomFilter.of("matching", (nothing, site) -> exchange -> {
                            RuleMatches matches = new RuleMatches(
                                    List.of(
                                            new RuleMatch(1, "found in an argument", "ARGS:comment", CANARY),
                                            new RuleMatch(2, "found in a password", "ARGS:password", CANARY),
                                            new RuleMatch(3, "found in a name", "ARGS_NAMES:" + CANARY, CANARY),
                                            new RuleMatch(4, "found in a cookie", "REQUEST_COOKIES:id", CANARY)),
                                    7);
                            return Decision.reject(new Rejection(
                                            Reason.MALICIOUS,
                                            "waf.score",
                                            "matched " + CANARY,
                                            Headers.EMPTY,
                                            Problem.NONE)
                                    .withMatches(matches));
                        }),
                        CustomFilter.of("failing", (nothing, site) -> exchange -> {
                            throw new IllegalStateException("cannot use " + CANARY);
                        }));
            }
        };
    }

    private void raw(Gate gate, String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", gate.uri("/").getPort())) {
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(request.getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            assertThat(socket.getInputStream().read()).isNotNegative();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"portcullis", "ecs"})
    void noSecretIsInAnyRecord(String format) throws Exception {
        String spec = "audit: {format: " + format + ", sinks: [{file: {path: audit.jsonl}}]}\n" + """
                routes:
                  - {id: open, match: {path: "/open/**"}, authenticate: none}
                  - {id: matching, match: {path: /matching}, authenticate: none, filters: [{name: matching}]}
                  - {id: shadowed, match: {path: /shadowed}, authenticate: none, filters: [{name: matching, mode: shadow}]}
                  - {id: failing, match: {path: /failing}, authenticate: none, filters: [{name: failing}]}
                """;
        try (Gate gate = Gate.open(folder, spec, rules())) {
            String[] fields = {
                "Authorization",
                "Bearer " + CANARY,
                "Cookie",
                CANARY + "=" + CANARY,
                "X-Api-Key",
                CANARY,
                "User-Agent",
                CANARY,
                "Referer",
                "http://" + CANARY,
                "Accept",
                CANARY,
                "X-" + CANARY,
                CANARY,
                "X-Forwarded-For",
                CANARY,
                "Content-Type",
                CANARY,
                "X-Password",
                CANARY
            };
            for (String target : List.of("/open/a", "/matching", "/shadowed", "/failing", "/absent")) {
                gate.get(target + "?q=" + CANARY + "&password=" + CANARY + "&" + CANARY + "=1", fields);
            }
            gate.get("/open/a", "Authorization", CANARY);
            gate.get("/open/a", "Authorization", CANARY + " x");
            gate.get("/open/" + CANARY);
            gate.get("/open/reset/pw");
            gate.get("/absent/" + CANARY + "/x");
            raw(gate, "GET /open/..;/" + CANARY + "?" + CANARY + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            raw(gate, "GET /open/%2f HTTP/1.1\r\nHost: " + CANARY + "\r\nConnection: close\r\n\r\n");
        }
        String trail = Files.readString(folder.resolve("audit.jsonl"));
        assertThat(trail).doesNotContainIgnoringCase(CANARY);
        assertThat(trail).contains("hmac:", "waf.score", "filter.failed", "route.not_exposed", "path.parameter");
        assertThat(trail).contains("java.lang.IllegalStateException");
        assertThat(trail)
                .contains(
                        "\"exclude\":{\"route\":\"matching\",\"rule\":1,\"target\":\"ARGS:comment\"}",
                        "\"exclude\":{\"route\":\"matching\",\"rule\":2,\"target\":\"ARGS\"}",
                        "\"exclude\":{\"route\":\"shadowed\",\"rule\":3,\"target\":\"ARGS_NAMES\"}",
                        "\"exclude\":{\"route\":\"shadowed\",\"rule\":4,\"target\":\"REQUEST_COOKIES:id\"}");
        assertThat(trail.lines().filter(line -> line.contains("waf.score"))).hasSize(2);
        assertThat(trail.lines().filter(line -> line.contains("waf.score")))
                .allMatch(line -> line.contains("[1,2,3,4]") || line.contains("[\"1\",\"2\",\"3\",\"4\"]"));
    }
}
