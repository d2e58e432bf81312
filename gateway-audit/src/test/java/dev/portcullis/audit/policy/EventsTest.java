package dev.portcullis.audit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.AppliedLimits;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.spi.Condition;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.CustomFilter;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is recorded besides that a request came: each filter's part, and what becomes of the protection itself. */
class EventsTest {
    private static final String ROUTES = """
            routes:
              - {id: open, match: {path: /open}, authenticate: none}
              - {id: failing, match: {path: /failing}, authenticate: none, filters: [{name: failing}]}
              - {id: shadowed, match: {path: /shadowed}, authenticate: none, filters: [{name: refusing, mode: shadow}]}
              - {id: required, match: {path: /required}, authenticate: none, audit: {required: true}}
            """;

    @TempDir
    Path folder;

    private volatile String store = "up";

    private FilterProvider rules() {
        return new FilterProvider() {
            @Override
            public String name() {
                return "rules";
            }

            @Override
            public List<CustomFilter<?>> filters() {
                return List.of(
                        CustomFilter.of("failing", (nothing, site) -> exchange -> {
                            throw new IllegalStateException("on purpose");
                        }),
                        CustomFilter.of(
                                "refusing",
                                (nothing, site) -> exchange -> Decision.reject(Reason.FORBIDDEN, "test.refused", "")));
            }

            @Override
            public void contribute(PolicyContext policy, Contribution contribution) {
                contribution.report(new Condition("rateLimitStore", () -> store));
                contribution.install(Stage.LIMIT_BY_PRINCIPAL, exchange -> {
                    new AppliedLimits(List.of("per-user", "in-flight")).addTo(exchange);
                    return Decision.CONTINUE;
                });
            }
        };
    }

    private Gate open(String format, String more) throws Exception {
        return Gate.open(
                folder,
                "audit: {format: " + format + ", sinks: [{file: {path: audit.jsonl}}]" + more + "}\n" + ROUTES,
                rules());
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(folder.resolve("audit.jsonl"));
    }

    private String line(String... parts) throws Exception {
        return lines().stream()
                .filter(line -> List.of(parts).stream().allMatch(line::contains))
                .findFirst()
                .orElse("");
    }

    @Test
    void aRecordTellsEachFilterThatRanItsTimeAndTheLimitsThatWereTouched() throws Exception {
        try (Gate gate = open("portcullis", "")) {
            gate.get("/open");
            gate.get("/shadowed");
        }
        assertThat(line("\"route\":\"open\""))
                .containsPattern("\"filtersUs\":\\{[^}]*\"audit\":\\d+,")
                .contains("\"limits\":[\"per-user\",\"in-flight\"]", "\"outcome\":\"success\"")
                .doesNotContain("\"shadow\":[");
        assertThat(line("\"route\":\"shadowed\""))
                .containsPattern("\"filtersUs\":\\{[^}]*\"refusing\":\\d+")
                .contains("\"shadow\":[\"refusing\"]", "\"decision\":\"shadow\"")
                .contains("\"code\":\"test.refused\",\"filter\":\"refusing\",\"mode\":\"shadow\"");
    }

    @Test
    void aFilterThatFailsIsAnEventOfItsOwnOnceAMinute() throws Exception {
        try (Gate gate = open("portcullis", "")) {
            for (int i = 0; i < 5; i++) {
                assertThat(gate.get("/failing").statusCode()).isEqualTo(503);
            }
        }
        assertThat(lines().stream().filter(line -> line.contains("\"event\":\"filter.failed\"")))
                .singleElement()
                .asString()
                .contains("\"filter\":\"failing\"", "\"failure\":\"java.lang.IllegalStateException\"")
                .contains("\"outcome\":\"failure\"", "\"failures\":\"1\"");
    }

    @Test
    void whatChangesByItselfIsAnEvent() throws Exception {
        try (Gate gate = open("portcullis", "")) {
            gate.get("/open");
            store = "down";
            await().until(() -> !line("condition.changed").isEmpty());
        }
        assertThat(line("policy.active"))
                .contains("\"rateLimitStore\":\"up\"")
                .containsPattern("\"policy\":\"sha256:[0-9a-f]{64}\"");
        assertThat(line("condition.changed"))
                .contains("\"condition\":\"rateLimitStore\",\"from\":\"up\",\"to\":\"down\"");
    }

    /** PCI DSS 4.0.1, section 10.2.2: who, what, when, whether it succeeded, from where, and what was affected. */
    @ParameterizedTest
    @ValueSource(strings = {"portcullis", "ecs"})
    void sixFactsAreInEveryRecordOfEveryKind(String format) throws Exception {
        try (Gate gate = open(format, ", fsync: everyRecord")) {
            gate.get("/open");
            gate.get("/absent");
            gate.get("/failing");
            gate.get("/required");
            gate.get("/shadowed");
            gate.get("/open%2f");
            store = "down";
            await().until(() -> !line("condition.changed").isEmpty());
        }
        List<String> facts = format.equals("ecs")
                ? List.of(
                        "\"user\":\\{\"id\":\"[^\"]+\"",
                        "\"event\":\\{\"action\":\"[^\"]+\"",
                        "\"@timestamp\":\"[^\"]+\"",
                        "\"outcome\":\"(success|failure|unknown)\"",
                        "\"source\":\\{\"address\":\"[^\"]+\"",
                        "(\"url\":\\{\"path\":\"[^\"]+\"|\"category\":\\[\"configuration\"].*\"policy\":\"t@1\")")
                : List.of(
                        "\"subject\":\"[^\"]+\"",
                        "\"event\":\"[^\"]+\"",
                        "\"time\":\"[^\"]+\"",
                        "\"outcome\":\"(success|failure|unknown)\"",
                        "\"clientAddress\":\"[^\"]+\"",
                        "(\"path\":\"[^\"]+\"|\"path\":null,\"policy\":\"t@1\")");
        assertThat(lines()).hasSizeGreaterThan(10);
        for (String line : lines()) {
            for (String fact : facts) {
                assertThat(line).containsPattern(fact);
            }
        }
        for (String event : List.of(
                "start",
                "policy.active",
                "exchange",
                "intent",
                "exchange.end",
                "filter.failed",
                "condition.changed",
                "stop")) {
            assertThat(line(format.equals("ecs") ? "\"action\":\"" + event + "\"" : "\"event\":\"" + event + "\""))
                    .as(event)
                    .isNotEmpty();
        }
    }
}
