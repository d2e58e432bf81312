package dev.portcullis.gateway.hygiene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CsrfGuardTest {
    private static final CsrfGuard GUARD = CsrfGuard.allowing(List.of("https://shop.example"));

    private static String code(FakeRequest request) {
        FakeExchange exchange = Pipelines.send(GUARD, request);
        assertThat(exchange.forwarded()).isEqualTo(exchange.code().isEmpty());
        return exchange.code();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "same-origin,-,''",
                "none,-,''",
                "same-origin,https://evil.example,''",
                "same-site,-,csrf.cross_site",
                "cross-site,-,csrf.cross_site",
                "cross-site,http://api.example,csrf.cross_site",
                "cross-site,https://shop.example,''",
                "same-site,https://shop.example,''",
                "unknown,-,csrf.cross_site",
                "'',-,csrf.cross_site",
                "SAME-ORIGIN,-,csrf.cross_site",
                "-,-,''",
                "-,http://api.example,''",
                "-,http://api.example:80,''",
                "-,https://api.example,''",
                "-,https://shop.example,''",
                "-,https://evil.example,csrf.origin",
                "-,null,csrf.origin",
                "-,'',csrf.origin",
                "-,http://api.example.evil,csrf.origin",
                "-,http://api.example:81,csrf.origin",
                "-,http://sub.api.example,csrf.origin",
                "-,api.example,csrf.origin",
                "-,ftp://api.example,csrf.origin",
                "-,http://api.example:,csrf.origin",
            })
    void letsOnlyTheSiteItselfMakeUnsafeRequests(String site, String origin, String code) {
        FakeRequest request = FakeRequest.of("POST", "/");
        request = site == null ? request : request.header("Sec-Fetch-Site", site);
        request = origin == null ? request : request.header("Origin", origin);
        assertThat(code(request)).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE"})
    void leavesSafeMethodsAlone(String method) {
        assertThat(code(FakeRequest.of(method, "/").header("Sec-Fetch-Site", "cross-site")))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PUT", "PATCH", "DELETE", "get", "PURGE"})
    void takesEveryOtherMethodForUnsafe(String method) {
        assertThat(code(FakeRequest.of(method, "/").header("Sec-Fetch-Site", "cross-site")))
                .isEqualTo("csrf.cross_site");
    }

    @Test
    void guardsWebSocketHandshakes() {
        FakeRequest handshake = FakeRequest.get("/")
                .header("Connection", "Upgrade")
                .header("Upgrade", "websocket")
                .header("Sec-WebSocket-Key", "AAAAAAAAAAAAAAAAAAAAAA==");
        assertThat(code(handshake.header("Origin", "https://evil.example"))).isEqualTo("csrf.origin");
        assertThat(code(handshake.header("Origin", "http://api.example"))).isEmpty();
        assertThat(code(handshake)).as("no browser").isEmpty();
    }

    @Test
    void takesNoPlainPageForTheOriginOfAServiceOverTls() {
        FakeRequest tls = FakeRequest.of("POST", "/").tls(Pipelines.TLS);
        assertThat(code(tls.header("Origin", "http://api.example"))).isEqualTo("csrf.origin");
        assertThat(code(tls.header("Origin", "https://api.example"))).isEmpty();
    }

    @Test
    void comparesThePortThatTheHostFieldNames() {
        FakeRequest request = FakeRequest.of("POST", "/").host("api.example:8443");
        assertThat(code(request.header("Origin", "https://api.example:8443"))).isEmpty();
        assertThat(code(request.header("Origin", "https://api.example"))).isEqualTo("csrf.origin");
        assertThat(code(FakeRequest.of("POST", "/").host("[::1]:8080").header("Origin", "http://[::1]:8080")))
                .isEmpty();
    }

    @Test
    void takesARepeatedFieldForNobodys() {
        FakeRequest request = FakeRequest.of("POST", "/");
        assertThat(code(request.header("Sec-Fetch-Site", "same-origin").header("Sec-Fetch-Site", "same-origin")))
                .isEqualTo("csrf.cross_site");
        assertThat(code(request.header("Origin", "https://shop.example").header("Origin", "https://evil.example")))
                .isEqualTo("csrf.origin");
    }

    @Test
    void admitsNobodyElseWhereNobodyIsNamed() {
        FakeRequest request = FakeRequest.of("POST", "/").header("Origin", "https://shop.example");
        assertThat(Pipelines.send(CsrfGuard.strict(), request).code()).isEqualTo("csrf.origin");
    }
}
