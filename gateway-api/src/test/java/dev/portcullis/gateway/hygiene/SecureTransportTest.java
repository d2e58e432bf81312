package dev.portcullis.gateway.hygiene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import org.junit.jupiter.api.Test;

class SecureTransportTest {
    private static String code(FakeRequest request) {
        FakeExchange exchange = Pipelines.send(SecureTransport.required(), request);
        assertThat(exchange.forwarded()).isEqualTo(exchange.code().isEmpty());
        return exchange.code();
    }

    @Test
    void admitsTlsAndTheWordOfATrustedProxyOnly() {
        FakeRequest plain = FakeRequest.get("/");
        assertThat(code(plain)).isEqualTo("tls.required");
        assertThat(code(plain.tls(Pipelines.TLS))).isEmpty();
        assertThat(code(plain.header("X-Forwarded-Proto", "https"))).isEqualTo("tls.required");
        assertThat(code(plain.from("10.0.0.1"))).isEqualTo("tls.required");
        assertThat(code(plain.from("10.0.0.1").header("X-Forwarded-Proto", "http")))
                .isEqualTo("tls.required");
        assertThat(code(plain.from("10.0.0.1").header("X-Forwarded-Proto", "https")))
                .isEmpty();
        assertThat(code(plain.from("10.0.0.1").tls(Pipelines.TLS).header("X-Forwarded-Proto", "http")))
                .isEqualTo("tls.required");
    }

    @Test
    void answersWith403() {
        assertThat(Pipelines.send(SecureTransport.required(), FakeRequest.get("/"))
                        .response()
                        .status())
                .isEqualTo(403);
    }
}
