package dev.portcullis.auth.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.apikey.NewApiKey;
import dev.portcullis.auth.testkit.Answer;
import dev.portcullis.auth.testkit.Site;
import dev.portcullis.gateway.testkit.ManualClock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** API keys and throttled failures, by policy. */
class ApiKeyPolicyTest {
    private static final String SPEC = """
            authentication:
              apiKeys: {header: X-API-Key, file: api-keys.yaml}
              failures: {perAddress: 6, perCredential: 3, within: 15m, lockout: 30m}
            authorization:
              roles: [{name: reader, allow: [{methods: [GET], paths: ["/orders/**"]}]}]
              bindings: [{role: reader, subjects: [{serviceAccount: ci}], tenants: [blue]}]
            routes:
              - {id: orders, match: {path: /orders}}
              - {id: scoped, match: {path: /scoped}, authorize: {allScopes: [orders.write]}}
              - {id: role, match: {path: /role}, authorize: {anyRole: [builder]}}
              - {id: maybe, match: {path: /maybe}, authenticate: optional}
            """;

    @TempDir
    Path folder;

    private final ManualClock clock = new ManualClock(Instant.parse("2026-11-20T10:00:00Z"));
    private NewApiKey key;
    private NewApiKey other;

    @BeforeEach
    void writeKeys() throws IOException {
        byte[] secret = "0123456789abcdef0123456789abcdef".getBytes(UTF_8);
        Files.writeString(folder.resolve("pepper"), "0123456789abcdef0123456789abcdef\n");
        key = NewApiKey.create("ci-1", secret, new SecureRandom());
        other = NewApiKey.create("other", secret, new SecureRandom());
        Files.writeString(folder.resolve("api-keys.yaml"), """
                hmacKey: "${file:pepper}"
                keys:
                  - {id: ci-1, mac: "%s", subject: ci, scopes: [orders.read], roles: [builder], tenant: blue, notAfter: "2026-11-21T00:00:00Z"}
                  %s
                """.formatted(key.mac(), other.line()));
    }

    @Test
    void aKeyCarriesItsSubjectScopesRolesAndTenant() throws Exception {
        try (Site site = Site.start(folder, SPEC, clock)) {
            assertThat(site.get("/orders", "X-API-Key", key.text()).status()).isEqualTo(200);
            assertThat(site.get("/role", "x-api-key", key.text()).status()).isEqualTo(200);
            assertThat(site.get("/orders", "X-API-Key", other.text()).code()).isEqualTo("authz.no_role");
            Answer scope = site.get("/scoped", "X-API-Key", key.text());
            assertThat(scope.code()).isEqualTo("authz.insufficient_scope");
            assertThat(scope.all("WWW-Authenticate"))
                    .as("a bearer token's challenge")
                    .isEmpty();
            Answer anonymous = site.get("/orders");
            assertThat(anonymous.status()).isEqualTo(401);
            assertThat(anonymous.all("WWW-Authenticate"))
                    .containsExactly("ApiKey realm=\"site\", header=\"X-API-Key\"");
            clock.advance(Duration.ofDays(1));
            assertThat(site.get("/orders", "X-API-Key", key.text()).code()).isEqualTo("apikey.expired");
        }
    }

    @Test
    void wrongKeysAreRefusedEachForItsReason() throws Exception {
        try (Site site = Site.start(folder, SPEC, clock)) {
            assertThat(site.get("/orders", "X-API-Key", key.text() + "x").code())
                    .isEqualTo("apikey.unknown");
            assertThat(site.get("/maybe", "X-API-Key", "hello").code()).isEqualTo("apikey.malformed");
            assertThat(site.get("/maybe").status()).isEqualTo(200);
            Answer two = site.get("/orders", "X-API-Key", key.text(), "X-API-Key", key.text());
            assertThat(two.toString()).isEqualTo("400 apikey.several");
        }
    }

    @Test
    void guessesAreThrottledAndAGoodKeyIsNot() throws Exception {
        try (Site site = Site.start(folder, SPEC, clock)) {
            for (int i = 0; i < 3; i++) {
                assertThat(site.get("/orders", "X-API-Key", "pc_ci-1_guess" + i).status())
                        .isEqualTo(401);
            }
            Answer throttled = site.get("/orders", "X-API-Key", "pc_ci-1_guess");
            assertThat(throttled.toString()).isEqualTo("429 auth.throttled");
            assertThat(throttled.all("Retry-After")).containsExactly("1800");
            assertThat(site.get("/orders", "X-API-Key", key.text()).status()).isEqualTo(200);
            for (int i = 0; i < 2; i++) {
                assertThat(site.get("/orders", "X-API-Key", "pc_x" + i + "_guess")
                                .status())
                        .isEqualTo(401);
            }
            assertThat(site.get("/orders", "X-API-Key", "pc_x9_guess").status()).isEqualTo(429);
            assertThat(site.get("/orders", "X-API-Key", key.text()).status()).isEqualTo(200);
            assertThat(site.get("/orders").code())
                    .as("no credential is no failure")
                    .isEqualTo("auth.missing");
            clock.advance(Duration.ofMinutes(30));
            assertThat(site.get("/orders", "X-API-Key", "pc_x9_guess").status()).isEqualTo(401);
        }
    }

    @Test
    void mistakesInTheKeyFileAreThePolicys() throws Exception {
        Path file = folder.resolve("api-keys.yaml");
        String good = Files.readString(file);
        Files.writeString(file, good.replace("subject: ci,", "subjekt: ci,"));
        assertThat(Site.mistakes(folder, SPEC)).contains("api-keys.yaml:3").contains("unknown key \"subjekt\"");
        Files.writeString(file, good.replace("${file:pepper}", "s3cr3t"));
        assertThat(Site.mistakes(folder, SPEC)).contains("hmacKey").doesNotContain("s3cr3t");
        Files.writeString(file, good.replace("id: \"other\"", "id: ci-1").replace("notAfter", "groups: [], notAfter"));
        assertThat(Site.mistakes(folder, SPEC)).isEmpty();
        Files.writeString(
                file, good.replace("id: \"other\"", "id: ci-1").replace(", notAfter: \"2026-11-21T00:00:00Z\"", ""));
        assertThat(Site.mistakes(folder, SPEC)).contains("the id \"ci-1\" is listed twice");
        Files.writeString(file, good);
        assertThat(Site.mistakes(folder, SPEC.replace("X-API-Key", "Authorization")))
                .contains("has a meaning of its own");
    }
}
