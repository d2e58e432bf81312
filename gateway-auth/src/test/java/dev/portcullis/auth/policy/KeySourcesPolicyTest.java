package dev.portcullis.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.portcullis.auth.jwks.KeyFetch;
import dev.portcullis.auth.jwks.KeyFetches;
import dev.portcullis.auth.testkit.Answer;
import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.Provider;
import dev.portcullis.auth.testkit.Site;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsPreset;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where keys come from, by policy. */
class KeySourcesPolicyTest {
    private static final Forge FORGE = new Forge();

    @TempDir
    Path folder;

    private static String spec(String issuer, String keys) {
        return """
                authentication: {jwt: [{name: corp, issuer: "%s", audience: [orders], keys: %s}]}
                routes: [{id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}]
                """.formatted(issuer, keys);
    }

    private static String get(Site site, String token) {
        return site.get("/any", "Authorization", "Bearer " + token).toString();
    }

    @Test
    void aKeyInPemServesTokensWhateverKeyTheyName() throws Exception {
        Files.writeString(folder.resolve("rsa.pem"), Forge.pem(FORGE.rsa));
        Files.writeString(folder.resolve("ec.pem"), Forge.pem(FORGE.ec));
        String es256 = FORGE.sign(
                "{\"alg\":\"ES256\",\"kid\":\"x\"}", FORGE.claims(""), "SHA256withECDSAinP1363Format", FORGE.ec);
        try (Site site = Site.start(folder, spec(Forge.ISSUER, "{pem: [{file: rsa.pem}, {file: ec.pem}]}"))) {
            assertThat(get(site, FORGE.good())).startsWith("200");
            assertThat(get(site, es256)).startsWith("200");
            assertThat(get(site, FORGE.sign("{\"alg\":\"RS256\"}", FORGE.claims(""), "SHA256withRSA", FORGE.attacker)))
                    .isEqualTo("401 jwt.signature");
        }
    }

    @Test
    void amongSeveralKeysInPemNobodyGuesses() throws Exception {
        Files.writeString(folder.resolve("a.pem"), Forge.pem(FORGE.rsa));
        Files.writeString(folder.resolve("b.pem"), Forge.pem(FORGE.other));
        try (Site site = Site.start(folder, spec(Forge.ISSUER, "{pem: [{file: a.pem}, {file: b.pem}]}"))) {
            assertThat(get(site, FORGE.good())).isEqualTo("401 jwt.key_unknown");
        }
        try (Site site =
                Site.start(folder, spec(Forge.ISSUER, "{pem: [{file: a.pem, keyId: r}, {file: b.pem, keyId: o}]}"))) {
            assertThat(get(site, FORGE.good())).startsWith("200");
        }
    }

    @Test
    void twoSourcesOfKeysAreRefusedByName() throws Exception {
        Files.writeString(folder.resolve("a.pem"), Forge.pem(FORGE.rsa));
        assertThat(Site.mistakes(
                        folder, spec(Forge.ISSUER, "{jwksUri: 'https://idp.example/keys', pem: [{file: a.pem}]}")))
                .contains("authentication.jwt[0].keys has jwksUri and pem, of which only one may be given")
                .contains("wrong-keys")
                .doesNotContain("unknown key");
        assertThat(Site.mistakes(folder, spec(Forge.ISSUER, "{refresh: 1m, jwksFile: k.json, discovery: {}}")))
                .contains("has discovery and jwksFile, of which only one may be given");
    }

    @Test
    void aPrivateKeyHasNoPlaceInAPolicy() throws Exception {
        String secret = TestAuthority.pem("PRIVATE KEY", FORGE.rsa.getPrivate().getEncoded());
        Files.writeString(folder.resolve("a.pem"), secret);
        assertThat(Site.mistakes(folder, spec(Forge.ISSUER, "{pem: [{file: a.pem}]}")))
                .contains("has no place here")
                .doesNotContain(secret.substring(40, 60));
        Files.writeString(folder.resolve("a.pem"), "nothing");
        assertThat(Site.mistakes(folder, spec(Forge.ISSUER, "{pem: [{file: a.pem}]}")))
                .contains("found 0");
    }

    @Test
    void anIssuerIsDiscoveredByEitherMetadataAndBelievedAboutItselfAlone() throws Exception {
        try (Provider provider = new Provider()) {
            String issuer = provider.url() + "/realms/corp";
            provider.serve(FORGE.jwks());
            String good = FORGE.signed(FORGE.claims("").replace(Forge.ISSUER, issuer));
            String document = "{\"issuer\":\"" + issuer + "\",\"jwks_uri\":\"" + provider.url() + "/keys\"}";
            provider.document("/.well-known/oauth-authorization-server/realms/corp", document);
            try (Site site = Site.start(folder, spec(issuer, "{discovery: {metadata: oauth}}"))) {
                assertThat(get(site, good)).startsWith("200");
            }
            provider.document("/realms/corp/.well-known/openid-configuration", document.replace("realms", "realm"));
            try (Site site = Site.start(folder, spec(issuer, "{discovery: {}}"))) {
                assertThat(get(site, good)).as("the metadata of another").startsWith("503");
            }
        }
    }

    @Test
    void whatCannotBeDiscoveredIsRefusedWhenThePolicyIsLoaded() throws Exception {
        assertThat(Site.mistakes(folder, spec("corp idp", "{discovery: {}}"))).contains("no URL", "jwksUri");
        assertThat(Site.mistakes(folder, spec("http://idp.example", "{discovery: {}}")))
                .contains("by https, or by http from loopback");
        assertThat(Site.mistakes(folder, spec("https://idp.example/?realm=corp", "{discovery: {}}")))
                .contains("no query and no fragment");
        assertThat(Site.mistakes(
                        folder, spec("https://idp.example", "{discovery: {origins: [\"http://keys.example\"]}}")))
                .contains("never from http://keys.example");
    }

    /** So there is no second look-up between judging where the key set is and asking for it. */
    @Test
    void theKeySetIsAskedForOnTheConnectionOfTheMetadata() throws Exception {
        try (Provider provider = new Provider()) {
            provider.serve(FORGE.jwks());
            provider.document(
                    "/.well-known/openid-configuration",
                    "{\"issuer\":\"" + provider.url() + "\",\"jwks_uri\":\"" + provider.url() + "/keys\"}");
            KeyFetch fetch =
                    KeyFetches.discover(provider.url(), KeyFetches.Metadata.OPENID, Set.of(), KeyFetches.TIMEOUT);
            for (int i = 1; i <= 20; i++) {
                assertThat(fetch.fetch()
                                .toCompletableFuture()
                                .get(30, TimeUnit.SECONDS)
                                .keys())
                        .hasSize(3);
                assertThat(provider.asked()).isEqualTo(i);
            }
            assertThat(provider.ports()).as("connections for forty requests").hasSizeLessThan(10);
        }
    }

    @Test
    void aKeySetOfAnotherOriginHasToBeListed() throws Exception {
        try (Provider issuer = new Provider();
                Provider keys = new Provider()) {
            keys.serve(FORGE.jwks());
            issuer.document(
                    "/.well-known/openid-configuration",
                    "{\"issuer\":\"" + issuer.url() + "\",\"jwks_uri\":\"" + keys.url() + "/keys\"}");
            String good = FORGE.signed(FORGE.claims("").replace(Forge.ISSUER, issuer.url()));
            try (Site site = Site.start(folder, spec(issuer.url(), "{discovery: {}}"))) {
                assertThat(get(site, good)).startsWith("503");
                assertThat(keys.asked()).isZero();
            }
            try (Site site =
                    Site.start(folder, spec(issuer.url(), "{discovery: {origins: [\"" + keys.url() + "\"]}}"))) {
                assertThat(get(site, good)).startsWith("200");
            }
        }
    }

    @Test
    void theKeysOfAClusterAreAskedForWithItsTokenAndTrustedByItsAuthority() throws Exception {
        TestAuthority cluster = new TestAuthority("cluster");
        TestAuthority.Issued own = cluster.leaf("api").ip("127.0.0.1").issue();
        own.writeTo(folder, "api");
        cluster.writeTo(folder.resolve("ca.crt"));
        Files.writeString(folder.resolve("token"), "first\n");
        ServerTls tls = ServerTls.of(ServerTlsSettings.of(
                TlsPreset.INTERMEDIATE, TlsIdentity.fromPem(folder.resolve("api.crt"), folder.resolve("api.key"))));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        List<String> asked = new CopyOnWriteArrayList<>();
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        server.createContext("/openid/v1/jwks", exchange -> {
            asked.add(exchange.getRequestHeaders().getFirst("Authorization"));
            byte[] bytes = FORGE.jwks().getBytes(StandardCharsets.UTF_8);
            // an API server has its keys as this type alone, and 406 for who accepts another
            boolean accepted = exchange.getRequestHeaders().getFirst("Accept").contains("application/jwk-set+json");
            exchange.sendResponseHeaders(accepted ? 200 : 406, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
        String keys = "{kubernetes: {server: \"https://127.0.0.1:"
                + server.getAddress().getPort() + "\", ca: ca.crt, token: token}}";
        String token = FORGE.signed(FORGE.claims("\"kubernetes.io\":{\"namespace\":\"shop\"}")
                .replace("\"jane\"", "\"system:serviceaccount:shop:cart\""));
        String policy = """
                authentication: {jwt: [{name: corp, issuer: "%s", audience: [orders], keys: %s}]}
                authorization:
                  roles: [{name: r, allow: [{methods: [GET], paths: [/own]}]}]
                  bindings: [{role: r, subjects: [{group: "system:serviceaccounts:shop"}], tenants: [shop]}]
                routes: [{id: own, match: {path: /own}}]
                """.formatted(Forge.ISSUER, keys);
        try (Site site = Site.start(folder, policy)) {
            Answer answer = site.get("/own", "Authorization", "Bearer " + token);
            assertThat(answer.toString()).startsWith("200");
            assertThat(site.caller(answer).tenant()).isEqualTo("shop");
            assertThat(site.caller(answer).kind()).isEqualTo(Principal.Kind.SERVICE_ACCOUNT);
            assertThat(asked).containsExactly("Bearer first");
        } finally {
            server.stop(0);
        }
        TestAuthority stranger = new TestAuthority("stranger");
        stranger.writeTo(folder.resolve("ca.crt"));
        try (Site site = Site.start(folder, policy)) {
            assertThat(site.get("/own", "Authorization", "Bearer " + token).status())
                    .as("a server that the cluster does not vouch for")
                    .isEqualTo(503);
        }
    }

    @Test
    void theAgeOfKeysIsReported() throws Exception {
        try (Provider provider = new Provider()) {
            provider.serve(FORGE.jwks());
            try (Site site = Site.start(folder, spec(Forge.ISSUER, "{jwksUri: \"" + provider.url() + "/keys\"}"))) {
                assertThat(get(site, FORGE.good())).startsWith("200");
                assertThat(metric(site, "portcullis_auth_keys_age_seconds")).isBetween(0.0, 60.0);
                assertThat(metric(site, "portcullis_auth_keys_fetches_total")).isEqualTo(1);
                await().until(() -> metric(site, "portcullis_auth_accepted_total") == 1);
            }
        }
    }

    private static double metric(Site site, String name) {
        return site.policy().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(metric -> metric.value().getAsDouble())
                .findFirst()
                .orElseThrow();
    }
}
