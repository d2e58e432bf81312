package dev.portcullis.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.testkit.Site;
import dev.portcullis.gateway.policy.CheckReport;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyCheck;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The conditions of routes, by policy tests. */
class ConditionPolicyTest {
    private static final String SPEC = """
            authentication: {clientCertificate: {}}
            routes:
              - {id: claim, match: {path: "/claim/{id}"}, authorize: {when: [{claim: sub, equals: "{id}"}]}}
              - {id: one, match: {path: /one}, authorize: {when: [{claim: plan, anyOf: [gold, silver]}]}}
              - {id: list, match: {path: "/list/{team}"}, authorize: {when: [{claim: teams, contains: "{team}"}]}}
              - {id: scope, match: {path: /scope}, authorize: {when: [{anyScope: [a, b]}]}}
              - {id: header, match: {path: /header}, authorize: {when: [{header: X-Purpose, equals: audit}]}}
              - {id: method, match: {methods: [GET, POST], path: /method}, authorize: {when: [{methods: [GET]}]}}
              - {id: variable, match: {path: "/in/{zone}"}, authorize: {when: [{pathVariable: zone, anyOf: [eu, us]}]}}
              - {id: address, match: {path: /address}, authorize: {when: [{clientAddress: [10.0.0.0/8, "2001:db8::/32"]}]}}
              - {id: time, match: {path: /time}, authorize: {when: [{time: {from: "08:00", to: "18:00", zone: Europe/Berlin, days: [monday, friday]}}]}}
              - {id: all, match: {path: /all}, authorize: {when: [{claim: plan, equals: gold}, {clientAddress: [10.0.0.0/8]}]}}
            """;

    @TempDir
    Path folder;

    private int tests;

    private String test(String path, String given, boolean allowed) {
        return "- {name: t" + ++tests + ", given: {method: GET, host: a, path: " + path + ", " + given + "}, expect: "
                + (allowed ? "{allow: true}" : "{status: 403, reason: authz.condition}") + "}\n";
    }

    @Test
    void eachConditionHoldsForWhatItSaysAndForNothingElse() throws Exception {
        Path policy = Site.write(folder, SPEC);
        String jane = "claims: {sub: jane}";
        Files.writeString(
                folder.resolve("site.test.yaml"),
                test("/claim/jane", jane, true)
                        + test("/claim/john", jane, false)
                        + test("/claim/jane", "claims: {sub: bob, other: jane}", false)
                        + test("/one", "claims: {sub: j, plan: gold}", true)
                        + test("/one", "claims: {sub: j, plan: [gold]}", false)
                        + test("/one", jane, false)
                        + test("/list/red", "claims: {sub: j, teams: [blue, red]}", true)
                        + test("/list/red", "claims: {sub: j, teams: red}", false)
                        + test("/scope", "claims: {sub: j, scope: x b}", true)
                        + test("/scope", "claims: {sub: j, scope: ab}", false)
                        + test("/header", jane + ", headers: {X-Purpose: audit}", true)
                        + test("/header", jane + ", headers: {X-Purpose: audits}", false)
                        + test("/header", jane, false)
                        + test("/method", jane, true)
                        + test("/method", jane, false).replace("GET", "POST")
                        + test("/in/eu", jane, true)
                        + test("/in/EU", jane, false)
                        + test("/address", jane + ", clientAddress: 10.1.2.3", true)
                        + test("/address", jane + ", clientAddress: 2001:db8:1::1", true)
                        + test("/address", jane + ", clientAddress: 11.1.2.3", false)
                        + test("/time", jane + ", time: \"2026-11-20T10:00:00Z\"", true)
                        + test("/time", jane + ", time: \"2026-11-20T17:00:00Z\"", false)
                        + test("/time", jane + ", time: \"2026-11-19T10:00:00Z\"", false)
                        + test("/all", "clientAddress: 10.1.2.3, claims: {sub: j, plan: gold}", true)
                        + test("/all", "clientAddress: 10.1.2.3, claims: {sub: j, plan: lead}", false)
                        + test("/all", "clientAddress: 11.1.2.3, claims: {sub: j, plan: gold}", false));
        CheckReport report = PolicyCheck.run(Policy.loader(), List.of(policy));
        assertThat(report.lines()).containsExactly("1 files, 0 errors, 26 tests, 0 failed");
    }

    @Test
    void aConditionThatCanNeverHoldIsAMistake() throws Exception {
        assertThat(Site.mistakes(folder, SPEC.replace("equals: \"{id}\"", "equals: \"{ids}\"")))
                .contains("\"ids\"", "did you mean \"id\"?", "[dangling-reference]");
        assertThat(Site.mistakes(folder, SPEC.replace("pathVariable: zone", "pathVariable: nozone")))
                .contains("[dangling-reference]");
        assertThat(Site.mistakes(folder, SPEC.replace("to: \"18:00\"", "to: \"08:00\"")))
                .contains("the same time");
        assertThat(Site.mistakes(folder, SPEC.replace("Europe/Berlin", "Europe/Berlim")))
                .contains("did you mean \"Europe/Berlin\"");
        assertThat(Site.mistakes(folder, SPEC.replace("equals: audit", "equal: audit")))
                .contains("unknown key \"equal\"");
        for (String scope : List.of("a b", "a\\\"b", "a\\\\b", "é", "")) {
            assertThat(Site.mistakes(folder, SPEC.replace("anyScope: [a, b]", "anyScope: [\"" + scope + "\"]")))
                    .as(scope)
                    .contains("expected one scope");
        }
        String one = "when: [{claim: plan, anyOf: [gold, silver]}]";
        assertThat(Site.mistakes(folder, SPEC.replace(one, "allScopes: [\"a b\"]")))
                .contains("expected one scope");
        assertThat(Site.mistakes(folder, SPEC.replace(one, "allScopes: [\"a:b/c.d\"]")))
                .isEmpty();
    }
}
