package dev.portcullis.audit.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.audit.chain.ChainVerifier;
import dev.portcullis.audit.chain.Verification;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The section of a policy, in a real server, and the trail that comes of it. */
class AuditPolicyTest {
    private static final String ROUTES = """
            routes:
              - {id: open, match: {path: "/open/{id}"}, authenticate: none}
            """;
    private static final String[] MEMBERS = {
        "seq",
        "time",
        "requestId",
        "traceId",
        "event",
        "method",
        "path",
        "route",
        "status",
        "decision",
        "reason",
        "filter",
        "rules",
        "subject",
        "credential",
        "clientAddress",
        "tenant",
        "policy",
        "durationMs",
        "bytesIn",
        "bytesOut",
        "prev",
        "hash",
        "mac"
    };

    @TempDir
    Path folder;

    private KeyPair keys;

    @BeforeEach
    void makeKeys() throws Exception {
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String pem = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8))
                .encodeToString(keys.getPrivate().getEncoded());
        Files.writeString(
                folder.resolve("sign.pem"), "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
        Files.writeString(folder.resolve("mac.key"), "0123456789abcdef0123456789abcdef");
        Files.writeString(folder.resolve("pseudonym.key"), "another secret of the trail that is long");
    }

    private static String audit(String more) {
        return "audit:\n  format: portcullis\n  sinks: [{file: {path: audit/audit.jsonl}}]\n"
                + "  chain: {signingKey: \"${file:sign.pem}\", macKey: \"${file:mac.key}\"}\n" + more.indent(2)
                + ROUTES;
    }

    private List<String> lines() throws Exception {
        return Files.readAllLines(folder.resolve("audit/audit.jsonl"));
    }

    private Verification verify() throws Exception {
        return new ChainVerifier(List.of(keys.getPublic()), "0123456789abcdef0123456789abcdef".getBytes(UTF_8), null)
                .verify(List.of(folder.resolve("audit/audit.jsonl")));
    }

    @Test
    void everyExchangeHasOneRecordAndTheTrailVerifies() throws Exception {
        try (Gate gate = Gate.open(folder, audit(""))) {
            assertThat(gate.get("/open/7").statusCode()).isEqualTo(200);
            assertThat(gate.get("/nothing").statusCode()).isEqualTo(404);
            assertThat(gate.get("/open/..;/x").statusCode()).isEqualTo(400);
        }
        List<String> records = lines();
        assertThat(records).hasSize(7); // start, policy.active, three exchanges, stop, checkpoint
        for (String record : records) {
            for (String member : MEMBERS) {
                assertThat(record).contains("\"" + member + "\":");
            }
        }
        assertThat(records.get(2))
                .contains("\"event\":\"exchange\"", "\"path\":\"/open/7\"", "\"route\":\"open\"", "\"status\":200")
                .contains("\"decision\":\"allow\"", "\"policy\":\"t@1\"", "\"bytesOut\":5", "\"subject\":\"unknown\"");
        assertThat(records.get(3)).contains("\"decision\":\"deny\"", "\"reason\":\"route.not_exposed\"");
        assertThat(records.get(4)).contains("\"decision\":\"deny\"", "\"reason\":\"path.parameter\"");
        Verification found = verify();
        assertThat(found.toJson())
                .isEqualTo("{\"broken_at\":null,\"first\":1,\"last\":7,\"records\":7,\"result\":\"intact\","
                        + "\"segments\":1,\"unsealed\":0}");
    }

    @Test
    void theNextStartGoesOnWithTheChain() throws Exception {
        for (int start = 0; start < 3; start++) {
            try (Gate gate = Gate.open(folder, audit(""))) {
                assertThat(gate.get("/open/7").statusCode()).isEqualTo(200);
            }
        }
        Verification found = verify();
        assertThat(found.result()).isEqualTo(Verification.Result.INTACT);
        assertThat(found.records()).isEqualTo(15);
    }

    @Test
    void credentialsAreDigestsAndPseudonymsStandForAddresses() throws Exception {
        String redact =
                "redact: {headers: [X-Internal-Token], query: [card], pseudonymise: [clientAddress], pseudonymKey: \"${file:pseudonym.key}\"}";
        try (Gate gate = Gate.open(folder, audit(redact))) {
            gate.get(
                    "/open/7?card=canary-q&x=canary-y",
                    "Authorization",
                    "Bearer canary-a",
                    "X-Internal-Token",
                    "canary-i",
                    "X-Other",
                    "canary-o");
        }
        String record = lines().get(2);
        assertThat(record).doesNotContain("canary").doesNotContain("127.0.0.1");
        assertThat(record)
                .contains("\"authorization\":\"Bearer hmac:", "\"x-internal-token\":\"hmac:", "\"card\":\"hmac:");
    }

    @Test
    void elasticCommonSchemaCarriesTheSameFactsUnderItsNames() throws Exception {
        try (Gate gate = Gate.open(folder, audit("").replace("format: portcullis", "format: ecs"))) {
            gate.get("/open/7");
            gate.get("/nothing");
        }
        assertThat(lines().get(2))
                .contains("\"@timestamp\":", "\"ecs\":{\"version\":", "\"event\":{\"action\":\"exchange\"")
                .contains("\"status_code\":200", "\"outcome\":\"success\"", "\"ip\":\"127.0.0.1\"");
        assertThat(lines().get(3)).contains("\"outcome\":\"failure\"", "\"reason\":\"route.not_exposed\"");
        assertThat(verify().result()).isEqualTo(Verification.Result.INTACT);
    }
}
