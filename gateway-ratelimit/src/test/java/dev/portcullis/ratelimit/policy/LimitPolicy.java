package dev.portcullis.ratelimit.policy;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.policy.PolicyHost;
import dev.portcullis.gateway.policy.PolicyLoader;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.ManualScheduler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/** A policy with limits on a manual clock, before a host without sockets; callers name themselves in a field. */
final class LimitPolicy implements AutoCloseable {
    final ManualClock clock = new ManualClock();
    final ManualScheduler scheduler = new ManualScheduler(clock);
    private final Path file;
    private final PolicyHost policy;

    LimitPolicy(Path folder, String spec) {
        file = folder.resolve("p.yaml");
        write(spec);
        try {
            policy = PolicyHost.follow(loader(), file);
        } catch (PolicyErrors e) {
            throw new AssertionError(e.errors().toString(), e);
        }
    }

    private void write(String spec) {
        try {
            Files.writeString(file, """
                    apiVersion: portcullis.dev/v1
                    kind: GatewayPolicy
                    metadata: {name: p, version: "1"}
                    spec:
                    """ + spec.indent(2));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts another policy in force. */
    void reload(String spec) {
        write(spec);
        if (!policy.reload()) {
            throw new AssertionError("the policy was refused");
        }
    }

    PolicyLoader loader() {
        return Policy.loader()
                .withProviders(new RateLimitProvider(), new NamedCallers())
                .withClock(clock, clock)
                .withScheduler(scheduler);
    }

    FakeHost host() {
        return FakeHost.of(policy);
    }

    /** A number that the policy reports. */
    double metric(String name) {
        return policy.current().metrics().stream()
                .filter(metric -> metric.name().equals(name))
                .mapToDouble(metric -> metric.value().getAsDouble())
                .sum();
    }

    /** The status of a GET. */
    int get(String path) {
        return send(FakeRequest.get(path));
    }

    int send(FakeRequest request) {
        return host().send(request).response().status();
    }

    static FakeRequest as(FakeRequest request, String caller) {
        return request.header("X-Caller", caller);
    }

    @Override
    public void close() {
        policy.close();
    }

    /** Believes what {@code X-Caller} says: {@code subject;claim=value;...}. */
    private static final class NamedCallers implements FilterProvider {
        @Override
        public String name() {
            return "named-callers";
        }

        @Override
        public void contribute(PolicyContext policy, Contribution contribution) {
            contribution
                    .install(Stage.AUTHENTICATION, exchange -> {
                        exchange.request()
                                .headers()
                                .first("X-Caller")
                                .ifPresent(text -> exchange.put(Principal.KEY, principal(text)));
                        return Decision.CONTINUE;
                    })
                    .provides(Principal.KEY);
        }

        private static Principal principal(String text) {
            String[] parts = text.split(";");
            Map<String, Object> claims = new HashMap<>();
            for (int i = 1; i < parts.length; i++) {
                claims.put(parts[i].substring(0, parts[i].indexOf('=')), parts[i].substring(parts[i].indexOf('=') + 1));
            }
            return new Principal(
                    parts[0],
                    Principal.Kind.USER,
                    "test",
                    null,
                    (String) claims.get("tenant"),
                    Set.of(),
                    Set.of(),
                    Set.of(),
                    claims);
        }
    }
}
