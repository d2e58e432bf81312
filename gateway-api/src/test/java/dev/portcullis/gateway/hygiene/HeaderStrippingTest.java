package dev.portcullis.gateway.hygiene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.host.Trailers;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderStrippingTest {
    private static Headers upstream(HeaderStripping stripping, FakeRequest request) {
        FakeExchange exchange = Pipelines.send(stripping, request);
        assertThat(exchange.forwarded()).isTrue();
        return exchange.upstream();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "X-User",
                "X-Remote-User",
                "Remote-User",
                "X-Forwarded-User",
                "X-Forwarded-Client-Cert",
                "Client-Cert",
                "X-SSL-Client-S-DN",
                "SSL_CLIENT_VERIFY",
                "X-Amzn-Oidc-Data",
                "X-Goog-Authenticated-User-Email",
                "Forwarded",
                "X-Forwarded-For",
                "X-Forwarded-Host",
                "X-Real-IP",
                "True-Client-IP",
                "X-Original-URL",
                "X-Rewrite-URL",
                "X-HTTP-Method-Override",
                "X-HTTP-Method",
                "X-Method-Override",
                "X-Accel-Redirect",
                "X-Middleware-Subrequest",
                "Proxy",
                "X-Tenant",
                "X-Roles"
            })
    void keepsFromTheHandlerWhatOnlyTheGatewayMaySay(String name) {
        for (String spelling : new String[] {
            name, name.toLowerCase(Locale.ROOT), name.toUpperCase(Locale.ROOT).replace('-', '_'), name.replace('_', '-')
        }) {
            FakeRequest request =
                    FakeRequest.get("/").header(spelling, "forged").header(spelling, "twice");
            assertThat(upstream(HeaderStripping.strict(), request)).isEqualTo(Headers.of("Host", "api.example"));
        }
    }

    @Test
    void aTrustedProxysFieldCannotBeSpelledWithAnUnderscore() {
        HeaderStripping stripping = HeaderStripping.builder()
                .trustedProxies(Pipelines.PROXIES)
                .keepFromTrustedProxies("Client-Cert")
                .build();
        FakeRequest request = FakeRequest.get("/")
                .from("10.0.0.1")
                .header("Client-Cert", ":AAAA:")
                .header("Client_Cert", "smuggled past the proxy")
                .header("X_Forwarded_For", "192.0.2.1");
        assertThat(upstream(stripping, request)).isEqualTo(Headers.of("Host", "api.example", "Client-Cert", ":AAAA:"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Authorization", "Cookie", "Accept", "User-Agent", "X-Requested-With", "X-API-Key", "X-Request-Id",
                        "Origin",
                "Content-Type", "If-Match", "traceparent", "X-Userland", "X-Host-Name", "Proxying", "X-", "X"
            })
    void leavesWhatClientsSayRightly(String name) {
        assertThat(upstream(HeaderStripping.strict(), FakeRequest.get("/").header(name, "value"))
                        .all(name))
                .containsExactly("value");
    }

    @Test
    void stripsTheFieldsThatTheGatewayWritesItself() {
        HeaderStripping stripping = HeaderStripping.builder()
                .alsoStrip(Set.of("X-Plan", "X-Shop-*"))
                .build();
        Headers upstream = upstream(
                stripping,
                FakeRequest.get("/")
                        .header("x_plan", "gold")
                        .header("X-Shop-Id", "1")
                        .header("X-Shopping", "2"));
        assertThat(upstream).isEqualTo(Headers.of("Host", "api.example", "X-Shopping", "2"));
    }

    @Test
    void passesTheOneForwardingFieldOfATrustedProxy() {
        HeaderStripping stripping = HeaderStripping.builder()
                .trustedProxies(Pipelines.PROXIES)
                .keepFromTrustedProxies("X-Forwarded-User")
                .build();
        FakeRequest request = FakeRequest.get("/")
                .header("X-Forwarded-For", "198.51.100.1")
                .header("X-Forwarded-Proto", "https")
                .header("Forwarded", "for=6.6.6.6")
                .header("X-Real-IP", "6.6.6.6")
                .header("X-Forwarded-User", "jane")
                .header("X-User", "root");
        assertThat(upstream(stripping, request.from("10.0.0.1")))
                .isEqualTo(Headers.of(
                        "Host",
                        "api.example",
                        "X-Forwarded-For",
                        "198.51.100.1",
                        "X-Forwarded-Proto",
                        "https",
                        "X-Forwarded-User",
                        "jane"));
        assertThat(upstream(stripping, request.from("192.0.2.1"))).isEqualTo(Headers.of("Host", "api.example"));
    }

    @Test
    void passesNothingButForwardedWhereThatIsTheField() {
        TrustedProxies proxies = TrustedProxies.of(CidrSet.parse("10.0.0.0/8"), TrustedProxies.Field.FORWARDED);
        HeaderStripping stripping =
                HeaderStripping.builder().trustedProxies(proxies).build();
        FakeRequest request = FakeRequest.get("/")
                .header("X-Forwarded-For", "198.51.100.1")
                .header("Forwarded", "for=198.51.100.2")
                .from("10.0.0.1");
        assertThat(upstream(stripping, request).all("Forwarded")).containsExactly("for=198.51.100.2");
        assertThat(upstream(stripping, request).contains("X-Forwarded-For")).isFalse();
    }

    @Test
    void keepsFromClientsOnlyWhatIsNamed() {
        HeaderStripping stripping = HeaderStripping.builder()
                .keepFromClients("X-HTTP-Method-Override")
                .build();
        FakeRequest request =
                FakeRequest.get("/").header("X-Http-Method-Override", "PUT").header("X-HTTP-Method", "PUT");
        assertThat(upstream(stripping, request))
                .isEqualTo(Headers.of("Host", "api.example", "X-Http-Method-Override", "PUT"));
    }

    @Test
    void holdsTrailersToTheSameList() {
        FakeExchange exchange = Pipelines.send(HeaderStripping.strict(), FakeRequest.get("/"));
        Headers trailers = Headers.of(
                "X_User",
                "root",
                "X-Forwarded-For",
                "6.6.6.6",
                "Authorization",
                "Bearer x",
                "Content_Length",
                "1",
                "Host",
                "h",
                "Content-Digest",
                "sha-256=:x:",
                "X-Checksum",
                "1");
        assertThat(Trailers.forHandler(exchange.exchange(), trailers))
                .isEqualTo(Headers.of("Content-Digest", "sha-256=:x:", "X-Checksum", "1"));
        assertThat(Trailers.forHandler(exchange.exchange(), Headers.EMPTY)).isSameAs(Headers.EMPTY);
    }

    @Test
    void refusesAConfigurationThatContradictsItself() {
        assertThatThrownBy(() -> HeaderStripping.builder()
                        .alsoStrip(Set.of("X-Tenant"))
                        .keepFromClients("x_tenant")
                        .build())
                .hasMessageContaining("X-Tenant");
        for (String name : new String[] {"*", "", "a b", "Content-Length", "transfer_encoding", "Host"}) {
            assertThatThrownBy(() -> HeaderStripping.builder().alsoStrip(Set.of(name)))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }
}
