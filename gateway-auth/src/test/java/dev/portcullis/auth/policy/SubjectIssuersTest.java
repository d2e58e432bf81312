package dev.portcullis.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.Provider;
import dev.portcullis.auth.testkit.Site;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whose subjects a policy means, where several issuers are trusted. */
class SubjectIssuersTest {
    private static final Forge FORGE = new Forge();
    private static final String ACCOUNT = "system:serviceaccount:shop:cart";
    private static final String CLUSTER = "https://cluster.example";

    @TempDir
    Path folder;

    @BeforeEach
    void keys() throws Exception {
        Files.writeString(folder.resolve("corp.json"), FORGE.jwks());
        Files.writeString(folder.resolve("other.json"), "{\"keys\":[" + Forge.rsaJwk("o", FORGE.other) + "]}");
    }

    private static String corp() {
        return "{name: corp, issuer: \"" + Forge.ISSUER + "\", audience: [orders], keys: {jwksFile: corp.json}}";
    }

    private static String other() {
        return "{name: other, issuer: \"" + Forge.OTHER + "\", audience: [orders], keys: {jwksFile: other.json}}";
    }

    private static String spec(String issuers, String subject) {
        return """
                authentication: {jwt: [%s]}
                authorization:
                  roles: [{name: r, allow: [{methods: [GET], paths: [/own]}]}]
                  bindings: [{role: r, subjects: [%s]}]
                routes: [{id: own, match: {path: /own}}]
                """.formatted(issuers, subject);
    }

    private static String ofCorp(String subject, String more) {
        return FORGE.signed(FORGE.claims(more).replace("\"jane\"", "\"" + subject + "\""));
    }

    private static String ofOther(String subject, String more) {
        String claims = FORGE.claims(more).replace("\"jane\"", "\"" + subject + "\"");
        return FORGE.sign(
                "{\"alg\":\"RS256\",\"kid\":\"o\"}",
                claims.replace(Forge.ISSUER, Forge.OTHER),
                "SHA256withRSA",
                FORGE.other);
    }

    private static String get(Site site, String token) {
        return site.get("/own", "Authorization", "Bearer " + token).toString();
    }

    @Test
    void aServiceAccountIsNobodyInATokenOfAnIssuerThatIsNoCluster() throws Exception {
        Files.writeString(folder.resolve("token"), "me");
        Files.writeString(folder.resolve("ca.crt"), "");
        try (Provider cluster = new Provider()) {
            cluster.document("/openid/v1/jwks", "{\"keys\":[" + Forge.rsaJwk("o", FORGE.other) + "]}");
            String keys = "{kubernetes: {server: \"" + cluster.url() + "\", ca: ca.crt, token: token}}";
            String issuers =
                    corp() + ", {name: cluster, issuer: \"" + CLUSTER + "\", audience: [orders], keys: " + keys + "}";
            String genuine = FORGE.sign(
                    "{\"alg\":\"RS256\",\"kid\":\"o\"}",
                    FORGE.claims("").replace("\"jane\"", "\"" + ACCOUNT + "\"").replace(Forge.ISSUER, CLUSTER),
                    "SHA256withRSA",
                    FORGE.other);
            for (String subject : new String[] {
                "{serviceAccount: shop/cart}",
                "{serviceAccount: \"" + ACCOUNT + "\"}",
                "{serviceAccount: shop/cart, issuer: cluster}",
                "{group: \"system:serviceaccounts:shop\"}"
            }) {
                try (Site site = Site.start(folder, spec(issuers, subject))) {
                    assertThat(get(site, genuine)).as(subject).startsWith("200");
                    assertThat(get(site, ofCorp(ACCOUNT, "\"groups\":[\"system:serviceaccounts:shop\"]")))
                            .as(subject)
                            .isEqualTo("403 authz.no_role");
                    assertThat(get(site, ofCorp("shop/cart", "\"client_id\":\"shop/cart\"")))
                            .as(subject)
                            .isEqualTo("403 authz.no_role");
                    assertThat(get(site, ofCorp(ACCOUNT, "\"client_id\":\"" + ACCOUNT + "\"")))
                            .as(subject)
                            .isEqualTo("403 authz.no_role");
                }
            }
        }
    }

    @Test
    void aSubjectOfOneIssuerIsNobodyOfAnother() throws Exception {
        try (Site site = Site.start(folder, spec(corp() + "," + other(), "{user: jane, issuer: corp}"))) {
            assertThat(get(site, ofCorp("jane", ""))).startsWith("200");
            assertThat(get(site, ofOther("jane", ""))).isEqualTo("403 authz.no_role");
        }
        try (Site site = Site.start(folder, spec(corp() + "," + other(), "{group: staff, issuer: other}"))) {
            assertThat(get(site, ofOther("jane", "\"groups\":[\"staff\"]"))).startsWith("200");
            assertThat(get(site, ofCorp("jane", "\"groups\":[\"staff\"]"))).isEqualTo("403 authz.no_role");
        }
    }

    @Test
    void withoutAnIssuerASubjectIsMeantOfAll() throws Exception {
        try (Site site = Site.start(folder, spec(corp() + "," + other(), "{user: jane}"))) {
            assertThat(get(site, ofCorp("jane", ""))).startsWith("200");
            assertThat(get(site, ofOther("jane", ""))).startsWith("200");
        }
    }

    @Test
    void theOnlyIssuerMayVouchForServiceAccounts() throws Exception {
        try (Site site = Site.start(folder, spec(corp(), "{serviceAccount: shop/cart}"))) {
            assertThat(get(site, ofCorp(ACCOUNT, ""))).startsWith("200");
            assertThat(get(site, ofCorp("system:serviceaccount:shop:other", "")))
                    .isEqualTo("403 authz.no_role");
        }
    }

    @Test
    void aDenialOfAServiceAccountIsMeantWhoeverSaysThatItIsOne() throws Exception {
        String spec = spec(corp() + "," + other(), "{group: staff}")
                .replace(
                        "  bindings:",
                        "  deny: [{subjects: [{serviceAccount: shop/cart}], paths: [/**]}]\n  bindings:");
        try (Site site = Site.start(folder, spec)) {
            assertThat(get(site, ofOther(ACCOUNT, "\"groups\":[\"staff\"]"))).isEqualTo("403 authz.denied");
            assertThat(get(site, ofCorp(ACCOUNT, "\"groups\":[\"staff\"]"))).isEqualTo("403 authz.denied");
            assertThat(get(site, ofCorp("jane", "\"groups\":[\"staff\"]"))).startsWith("200");
        }
    }

    @Test
    void whatNobodyCouldVouchForIsAMistake() throws Exception {
        String several = corp() + "," + other();
        assertThat(Site.mistakes(folder, spec(several, "{serviceAccount: shop/cart}")))
                .contains("no issuer vouches for the service account \"shop/cart\"")
                .contains("[no-issuer]");
        assertThat(Site.mistakes(folder, spec(several, "{user: jane, issuer: crop}")))
                .contains("crop")
                .contains("corp");
        assertThat(Site.mistakes(folder, spec(several, "{user: jane, issuer: apiKeys}")))
                .contains("apiKeys");
        assertThat(Site.mistakes(folder, spec(several, "{user: \"" + ACCOUNT + "\"}")))
                .contains("a service account is no user; write `serviceAccount: shop/cart`");
        assertThat(Site.mistakes(folder, spec(several, "{serviceAccount: shop/cart, issuer: other}")))
                .isEmpty();
    }
}
