package dev.portcullis.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.JdkServer;
import dev.portcullis.auth.testkit.Site;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyHost;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What was verified on other terms counts for nothing after a reload. */
@Timeout(60)
class ReloadedTermsTest {
    private static final Forge FORGE = new Forge();

    @TempDir
    Path folder;

    private final HttpClient client = HttpClient.newHttpClient();

    private static String spec(String terms) {
        return """
                authentication: {jwt: [{name: corp, issuer: "%s", audience: [orders], keys: {jwksFile: corp.json}%s}]}
                routes: [{id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}]
                """.formatted(Forge.ISSUER, terms);
    }

    private int get(InetSocketAddress at, String token) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + at.getPort() + "/any"))
                .header("Authorization", "Bearer " + token)
                .build();
        return client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    }

    @Test
    void aReloadThatTightensAnIssuerStartsWithNothingVerified() throws Exception {
        String keys = FORGE.jwks();
        Files.writeString(folder.resolve("corp.json"), keys);
        Path file = Site.write(folder, spec(""));
        String token = FORGE.signed(FORGE.claims("\"iat\":" + FORGE.in(-100)));
        JdkServer server = new JdkServer();
        try (PolicyHost host = PolicyHost.follow(Policy.loader().withProviders(new AuthProvider()), file)) {
            InetSocketAddress at = server.start(host);
            for (String tighter :
                    new String[] {", audience: [payments]", ", algorithms: [ES256]", ", type: access", ", maxAge: 20s"
                    }) {
                assertThat(get(at, token)).as("before " + tighter).isEqualTo(200);
                String spec =
                        tighter.startsWith(", audience") ? spec("").replace("[orders]", "[payments]") : spec(tighter);
                Site.write(folder, spec);
                assertThat(host.reload()).isTrue();
                assertThat(get(at, token)).as("after " + tighter).isEqualTo(401);
                Site.write(folder, spec(""));
                assertThat(host.reload()).isTrue();
            }
            assertThat(get(at, token)).isEqualTo(200);
            Files.writeString(folder.resolve("corp.json"), "{\"keys\":[" + Forge.rsaJwk("o", FORGE.other) + "]}");
            assertThat(host.reload()).isTrue();
            assertThat(get(at, token)).as("after its key is gone").isEqualTo(401);
        } finally {
            server.close();
        }
    }
}
