package dev.portcullis.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.jwks.FetchedKeysSettings;
import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The terms of an issuer, as a policy has them. */
class JwtTermsPolicyTest {
    private static final Forge FORGE = new Forge();

    @TempDir
    Path folder;

    private Site site(String terms) throws Exception {
        Files.writeString(folder.resolve("keys.json"), FORGE.jwks());
        return Site.start(folder, """
                authentication:
                  jwt: [{name: corp, issuer: "%s", audience: [orders], keys: {jwksFile: keys.json}, %s}]
                routes:
                  - {id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}
                """.formatted(Forge.ISSUER, terms));
    }

    private static String endedFiveSecondsAgo() {
        return FORGE.signed(FORGE.claims("").replace("\"exp\":" + FORGE.in(3600), "\"exp\":" + FORGE.in(-5)));
    }

    private static String code(Site site, String token) {
        return site.get("/any", "Authorization", "Bearer " + token).toString();
    }

    @Test
    void clocksMayHaveToAgree() throws Exception {
        try (Site site = site("clockSkew: 0s")) {
            assertThat(code(site, endedFiveSecondsAgo())).isEqualTo("401 jwt.expired");
            assertThat(code(site, FORGE.good())).startsWith("200");
        }
        try (Site site = site("clockSkew: 5m")) {
            assertThat(code(site, endedFiveSecondsAgo())).startsWith("200");
        }
    }

    @Test
    void aTokenWaitsForTheNextPermittedFetchHoweverShortTheTimeout() {
        for (int seconds : new int[] {1, 5, 7, 60}) {
            FetchedKeysSettings settings = new KeysPolicy.Keeping(
                            Duration.ofMinutes(5), Duration.ofHours(1), Duration.ofSeconds(seconds))
                    .settings();
            assertThat(settings.patience()).isGreaterThan(settings.between()).isLessThan(Duration.ofSeconds(10));
        }
    }

    @Test
    void anEdwardsCurveIsAllowedByEitherName() throws Exception {
        for (String allowed : new String[] {"EdDSA", "Ed25519"}) {
            try (Site site = site("algorithms: [" + allowed + "]")) {
                for (String named : new String[] {"EdDSA", "Ed25519"}) {
                    String header = "{\"alg\":\"" + named + "\",\"kid\":\"d\"}";
                    assertThat(code(site, FORGE.sign(header, FORGE.claims(""), "Ed25519", FORGE.ed)))
                            .startsWith("200");
                }
                assertThat(code(site, FORGE.good())).isEqualTo("401 jwt.alg_not_allowed");
            }
        }
    }
}
