package dev.portcullis.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.Site;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsPreset;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Where a name leads may change under us; whoever answers there has to prove the name before it is told anything. */
@Timeout(60)
class ServerIdentityTest {
    private static final Forge FORGE = new Forge();

    @TempDir
    Path folder;

    @Test
    void aServerThatDoesNotProveTheNameIsSentNothing() throws Exception {
        TestAuthority cluster = new TestAuthority("cluster");
        cluster.leaf("api").dns("elsewhere.example").issue().writeTo(folder, "api");
        cluster.writeTo(folder.resolve("ca.crt"));
        Files.writeString(folder.resolve("token"), "secret");
        ServerTls tls = ServerTls.of(ServerTlsSettings.of(
                TlsPreset.INTERMEDIATE, TlsIdentity.fromPem(folder.resolve("api.crt"), folder.resolve("api.key"))));
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        AtomicInteger requests = new AtomicInteger();
        server.setHttpsConfigurator(new HttpsConfigurator(tls.context()));
        server.createContext("/", exchange -> {
            requests.incrementAndGet();
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        server.start();
        String origin = "https://localhost:" + server.getAddress().getPort();
        try (Site site = Site.start(folder, """
                authentication:
                  jwt:
                    - name: corp
                      issuer: "%s"
                      audience: [orders]
                      keys: {kubernetes: {server: "%s", ca: ca.crt, token: token}}
                routes: [{id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}]
                """.formatted(Forge.ISSUER, origin))) {
            assertThat(site.get("/any", "Authorization", "Bearer " + FORGE.good())
                            .toString())
                    .isEqualTo("503 auth.keys_unavailable");
            assertThat(requests).as("a certificate of another name").hasValue(0);
        } finally {
            server.stop(0);
        }
    }
}
