package dev.portcullis.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.testkit.Answer;
import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.JdkServer;
import dev.portcullis.auth.testkit.Site;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.TestAuthority;
import dev.portcullis.gateway.tls.ClientMode;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.ServerTlsSettings;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Client certificates as callers and as what tokens are bound to, over real TLS connections. */
class ClientCertificatePolicyTest {
    private static final Forge FORGE = new Forge();
    private static final String ROUTES = """
            authorization:
              roles: [{name: reader, allow: [{methods: [GET], paths: ["/orders/**"]}]}]
              bindings: [{role: reader, subjects: [{serviceAccount: "spiffe://example.org/ns/shop/sa/cart"}]}]
            routes:
              - {id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}
              - {id: orders, match: {path: /orders}}
            """;
    private static final String CERTIFICATES =
            "authentication: {clientCertificate: {trustDomain: example.org}}\n" + ROUTES;
    private static final String BOTH = """
            authentication:
              jwt: [{name: corp, issuer: "%s", audience: [orders], keys: {jwksFile: corp.json}}]
              clientCertificate: {trustDomain: example.org}
            """.formatted(Forge.ISSUER) + ROUTES;

    @TempDir
    Path folder;

    private final TestAuthority authority = new TestAuthority("clients");
    private final TestAuthority.Issued cart =
            authority.leaf("cart").uri("spiffe://example.org/ns/shop/sa/cart").issue();
    private final TestAuthority.Issued shop =
            authority.leaf("x").dns("shop.example", "b.example").issue();
    private ServerTls server;

    @BeforeEach
    void setUp() throws Exception {
        Files.writeString(folder.resolve("corp.json"), FORGE.jwks());
        server = ServerTls.of(ServerTlsSettings.of(
                        TlsPreset.INTERMEDIATE,
                        identity(authority
                                .leaf("s")
                                .dns("site.example")
                                .ip("127.0.0.1")
                                .issue()))
                .withClients(ClientMode.OPTIONAL, TrustBundle.of(List.of(authority.certificate())), null));
    }

    private TlsIdentity identity(TestAuthority.Issued issued) throws Exception {
        String name = "i" + issued.certificate().getSerialNumber();
        issued.writeTo(folder, name);
        return TlsIdentity.fromPem(folder.resolve(name + ".crt"), folder.resolve(name + ".key"));
    }

    private Answer get(Site site, TestAuthority.@Nullable Issued own, String target, String... fields)
            throws Exception {
        ClientTls tls = ClientTls.of(new ClientTlsSettings(
                TlsPreset.INTERMEDIATE,
                TrustBundle.of(List.of(authority.certificate())),
                own == null ? null : identity(own),
                null));
        StringBuilder request =
                new StringBuilder("GET " + target + " HTTP/1.1\r\nHost: site.example\r\nConnection: close\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            request.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        try (SSLSocket socket = (SSLSocket) tls.context()
                .getSocketFactory()
                .createSocket(site.address().getAddress(), site.address().getPort())) {
            return site.send(socket, request.append("\r\n").toString());
        }
    }

    private Site start(String spec) throws Exception {
        return Site.start(folder, spec, JdkServer.overTls(server));
    }

    @Test
    void aSpiffeIdIsAServiceAccountThatBindingsName() throws Exception {
        try (Site site = start(CERTIFICATES)) {
            Answer answer = get(site, cart, "/orders");
            assertThat(answer.status()).isEqualTo(200);
            Principal caller = site.caller(answer);
            assertThat(caller.subject()).isEqualTo("spiffe://example.org/ns/shop/sa/cart");
            assertThat(caller.kind()).isEqualTo(Principal.Kind.SERVICE_ACCOUNT);
            assertThat(caller.issuer()).isEqualTo("client-certificate");
            assertThat(caller.credentialId())
                    .isEqualTo(cart.certificate().getSerialNumber().toString(16));
            assertThat(get(site, shop, "/orders").toString()).isEqualTo("403 authz.no_role");
        }
    }

    @Test
    void behindATrustedProxyItsFieldStandsForTheClient() throws Exception {
        String trusting = "clientAddress: {trustedProxies: [127.0.0.0/8], clientCertificateHeader: Client-Cert}\n";
        String field =
                ":" + Base64.getEncoder().encodeToString(cart.certificate().getEncoded()) + ":";
        try (Site site = start(trusting + CERTIFICATES)) {
            assertThat(site.caller(get(site, null, "/orders", "Client-Cert", field))
                            .subject())
                    .isEqualTo("spiffe://example.org/ns/shop/sa/cart");
            assertThat(get(site, cart, "/orders").status())
                    .as("the proxy's own certificate")
                    .isEqualTo(401);
            assertThat(get(site, null, "/orders", "Client-Cert", ":AAAA:").toString())
                    .isEqualTo("400 tls.client_certificate");
        }
        try (Site site = start(CERTIFICATES)) {
            assertThat(get(site, null, "/orders", "Client-Cert", field).status())
                    .isEqualTo(401);
        }
    }

    @Test
    void anyOtherCertificateIsItsAlternativeNameAndNeverItsCommonName() throws Exception {
        try (Site site = start(CERTIFICATES)) {
            assertThat(site.caller(get(site, shop, "/any")).subject()).isEqualTo("shop.example");
            TestAuthority.Issued uri = authority
                    .leaf("x")
                    .dns("a.example")
                    .uri("https://a.example/me")
                    .issue();
            assertThat(site.caller(get(site, uri, "/any")).subject()).isEqualTo("https://a.example/me");
            assertThat(get(site, authority.leaf("jane").ip("192.0.2.1").issue(), "/any")
                            .toString())
                    .isEqualTo("401 certificate.no_name");
        }
    }

    @Test
    void aSpiffeIdOfAnotherDomainOrForm() throws Exception {
        try (Site site = start(CERTIFICATES)) {
            assertThat(code(site, "spiffe://evil.example/ns/shop/sa/cart")).isEqualTo("certificate.trust_domain");
            assertThat(code(site, "spiffe://example.org.evil.example/x")).isEqualTo("certificate.trust_domain");
            assertThat(code(site, "spiffe://example.org")).isEqualTo("certificate.spiffe_malformed");
            assertThat(code(site, "SPIFFE://example.org/x")).isEqualTo("certificate.spiffe_malformed");
            assertThat(code(site, "spiffe://example.org/a", "spiffe://example.org/b"))
                    .isEqualTo("certificate.spiffe_malformed");
            assertThat(code(site, "https://a.example", "spiffe://example.org/b"))
                    .isEqualTo("certificate.spiffe_malformed");
        }
        try (Site site = start(CERTIFICATES.replace("{trustDomain: example.org}", "{}"))) {
            assertThat(get(site, cart, "/any").code())
                    .as("without a trust domain no SPIFFE id is trusted")
                    .isEqualTo("certificate.trust_domain");
        }
    }

    private String code(Site site, String... uris) throws Exception {
        return get(site, authority.leaf("x").uri(uris).issue(), "/any").code();
    }

    @Test
    void aCertificateThatEndsWhileItsConnectionLivesIsRefused() throws Exception {
        ManualClock later = new ManualClock(Instant.now().plus(Duration.ofDays(400)));
        try (Site site = Site.start(folder, CERTIFICATES, JdkServer.overTls(server), later)) {
            assertThat(get(site, cart, "/any").toString()).isEqualTo("401 certificate.expired");
        }
    }

    @Test
    void theCertificateOfATrustedProxyIsNotTheClients() throws Exception {
        String proxied = CERTIFICATES + "clientAddress: {trustedProxies: [127.0.0.1], header: X-Forwarded-For}\n";
        try (Site site = start(proxied)) {
            assertThat(get(site, cart, "/orders", "X-Forwarded-For", "203.0.113.9")
                            .toString())
                    .isEqualTo("401 auth.missing");
            assertThat(get(site, cart, "/orders").status()).isEqualTo(200);
        }
    }

    @Test
    void everySchemeIsNamedAndTheErrorStandsInTheOneThatWasPresented() throws Exception {
        try (Site site = start(BOTH)) {
            assertThat(get(site, null, "/any").all("WWW-Authenticate"))
                    .containsExactly("Bearer realm=\"site\"", "ClientCertificate realm=\"site\"");
            assertThat(get(site, null, "/any", "Authorization", "Bearer x").all("WWW-Authenticate"))
                    .containsExactly(
                            "Bearer realm=\"site\", error=\"invalid_token\"", "ClientCertificate realm=\"site\"");
            assertThat(get(site, cart, "/any", "Authorization", "Bearer x").toString())
                    .as("the first scheme that is present decides")
                    .isEqualTo("401 jwt.malformed");
        }
    }

    @Test
    void aBoundTokenIsGoodOnItsOwnConnectionsAloneTheFirstTimeAndEveryOther() throws Exception {
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(cart.certificate().getEncoded());
        String token = "Bearer " + FORGE.signed(FORGE.claims("\"cnf\":{\"x5t#S256\":\"" + Forge.encode(hash) + "\"}"));
        try (Site site = start(BOTH)) {
            assertThat(get(site, null, "/any", "Authorization", token).toString())
                    .isEqualTo("401 jwt.binding");
            for (int i = 0; i < 3; i++) {
                Answer own = get(site, cart, "/any", "Authorization", token);
                assertThat(own.status()).isEqualTo(200);
                assertThat(site.caller(own).subject()).isEqualTo("jane");
                assertThat(get(site, shop, "/any", "Authorization", token).toString())
                        .isEqualTo("401 jwt.binding");
                assertThat(get(site, null, "/any", "Authorization", token).toString())
                        .isEqualTo("401 jwt.binding");
            }
        }
    }
}
