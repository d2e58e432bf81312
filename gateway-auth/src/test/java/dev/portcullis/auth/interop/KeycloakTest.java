package dev.portcullis.auth.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.auth.testkit.Answer;
import dev.portcullis.auth.testkit.NettyServer;
import dev.portcullis.auth.testkit.Site;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A whole Keycloak, which the profile {@code keycloak} of this module's build unpacks. */
@Timeout(600)
class KeycloakTest {
    private static final int ROTATIONS = 5;

    @TempDir
    Path folder;

    private static String get(Site site, String token) {
        return site.get("/any", "Authorization", "Bearer " + token).toString().strip();
    }

    @Test
    void itsTokensAreAcceptedThroughRotationsAndNoOthers() throws Exception {
        String home = System.getProperty("portcullis.keycloak", "");
        assumeThat(home).as("where Keycloak is; the profile keycloak says").isNotEmpty();
        long start = System.nanoTime();
        try (Keycloak keycloak = new Keycloak(Path.of(home));
                Site site = site(keycloak)) {
            System.out.printf("keycloak up in %.1f s at %s%n", (System.nanoTime() - start) / 1e9, keycloak.issuer());
            String first = keycloak.token();
            Answer answer = site.get("/any", "Authorization", "Bearer " + first);
            System.out.println("client_credentials token: " + answer);
            assertThat(answer.status()).isEqualTo(200);
            assertThat(site.caller(answer).issuer()).isEqualTo(keycloak.issuer());
            tampered(site, first);

            String component = "";
            String before = first;
            for (int i = 1; i <= ROTATIONS; i++) {
                String old = component;
                component = keycloak.rotate(1000 + i);
                String after = keycloak.token();
                assertThat(header(after)).as("the key id").isNotEqualTo(header(before));
                System.out.println(
                        "rotation " + i + ": new key " + get(site, after) + ", key before " + get(site, before));
                assertThat(get(site, after)).isEqualTo("200");
                assertThat(get(site, before)).isEqualTo("200");
                if (!old.isEmpty()) {
                    keycloak.remove(old);
                    String removed = before;
                    await().atMost(Duration.ofSeconds(60))
                            .pollInterval(Duration.ofMillis(500))
                            .untilAsserted(() -> assertThat(get(site, removed)).isEqualTo("401 jwt.key_unknown"));
                    System.out.println("key removed: " + get(site, removed) + ", new key " + get(site, after));
                    assertThat(get(site, after)).isEqualTo("200");
                }
                before = after;
            }
        }
    }

    private static void tampered(Site site, String token) {
        int at = token.lastIndexOf('.') + 10;
        String changed = token.substring(0, at) + (token.charAt(at) == 'A' ? 'B' : 'A') + token.substring(at + 1);
        System.out.println("tampered token: " + get(site, changed));
        assertThat(get(site, changed)).isEqualTo("401 jwt.signature");
    }

    private static String header(String token) {
        return token.substring(0, token.indexOf('.'));
    }

    private Site site(Keycloak keycloak) throws Exception {
        return Site.start(folder, """
                authentication:
                  jwt:
                    - name: corp
                      issuer: "%s"
                      audience: [orders]
                      keys: {discovery: {}, refresh: 10s}
                      claims: {roles: realm_access.roles}
                routes: [{id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}]
                """.formatted(keycloak.issuer()), new NettyServer());
    }
}
