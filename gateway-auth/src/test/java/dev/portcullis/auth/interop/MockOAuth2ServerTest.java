package dev.portcullis.auth.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.auth.testkit.Answer;
import dev.portcullis.auth.testkit.NettyServer;
import dev.portcullis.auth.testkit.Site;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.token.DefaultOAuth2TokenCallback;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Tokens and metadata that somebody else's identity provider makes. */
@Timeout(120)
class MockOAuth2ServerTest {
    private static final MockOAuth2Server PROVIDER = new MockOAuth2Server();

    private static final String AUTHORIZATION = """
            authorization:
              roles: [{name: reader, allow: [{methods: [GET], paths: ["/orders/**"]}]}]
              bindings: [{role: reader, subjects: [{group: staff, issuer: corp}]}]
            routes:
              - {id: list, match: {path: /orders}}
              - {id: own, match: {path: "/orders/{id}"}, authorize: {when: [{claim: sub, equals: "{id}"}]}}
            """;

    @TempDir
    Path folder;

    @BeforeAll
    static void start() throws Exception {
        PROVIDER.start();
    }

    @AfterAll
    static void stop() {
        PROVIDER.shutdown();
    }

    private Site site(String keys) throws Exception {
        return Site.start(folder, """
                authentication:
                  jwt: [{name: corp, issuer: "%s", audience: [orders], keys: %s}]
                """.formatted(PROVIDER.issuerUrl("corp"), keys) + AUTHORIZATION, new NettyServer());
    }

    private static String token(String issuer, String subject, String audience) {
        return PROVIDER.issueToken(issuer, subject, audience, Map.of("groups", List.of("staff")))
                .serialize();
    }

    /** Comes again, as a client would, where the provider was too slow with its keys: on a busy machine its first answer takes seconds. */
    private static Answer get(Site site, String path, String token) {
        return await().until(
                        () -> site.get(path, "Authorization", "Bearer " + token),
                        answer -> !answer.toString().equals("503 auth.keys_unavailable"));
    }

    @Test
    void aTokenOfADiscoveredIssuerIsAcceptedAndItsClaimsDecide() throws Exception {
        try (Site site = site("{discovery: {}}")) {
            String good = token("corp", "jane", "orders");
            Answer answer = get(site, "/orders", good);
            assertThat(answer.toString()).startsWith("200");
            assertThat(site.caller(answer).subject()).isEqualTo("jane");
            assertThat(site.caller(answer).issuer())
                    .isEqualTo(PROVIDER.issuerUrl("corp").toString());
            assertThat(get(site, "/orders/jane", good).toString()).startsWith("200");
            assertThat(get(site, "/orders/john", good).toString()).isEqualTo("403 authz.condition");
        }
    }

    @Test
    void whatTheProviderDidNotSignForUsIsRefused() throws Exception {
        try (Site site = site("{discovery: {}}")) {
            String good = token("corp", "jane", "orders");
            int end = good.lastIndexOf('.');
            char[] tampered = good.toCharArray();
            tampered[end + 10] = tampered[end + 10] == 'A' ? 'B' : 'A';
            assertThat(get(site, "/orders", new String(tampered)).toString()).isEqualTo("401 jwt.signature");
            assertThat(get(site, "/orders", token("corp", "jane", "payments")).toString())
                    .isEqualTo("401 jwt.audience");
            assertThat(get(site, "/orders", token("other", "jane", "orders")).toString())
                    .as("another issuer of the same server")
                    .isEqualTo("401 jwt.issuer_unknown");
            String expired = PROVIDER.issueToken(
                            "corp",
                            "client",
                            new DefaultOAuth2TokenCallback("corp", "jane", "JWT", List.of("orders"), Map.of(), -120L))
                    .serialize();
            assertThat(get(site, "/orders", expired).toString()).isEqualTo("401 jwt.expired");
        }
    }
}
