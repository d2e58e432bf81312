package dev.portcullis.gateway.hygiene;

import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.TlsFacts;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Gateways with one filter of hygiene, and what they are sent. */
final class Pipelines {
    static final TrustedProxies PROXIES =
            TrustedProxies.of(CidrSet.parse("10.0.0.0/8"), TrustedProxies.Field.X_FORWARDED_FOR);
    static final TlsFacts TLS = new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, List.of());

    private Pipelines() {}

    static Gateway.Builder with(Stage stage, Filter filter) {
        return Gateway.builder().trustedProxies(PROXIES).add(stage, filter);
    }

    static FakeExchange send(Filter filter, FakeRequest request) {
        return FakeHost.of(with(Stage.HYGIENE, filter).build()).send(request);
    }

    /** Puts the caller there, as an authentication filter would. */
    static Filter authenticating(Principal principal) {
        return exchange -> {
            exchange.put(Principal.KEY, principal);
            return Decision.CONTINUE;
        };
    }

    static Principal principal(String subject, @Nullable String tenant, Map<String, Object> claims) {
        return new Principal(
                subject,
                Principal.Kind.USER,
                "https://idp.example",
                "jti-1",
                tenant,
                Set.of("reader", "admin"),
                Set.of("a,b", "c"),
                Set.of(),
                claims);
    }
}
