package dev.portcullis.gateway.hygiene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class SecurityHeadersTest {
    private static final FakeRequest TLS = FakeRequest.get("/").tls(Pipelines.TLS);

    private static Headers response(SecurityHeaders filter, FakeRequest request, FakeResponse own) {
        Gateway gateway = Pipelines.with(Stage.HYGIENE, filter).build();
        return FakeHost.of(gateway).answering(own).send(request).response().headers();
    }

    @Test
    void saysAllThatBrowsersMustNotDo() {
        assertThat(response(SecurityHeaders.defaults(), TLS, new FakeResponse(200, Headers.EMPTY, new byte[0])))
                .isEqualTo(Headers.of(
                        "X-Content-Type-Options", "nosniff",
                        "Strict-Transport-Security", "max-age=31536000",
                        "Content-Security-Policy", "frame-ancestors 'none'",
                        "X-Frame-Options", "DENY",
                        "Referrer-Policy", "strict-origin-when-cross-origin"));
    }

    @Test
    void speaksOfTransportSecurityOverTlsOnly() {
        FakeResponse own = FakeResponse.text(200, "ok");
        assertThat(response(SecurityHeaders.defaults(), FakeRequest.get("/"), own)
                        .contains("Strict-Transport-Security"))
                .isFalse();
        assertThat(response(
                                SecurityHeaders.defaults(),
                                FakeRequest.get("/").from("10.0.0.1").header("X-Forwarded-Proto", "https"),
                                own)
                        .contains("Strict-Transport-Security"))
                .isTrue();
    }

    @Test
    void letsTheHandlerSpeakOfFramesAndReferrersButNotOfTheRest() {
        FakeResponse own = FakeResponse.text(200, "ok")
                .header("content-security-policy", "default-src 'self'")
                .header("X-Frame-Options", "SAMEORIGIN")
                .header("referrer-policy", "no-referrer")
                .header("Strict-Transport-Security", "max-age=0")
                .header("X-Content-Type-Options", "sniff");
        Headers headers = response(SecurityHeaders.defaults(), TLS, own);
        assertThat(headers.all("Content-Security-Policy")).containsExactly("default-src 'self'");
        assertThat(headers.all("X-Frame-Options")).containsExactly("SAMEORIGIN");
        assertThat(headers.all("Referrer-Policy")).containsExactly("no-referrer");
        assertThat(headers.all("Strict-Transport-Security")).containsExactly("max-age=31536000");
        assertThat(headers.all("X-Content-Type-Options")).containsExactly("nosniff");
    }

    @Test
    void holdsForRefusals() {
        Gateway gateway = Pipelines.with(Stage.HYGIENE, SecurityHeaders.defaults())
                .add(Stage.AUTHENTICATION, x -> Decision.reject(Reason.UNAUTHENTICATED, "a.b", "c"))
                .build();
        Headers headers = FakeHost.of(gateway).send(TLS).response().headers();
        assertThat(headers.all("X-Frame-Options")).containsExactly("DENY");
        assertThat(headers.all("Strict-Transport-Security")).containsExactly("max-age=31536000");
    }

    @Test
    void saysWhatItIsTold() {
        FakeResponse own = FakeResponse.text(200, "ok");
        Headers headers = response(
                SecurityHeaders.builder()
                        .transportSecurity(Duration.ofDays(730), true)
                        .frameAncestors("'self'")
                        .referrerPolicy("same-origin")
                        .build(),
                TLS,
                own);
        assertThat(headers.all("Strict-Transport-Security")).containsExactly("max-age=63072000; includeSubDomains");
        assertThat(headers.all("Content-Security-Policy")).containsExactly("frame-ancestors 'self'");
        assertThat(headers.all("X-Frame-Options")).containsExactly("SAMEORIGIN");
        assertThat(headers.all("Referrer-Policy")).containsExactly("same-origin");

        headers = response(
                SecurityHeaders.builder()
                        .omitTransportSecurity()
                        .frameAncestors("https://portal.example")
                        .referrerPolicy(null)
                        .build(),
                TLS,
                own);
        assertThat(headers.contains("Strict-Transport-Security")).isFalse();
        assertThat(headers.all("Content-Security-Policy")).containsExactly("frame-ancestors https://portal.example");
        assertThat(headers.contains("X-Frame-Options")).isFalse();
        assertThat(headers.contains("Referrer-Policy")).isFalse();

        headers = response(SecurityHeaders.builder().allowFramingByAnySite().build(), TLS, own);
        assertThat(headers.contains("Content-Security-Policy")).isFalse();
    }

    @Test
    void refusesWhatIsNoPolicy() {
        assertThatThrownBy(() -> SecurityHeaders.builder().frameAncestors("'self'; script-src *"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SecurityHeaders.builder().frameAncestors("a\r\nb"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SecurityHeaders.builder().transportSecurity(Duration.ZERO, false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> SecurityHeaders.builder().referrerPolicy("a b"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
