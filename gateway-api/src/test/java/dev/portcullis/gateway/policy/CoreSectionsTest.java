package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.TlsFacts;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the sections that need no module do to requests. */
class CoreSectionsTest {
    private static final String OPEN =
            "routes: [{id: a, match: {methods: [GET, POST], path: '/a/{id}'}, authenticate: none}]\n";
    private static final TlsFacts TLS = new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, List.of());

    @TempDir
    Path directory;

    private PolicyFiles files;
    private LoadedPolicy policy;

    @BeforeEach
    void files() {
        files = new PolicyFiles(directory, new SignInProvider());
    }

    @AfterEach
    void close() {
        if (policy != null) {
            policy.close();
        }
    }

    private FakeExchange send(String spec, FakeRequest request) {
        close();
        policy = files.load(spec);
        return FakeHost.of(policy.gateway()).send(request);
    }

    @Test
    void tellsBrowsersWhatNotToDoUnlessToldOtherwise() {
        FakeExchange byDefault = send(OPEN, FakeRequest.get("/a/1").tls(TLS));
        assertThat(byDefault.response().field("X-Content-Type-Options")).isEqualTo("nosniff");
        assertThat(byDefault.response().field("Strict-Transport-Security")).isEqualTo("max-age=31536000");
        assertThat(byDefault.response().field("Content-Security-Policy")).isEqualTo("frame-ancestors 'none'");
        assertThat(byDefault.response().field("Referrer-Policy")).isEqualTo("strict-origin-when-cross-origin");

        FakeExchange told = send(
                "headers: {security: {transportSecurity: omit, frameAncestors: \"'self'\", referrerPolicy: no-referrer}}\n"
                        + OPEN,
                FakeRequest.get("/a/1").tls(TLS));
        assertThat(told.response().headers().contains("Strict-Transport-Security"))
                .isFalse();
        assertThat(told.response().field("Content-Security-Policy")).isEqualTo("frame-ancestors 'self'");
        assertThat(told.response().field("Referrer-Policy")).isEqualTo("no-referrer");

        FakeExchange longer = send(
                "headers: {security: {transportSecurity: {maxAge: 730d, includeSubDomains: true}, frameAncestors: any,"
                        + " referrerPolicy: omit}}\n" + OPEN,
                FakeRequest.get("/a/1").tls(TLS));
        assertThat(longer.response().field("Strict-Transport-Security"))
                .isEqualTo("max-age=63072000; includeSubDomains");
        assertThat(longer.response().headers().contains("Content-Security-Policy"))
                .isFalse();
        assertThat(longer.response().headers().contains("Referrer-Policy")).isFalse();
    }

    @Test
    void answersPreflightsBeforeAuthentication() {
        String spec = "signIn: {}\nheaders: {cors: {origins: [https://shop.example], methods: [GET], credentials: true,"
                + " maxAge: 5m}}\n" + OPEN.replace(", authenticate: none", "");
        FakeRequest preflight = FakeRequest.of("OPTIONS", "/a/1").header("Access-Control-Request-Method", "GET");
        FakeExchange allowed = send(spec, preflight.header("Origin", "https://shop.example"));
        assertThat(allowed.response().status()).isEqualTo(204);
        assertThat(allowed.response().field("Access-Control-Max-Age")).isEqualTo("300");
        assertThat(allowed.response().field("Access-Control-Allow-Credentials")).isEqualTo("true");
        assertThat(allowed.forwarded()).isFalse();
        assertThat(send(spec, preflight.header("Origin", "https://other.example"))
                        .code())
                .isEqualTo("cors.origin");
        assertThat(send(OPEN, preflight.header("Origin", "https://shop.example"))
                        .code())
                .isEqualTo("route.method_not_allowed");
        assertThat(send(
                                "headers: {cors: {origins: any}}\n" + OPEN,
                                FakeRequest.get("/a/1").header("Origin", "https://anywhere.example"))
                        .response()
                        .field("Access-Control-Allow-Origin"))
                .isEqualTo("*");
    }

    @Test
    void refusesUnsafeRequestsOfOtherSites() {
        FakeRequest crossSite = FakeRequest.post("/a/1", "x=1")
                .header("Origin", "https://shop.example")
                .header("Sec-Fetch-Site", "cross-site");
        assertThat(send(OPEN, crossSite).forwarded()).isTrue();
        assertThat(send("headers: {csrf: {}}\n" + OPEN, crossSite).code()).isEqualTo("csrf.cross_site");
        assertThat(send("headers: {csrf: {allowedOrigins: [https://shop.example]}}\n" + OPEN, crossSite)
                        .forwarded())
                .isTrue();
    }

    @Test
    void editsHeadersOnTheWayInAndOut() {
        FakeExchange edited =
                send("""
                signIn: {}
                headers:
                  request: {set: {X-Order: "{id}"}, add: {Via-Tags: edge}, remove: [X-Debug]}
                  response: {set: {X-Served-By: "{route}"}, remove: [Server]}
                """ + OPEN, FakeRequest.get("/a/7").header("X-Debug", "1").header("X-Order", "forged"));
        assertThat(edited.upstream().all("X-Order")).containsExactly("7");
        assertThat(edited.upstream().contains("X-Debug")).isFalse();
        assertThat(edited.upstream().all("Via-Tags")).containsExactly("edge");
        assertThat(edited.response().field("X-Served-By")).isEqualTo("a");
    }

    @Test
    void keepsFromTheHandlerWhatOnlyTheGatewayMaySay() {
        FakeRequest forged = FakeRequest.get("/a/1")
                .header("X-User", "root")
                .header("X-Own", "1")
                .header("X-Forwarded-For", "1.2.3.4")
                .from("192.0.2.7");
        FakeExchange byDefault = send(OPEN, forged);
        assertThat(byDefault.upstream().contains("X-User")).isFalse();
        assertThat(byDefault.upstream().contains("X-Forwarded-For")).isFalse();
        assertThat(byDefault.upstream().contains("X-Own")).isTrue();
        FakeExchange told = send("headers: {stripping: {also: [X-Own], keepFromClients: [X-User]}}\n" + OPEN, forged);
        assertThat(told.upstream().contains("X-Own")).isFalse();
        assertThat(told.upstream().contains("X-User")).isTrue();
    }

    @Test
    void takesTheWordOfTrustedProxiesAlone() {
        String spec = "clientAddress: {trustedProxies: [10.0.0.0/8], header: X-Forwarded-For}\n" + OPEN;
        FakeRequest forwarded = FakeRequest.get("/a/1").header("X-Forwarded-For", "203.0.113.9");
        assertThat(send(spec, forwarded.from("10.1.2.3"))
                        .exchange()
                        .request()
                        .clientAddress()
                        .text())
                .isEqualTo("203.0.113.9");
        assertThat(send(spec, forwarded.from("192.0.2.7"))
                        .exchange()
                        .request()
                        .clientAddress()
                        .text())
                .isEqualTo("192.0.2.7");
    }

    @Test
    void keepsTheLimitsOfTheGatewayAndOfTheRoute() {
        FakeRequest large = FakeRequest.post("/a/1", "x".repeat(3000));
        assertThat(send(OPEN, large).response().status()).isEqualTo(200);
        assertThat(send("limits: {body: 2KiB}\n" + OPEN, large).response().status())
                .isEqualTo(413);
        String wider = OPEN.replace("authenticate: none", "authenticate: none, limits: {body: 4KiB}");
        assertThat(send("limits: {body: 2KiB}\n" + wider, large).response().status())
                .isEqualTo(200);
        assertThat(send(
                                "limits: {headerCount: 2}\n" + OPEN,
                                FakeRequest.get("/a/1").header("A", "1").header("B", "2"))
                        .response()
                        .status())
                .isEqualTo(431);
        assertThat(send("limits: {requestLine: 8B}\n" + OPEN, FakeRequest.get("/a/123456789"))
                        .response()
                        .status())
                .isEqualTo(414);
    }

    @Test
    void relaxesPathsByNameOnly() {
        assertThat(send(OPEN, FakeRequest.get("/a//1")).response().status()).isEqualTo(400);
        assertThat(send("paths: {mergeEmptySegments: true}\n" + OPEN, FakeRequest.get("/a//1"))
                        .response()
                        .status())
                .isEqualTo(200);
    }

    @Test
    void reportsWhatItsFiltersCannotBeMadeOf() {
        assertThat(files.errors("""
                        headers:
                          cors: {origins: any, credentials: true}
                        routes: []
                        """.replace("routes: []\n", OPEN)))
                .containsExactly("orders.yaml:6:11: error: in headers.cors: with credentials the origins must be named"
                        + " [invalid]");
        assertThat(files.errors("""
                        headers:
                          request: {set: {X-Order: "{ident}", Host: x}}
                          stripping: {keepFromTrustedProxies: [X-User]}
                        """ + OPEN))
                .hasSize(3)
                .satisfiesExactly(
                        first -> assertThat(first)
                                .isEqualTo("orders.yaml:6:30: error: no path variable is named \"ident\", which"
                                        + " headers.request.set.X-Order refers to [dangling-reference]"),
                        second ->
                                assertThat(second).startsWith("orders.yaml:6:47: error: in headers.request.set.Host: "),
                        third -> assertThat(third)
                                .isEqualTo(
                                        "orders.yaml:7:41: error: nothing uses headers.stripping.keepFromTrustedProxies:"
                                                + " no proxy is trusted in clientAddress [unused-setting]"));
    }
}
