package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The policy that the language is explained by. */
class PolicyExampleTest {
    @TempDir
    Path directory;

    private final FilterProvider standIn = new StandIn();
    private PolicyFiles files;

    @BeforeEach
    void files() {
        files = new PolicyFiles(directory, standIn).variables(Map.of("REDIS_URI", "redis://127.0.0.1:6379"));
        for (String name : List.of("internal-ca.crt", "me.crt", "me.key", "other.crt")) {
            files.write("tls/" + name, "-----BEGIN " + name + "-----\n");
        }
    }

    private static String example(String name) {
        try {
            return Files.readString(Path.of("../docs/examples", name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theExampleLoads() {
        assertThat(files.errors(files.write("orders.yaml", example("orders.yaml"))))
                .isEmpty();
    }

    @Test
    void theTestOfTheExamplePasses() {
        Path policy = files.write("orders.yaml", example("orders.yaml"));
        files.write("orders.test.yaml", example("orders.test.yaml"));
        assertThat(PolicyCheck.run(files.loader(), List.of(policy)).lines())
                .containsExactly("1 files, 0 errors, 1 tests, 0 failed");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "name: orders,|name: other,",
                "2026-11-20.1|2026-11-20.2",
                "requestLine: 8KiB|requestLine: 4KiB",
                "headers: 32KiB|headers: 16KiB",
                "headerCount: 100|headerCount: 50",
                "body: 1MiB,|body: 2MiB,",
                "bodyTime: 30s|bodyTime: 10s",
                "buffers: 64MiB|buffers: 32MiB",
                "parked: 1000|parked: 10",
                "trustedProxies: [10.0.0.0/8]|trustedProxies: [10.0.0.0/9]",
                "header: X-Forwarded-For|header: Forwarded",
                "clientCertificateHeader: Client-Cert|clientCertificateHeader: X-Forwarded-Client-Cert",
                "security: {}|security: {transportSecurity: omit}",
                "security: {}|security: {transportSecurity: {maxAge: 1d}}",
                "security: {}|security: {frameAncestors: any}",
                "security: {}|security: {referrerPolicy: omit}",
                "origins: [https://shop.example],|origins: [https://other.example],",
                "methods: [GET, POST], credentials|methods: [GET], credentials",
                "credentials: true|credentials: false",
                "maxAge: 10m|maxAge: 5m",
                "csrf: {allowedOrigins: [https://shop.example]}|csrf: {}",
                "csrf: {allowedOrigins: [https://shop.example]}|csrf: {allowedOrigins: [https://other.example]}",
                "set: {X-Tenant: \"{tenant}\"}|set: {X-Tenant: \"{subject}\"}",
                "remove: [X-Debug]|remove: [X-Trace]",
                "response: {remove: [Server]}|response: {remove: [X-Powered-By]}",
                "id: health|id: healthy",
                "path: /healthz|path: /livez",
                "authenticate: none                            # required|authenticate: optional                  # required",
                "methods: [GET], path: /healthz|methods: [POST], path: /healthz",
                "hosts: [api.example], methods: [GET], path: \"/orders/{id}\"|hosts: [b.example], methods: [GET], path: \"/orders/{id}\"",
                "{Accept: application/json}|{Accept: text/html}",
                "anyRole: [reader, admin]|anyRole: [reader]",
                "rateLimits: [per-user]|rateLimits: [in-flight]",
                "waf: {mode: shadow}|waf: {mode: enforce}",
                "audit: {required: true}|audit: {required: false}",
                "mode: enforce, onFailure|mode: shadow, onFailure",
                "onFailure: closed, settings|onFailure: open, settings",
                "url: \"https://orders.internal:8443\"|url: \"https://orders.internal:9443\"",
                "timeout: 5s|timeout: 6s",
                "trust: tls/internal-ca.crt|trust: tls/other.crt",
                "certificate: tls/me.crt|certificate: tls/other.crt",
                "key: tls/me.key|key: tls/other.crt",
                "body: stream |body: inspect ",
                "modes: {waf: enforce,|modes: {waf: off,",
                "rateLimits: enforce,|rateLimits: shadow,",
                "authorization: enforce,|authorization: shadow,",
                "authentication: enforce}|authentication: shadow}",
                "host: 127.0.0.1, port|host: 127.0.0.2, port",
                "port: 9090|port: 9091",
                "paranoia: 1|paranoia: 2",
                "format: ecs|format: portcullis",
                "preset: intermediate|preset: modern",
                "clockSkew: 30s|clockSkew: 10s",
                "onOutage: localShare,|onOutage: closed,",
            })
    void eachKeyGivenAnotherValueChangesSomething(String from, String to) {
        String original = example("orders.yaml");
        String changed = original.replaceFirst(java.util.regex.Pattern.quote(from), to.replace("$", "\\$"));
        assertThat(changed).isNotEqualTo(original);
        assertThat(described(changed)).isNotEqualTo(described(original));
    }

    private String described(String document) {
        try (LoadedPolicy loaded = files.loader().load(files.write("orders.yaml", document))) {
            return described(loaded.policy());
        } catch (PolicyErrors e) {
            throw new AssertionError(e);
        }
    }

    /** Everything that a policy says, as text. */
    private String described(GatewayPolicy policy) {
        StringBuilder text = new StringBuilder();
        text.append(policy.metadata()).append('\n').append(policy.limits()).append('\n');
        text.append(policy.paths()).append('\n').append(policy.clientAddress()).append('\n');
        text.append(policy.headers()).append('\n').append(policy.modes()).append('\n');
        text.append(policy.admin()).append('\n');
        for (Section<?> section : standIn.sections()) {
            text.append(section).append(policy.get(section)).append('\n');
        }
        for (RoutePolicy route : policy.routes()) {
            text.append(route.id()).append(route.match()).append(route.authenticate());
            text.append(route.body()).append(route.bodyLimit()).append(route.charsets());
            text.append(route.modes()).append(route.filters()).append(route.upstream());
            for (RouteKey<?> key : standIn.routeKeys()) {
                text.append(key).append(route.get(key));
            }
            text.append('\n');
        }
        return text.toString();
    }
}
