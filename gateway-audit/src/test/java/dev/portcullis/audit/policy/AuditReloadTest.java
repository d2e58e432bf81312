package dev.portcullis.audit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.audit.chain.ChainVerifier;
import dev.portcullis.audit.chain.Verification;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyHost;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy that changes its trail goes on with it. */
class AuditReloadTest {
    @TempDir
    Path folder;

    private Path write(String version, String audit) throws Exception {
        return Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: t, version: "%s"}
                spec:
                  audit: {%s}
                  routes:
                    - {id: open, match: {path: /open}, authenticate: none}
                """.formatted(version, audit));
    }

    private String trail() throws Exception {
        return Files.readString(folder.resolve("audit.jsonl"));
    }

    @Test
    void changedSettingsOfOneTrailTakeEffectWithThePolicyAndTheChainGoesOn() throws Exception {
        Path policy = write("1", "sinks: [{file: {path: audit.jsonl}}]");
        try (PolicyHost host = PolicyHost.follow(Policy.loader(), policy)) {
            write(
                    "2",
                    "sinks: [{file: {path: audit.jsonl, rotate: 1MiB}}, {file: {path: second.jsonl}}], fsync: everyRecord");
            assertThat(host.reload()).isTrue();
            write("3", "sinks: [{file: {path: audit.jsonl}}], whenFull: nonsense");
            assertThat(host.reload()).isFalse();
            write("4", "format: ecs, sinks: [{file: {path: audit.jsonl}}]");
            assertThat(host.reload()).isTrue();
        }
        // the last to close is the timer's: its lock is free once it has
        org.awaitility.Awaitility.await()
                .atMost(java.time.Duration.ofSeconds(30))
                .until(() -> trail().contains("\"action\":\"stop\""));
        assertThat(trail())
                .contains("\"event\":\"audit.changed\"", "\"event\":\"policy.active\"", "\"policy\":\"t@2\"")
                .contains("\"event\":\"policy.refused\"", "\"action\":\"policy.active\"");
        Verification found = new ChainVerifier(List.of(), null, null).verifyAll(List.of(folder.resolve("audit.jsonl")));
        assertThat(found.brokenAt()).isNull();
        assertThat(folder.resolve("second.jsonl")).content().contains("t@2");
    }

    @Test
    void aRequiredRecordWithoutASectionIsAMistake() throws Exception {
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: t, version: "1"}
                spec:
                  routes:
                    - {id: open, match: {path: /open}, authenticate: none, audit: {required: true}}
                """);
        assertThat(org.assertj.core.api.Assertions.catchThrowable(() -> Policy.load(policy)))
                .hasMessageContaining("nothing-uses");
    }
}
