package dev.portcullis.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.auth.apikey.NewApiKey;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.Wire;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever a client sends, none of it is in any sink or log, or in any other output of the process. */
class CanaryTest {
    private static final Pattern REASON = Pattern.compile("\"reason\":\"([a-z_.]+)\"");

    @TempDir
    Path folder;

    private final SignedTokens tokens = new SignedTokens();
    private String key = "";

    CanaryTest() throws GeneralSecurityException {}

    private Path policy(String format, String syslog, String upstream) throws Exception {
        Files.writeString(folder.resolve("keys.json"), tokens.keySet());
        String pepper = "0f".repeat(32);
        Files.writeString(folder.resolve("pepper"), pepper);
        NewApiKey made = NewApiKey.create("ci", pepper.getBytes(StandardCharsets.UTF_8), new SecureRandom());
        key = made.text();
        Files.writeString(
                folder.resolve("api-keys.yaml"), "hmacKey: \"${file:pepper}\"\nkeys:\n  " + made.line() + '\n');
        byte[] signing = KeyPairGenerator.getInstance("Ed25519")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        Files.writeString(folder.resolve("audit.pem"), TestAuthority.pem("PRIVATE KEY", signing));
        return Files.writeString(
                folder.resolve("p.yaml"),
                """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: canary, version: "1"}
                spec:
                  authentication:
                    jwt: [{name: corp, issuer: "https://idp.example", audience: [orders], keys: {jwksFile: keys.json}}]
                    apiKeys: {file: api-keys.yaml}
                    failures: {perAddress: 1000}
                  waf: {rules: [builtin]}
                  audit:
                    format: FORMAT
                    sinks: [{file: {path: audit.jsonl}}, {stdout: {}}, {slf4j: {}}, {syslog: {url: "SYSLOG"}}]
                    chain: {signingKey: "${file:audit.pem}", macKey: "${file:pepper}"}
                  routes:
                    - {id: open, match: {methods: [GET, POST], path: "/open/**"}, authenticate: none, upstream: &up {url: "UPSTREAM"}}
                    - {id: shadowed, match: {methods: [GET, POST], path: /shadowed}, authenticate: none, waf: {mode: shadow}, upstream: *up}
                    - {id: mine, match: {path: "/mine/**"}, authorize: {anyAuthenticated: true}, upstream: *up}
                    - {id: admin, match: {path: /admin}, authorize: {anyRole: [admin]}, upstream: *up}
                    - {id: dead, match: {path: "/dead/**"}, authenticate: none, upstream: {url: "http://127.0.0.1:1"}}
                """.replace("FORMAT", format).replace("SYSLOG", syslog).replace("UPSTREAM", upstream));
    }

    @ParameterizedTest
    @ValueSource(strings = {"portcullis", "ecs"})
    void nothingOfWhatClientsSendIsInAnySinkOrLog(String format) throws Exception {
        try (EchoUpstream upstream = EchoUpstream.start();
                SyslogListener syslog = SyslogListener.start();
                ServedPolicy gateway = ServedPolicy.start(policy(format, syslog.url(), upstream.url()))) {
            List<TestRequest> requests = CanaryRequests.with(tokens);
            requests.add(TestRequest.get("/mine/a", "X-API-Key", key));
            InetSocketAddress address = gateway.address();
            for (TestRequest request : requests) {
                try (Wire wire = Wire.connect(address)) {
                    wire.send(request).read();
                }
            }
            Supplier<String> file = () -> ServedPolicy.read(folder.resolve("audit.jsonl"));
            for (Supplier<String> sink :
                    List.<Supplier<String>>of(file, gateway::output, gateway::errors, syslog::text)) {
                await().atMost(Duration.ofSeconds(20)).until(() -> records(sink.get()) >= requests.size());
            }
            gateway.stop();
            Canary.assertSilent("file", file.get());
            Canary.assertSilent("standard output", gateway.output());
            Canary.assertSilent("standard error and logs", gateway.errors());
            Canary.assertSilent("syslog", syslog.text());
            assertThat(gateway.errors())
                    .contains(" the policy canary@1 is active")
                    .doesNotContain(key);
            Set<String> reasons = new TreeSet<>();
            REASON.matcher(file.get()).results().forEach(found -> reasons.add(found.group(1)));
            assertThat(reasons).contains("waf.score", "waf.body_malformed", "path.parameter", "route.not_exposed");
            assertThat(reasons)
                    .contains("jwt.expired", "jwt.signature", "jwt.malformed", "apikey.unknown", "authz.no_role");
            assertThat(file.get().contains(key)).isFalse();
            assertThat(file.get().contains("jane")).isTrue();
        }
    }

    private static int records(String sink) {
        return sink.split("\"(?:event|action)\":\"exchange\"", -1).length - 1;
    }
}
