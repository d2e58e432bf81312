package dev.portcullis.gateway.hygiene;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.TlsFacts;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ServerNameGuardTest {
    private static FakeExchange send(@Nullable String serverName, String host) {
        TlsFacts tls = new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", serverName, List.of());
        return Pipelines.send(
                ServerNameGuard.strict(), FakeRequest.get("/").host(host).tls(tls));
    }

    @Test
    void refusesAnotherHostThanTheHandshakeNamed() {
        FakeExchange exchange = send("api.example", "admin.example");
        assertThat(exchange.response().status()).isEqualTo(421);
        assertThat(exchange.code()).isEqualTo("tls.misdirected");
        assertThat(exchange.forwarded()).isFalse();
        assertThat(send("api.example", "sub.api.example").code()).isEqualTo("tls.misdirected");
    }

    @Test
    void admitsTheSameHostInAnySpelling() {
        assertThat(send("api.example", "API.example:8443").forwarded()).isTrue();
        assertThat(send("Api.Example", "api.example").forwarded()).isTrue();
    }

    @Test
    void leavesConnectionsWithoutANameAlone() {
        assertThat(send(null, "admin.example").forwarded()).isTrue();
        assertThat(Pipelines.send(ServerNameGuard.strict(), FakeRequest.get("/"))
                        .forwarded())
                .isTrue();
    }
}
