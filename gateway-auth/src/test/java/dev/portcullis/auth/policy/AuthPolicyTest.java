package dev.portcullis.auth.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.jdk.PortcullisHandler;
import dev.portcullis.gateway.policy.CheckReport;
import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyCheck;
import dev.portcullis.gateway.policy.PolicyErrors;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A policy with an issuer, roles and routes, in a real server, with a real issuer over HTTP. */
class AuthPolicyTest {
    private static final String ROUTES = """
              authorization:
                roles:
                  - {name: reader, allow: [{methods: [GET], paths: ["/orders/**"]}]}
                bindings:
                  - {role: reader, subjects: [{group: staff}], tenants: [blue]}
                deny: [{subjects: [{user: mallory}], paths: ["/**"]}]
              routes:
                - {id: list, match: {path: /orders}}
                - {id: own, match: {path: "/orders/{id}"}, authorize: {when: [{claim: sub, equals: "{id}"}]}}
                - {id: scoped, match: {path: /scoped}, authorize: {allScopes: [orders.read]}}
                - {id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}
                - {id: open, match: {path: /open}, authenticate: none}
                - {id: maybe, match: {path: /maybe}, authenticate: optional}
            """;

    @TempDir
    Path folder;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private KeyPair keys;
    private HttpServer issuer;
    private HttpServer server;
    private LoadedPolicy policy;

    @BeforeEach
    void start() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        keys = generator.generateKeyPair();
        issuer = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        issuer.setExecutor(threads);
        serve(
                "/.well-known/openid-configuration",
                () -> "{\"issuer\":\"" + issuerUrl() + "\",\"jwks_uri\":\"" + issuerUrl() + "/keys\"}");
        serve("/keys", () -> "{\"keys\":[" + jwk() + "]}");
        issuer.start();
        policy = Policy.load(write("keys: {discovery: {}}"));
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", PortcullisHandler.protect(policy.gateway(), exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        }));
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
        policy.close();
        issuer.stop(0);
        threads.shutdownNow();
    }

    private interface Document {
        String text();
    }

    private void serve(String path, Document document) {
        issuer.createContext(path, exchange -> {
            byte[] bytes = document.text().getBytes(UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
    }

    private String issuerUrl() {
        return "http://127.0.0.1:" + issuer.getAddress().getPort();
    }

    private Path write(String from) throws IOException {
        return Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: p, version: "1"}
                spec:
                  authentication:
                    jwt: [{name: corp, issuer: "%s", audience: [orders], %s, claims: {tenant: org}}]
                """.formatted(issuerUrl(), from) + ROUTES);
    }

    private String jwk() {
        RSAPublicKey key = (RSAPublicKey) keys.getPublic();
        return "{\"kty\":\"RSA\",\"kid\":\"k\",\"use\":\"sig\",\"alg\":\"RS256\",\"n\":\"" + number(key.getModulus())
                + "\",\"e\":\"" + number(key.getPublicExponent()) + "\"}";
    }

    private static String number(BigInteger value) {
        byte[] bytes = value.toByteArray();
        return encode(bytes[0] == 0 ? java.util.Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private String token(String claims) throws Exception {
        long exp = Instant.now().getEpochSecond() + 300;
        String payload = "{\"iss\":\"" + issuerUrl() + "\",\"aud\":\"orders\",\"exp\":" + exp + "," + claims + "}";
        String input =
                encode("{\"alg\":\"RS256\",\"kid\":\"k\"}".getBytes(UTF_8)) + "." + encode(payload.getBytes(UTF_8));
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(keys.getPrivate());
        signer.update(input.getBytes(UTF_8));
        return input + "." + encode(signer.sign());
    }

    private HttpResponse<Void> get(String path, String... fields) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path));
        for (int i = 0; i < fields.length; i += 2) {
            request.header(fields[i], fields[i + 1]);
        }
        return HttpClient.newHttpClient()
                .send(request.version(HttpClient.Version.HTTP_1_1).build(), HttpResponse.BodyHandlers.discarding());
    }

    private int status(String path, String claims) throws Exception {
        return get(path, "Authorization", "Bearer " + token(claims)).statusCode();
    }

    @Test
    void withoutACredentialTheChallengeNamesNoError() throws Exception {
        HttpResponse<Void> answer = get("/any");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate")).contains("Bearer realm=\"p\"");
        assertThat(get("/open").statusCode()).isEqualTo(200);
        assertThat(get("/maybe").statusCode()).isEqualTo(200);
    }

    @Test
    void aBadTokenIsRefusedWhereverCredentialsAreLookedAt() throws Exception {
        HttpResponse<Void> answer = get("/maybe", "Authorization", "Bearer x.y.z");
        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"p\", error=\"invalid_token\"");
        assertThat(get("/open", "Authorization", "Bearer x.y.z").statusCode()).isEqualTo(200);
        assertThat(get("/any", "Authorization", "Bearer a", "Authorization", "Bearer b")
                        .statusCode())
                .isEqualTo(400);
        assertThat(get("/any?access_token=" + token("\"sub\":\"jane\"")).statusCode())
                .isEqualTo(400);
    }

    @Test
    void rolesGrantToTheirSubjectsInTheirTenantsAndADenialWins() throws Exception {
        assertThat(status("/orders", "\"sub\":\"jane\",\"org\":\"blue\",\"groups\":[\"staff\"]"))
                .isEqualTo(200);
        assertThat(status("/orders", "\"sub\":\"jane\",\"org\":\"red\",\"groups\":[\"staff\"]"))
                .isEqualTo(403);
        assertThat(status("/orders", "\"sub\":\"jane\",\"org\":\"blue\"")).isEqualTo(403);
        assertThat(status("/orders", "\"sub\":\"mallory\",\"org\":\"blue\",\"groups\":[\"staff\"]"))
                .isEqualTo(403);
        assertThat(status("/any", "\"sub\":\"mallory\"")).isEqualTo(403);
    }

    @Test
    void aCallerReadsOnlyWhatIsTheirs() throws Exception {
        assertThat(status("/orders/jane", "\"sub\":\"jane\"")).isEqualTo(200);
        assertThat(status("/orders/john", "\"sub\":\"jane\"")).isEqualTo(403);
    }

    @Test
    void aMissingScopeIsNamed() throws Exception {
        assertThat(status("/scoped", "\"sub\":\"jane\",\"scope\":\"a orders.read\""))
                .isEqualTo(200);
        HttpResponse<Void> answer = get("/scoped", "Authorization", "Bearer " + token("\"sub\":\"jane\""));
        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .contains("Bearer realm=\"p\", error=\"insufficient_scope\", scope=\"orders.read\"");
    }

    @Test
    void aRouteThatNothingGrantsIsALoadError() throws Exception {
        Path file = write("keys: {discovery: {}}");
        Files.writeString(file, Files.readString(file).replace("match: {path: /orders}", "match: {path: /elsewhere}"));
        assertThatThrownBy(() -> Policy.load(file))
                .isInstanceOfSatisfying(
                        PolicyErrors.class,
                        e -> assertThat(e.errors())
                                .singleElement()
                                .asString()
                                .contains("nothing grants the route \"list\"")
                                .endsWith("[nothing-grants]"));
    }

    @Test
    void aPolicysTestsGiveClaimsInPlaceOfATokenAndAskNobody() throws Exception {
        issuer.stop(0);
        Files.writeString(folder.resolve("keys.json"), "{\"keys\":[" + jwk() + "]}");
        Path file = write("keys: {jwksFile: keys.json}");
        Files.writeString(folder.resolve("p.test.yaml"), """
                - {name: jane reads hers, given: {method: GET, host: a, path: /orders/jane, claims: {sub: jane}}, expect: {allow: true}}
                - {name: not his, given: {method: GET, host: a, path: /orders/john, claims: {sub: jane}}, expect: {status: 403, reason: authz.condition}}
                - {name: no role, given: {method: GET, host: a, path: /orders, claims: {sub: jane}}, expect: {status: 403, reason: authz.no_role}}
                - {name: anonymous, given: {method: GET, host: a, path: /any}, expect: {status: 401, reason: auth.missing}}
                """);
        CheckReport report = PolicyCheck.run(Policy.loader(), List.of(file));
        assertThat(report.lines()).containsExactly("1 files, 0 errors, 4 tests, 0 failed");
    }
}
