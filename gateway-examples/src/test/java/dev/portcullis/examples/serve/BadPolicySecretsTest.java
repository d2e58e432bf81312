package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A policy that is refused for one of its secrets, by errors that say where and never what. */
class BadPolicySecretsTest {
    private static final String ROUTES = "  routes: [{id: r, match: {path: /r}, authenticate: none}]\n";
    private static final String SECRET = Canary.in("Policy");

    @TempDir
    Path folder;

    /** A section of a policy, in which {@code ${env:S}} and {@code ${file:s}} have the other text. */
    private static Stream<List<String>> mistakes() {
        String chain = "audit: {sinks: [{file: {path: a}}], chain: {signingKey: %s}}";
        String mac = "audit: {sinks: [{file: {path: a}}], chain: {macKey: %s}}";
        String redis = "rateLimitStore: {redis: {uri: %s}}";
        String keys = "authentication: {apiKeys: {file: s}}";
        String jwt = "authentication: {jwt: [{name: c, issuer: \"https://i.example\", audience: [a], keys: %s}]}";
        String jwks = jwt.formatted("{jwksFile: s}");
        String syslog = "audit: {sinks: [{syslog: {url: %s}}]}";
        String upstream = "routes: [{id: r, match: {path: /r}, authenticate: none, upstream: {url: %s}}]";
        String env = "\"${env:S}\"";
        String pem = "-----BEGIN PRIVATE KEY-----\n" + SECRET + "\n-----END PRIVATE KEY-----\n";
        return Stream.of(
                List.of(chain.formatted(SECRET), ""),
                List.of(chain.formatted("[" + SECRET + "]"), ""),
                List.of(chain.formatted("{a: " + SECRET + "}"), ""),
                List.of(chain.formatted("\"" + SECRET), ""),
                List.of(chain.formatted(SECRET + ", signingKey: " + SECRET), ""),
                List.of(chain.formatted(env), SECRET),
                List.of(chain.formatted("\"${file:s}\""), pem),
                List.of(mac.formatted(SECRET), ""),
                List.of(mac.formatted(env), SECRET.substring(0, Math.min(31, SECRET.length()))),
                List.of(mac.formatted("\"x" + SECRET + "${env:S}\""), SECRET),
                List.of(redis.formatted("\"redis://:" + SECRET + "@127.0.0.1\""), ""),
                List.of(redis.formatted(env), SECRET),
                List.of(redis.formatted(env), "http://u:" + SECRET + "@h"),
                List.of(redis.formatted(env), "redis://u:" + SECRET + "@h:port"),
                List.of(redis.formatted(env), "redis://u:" + SECRET + " @h"),
                List.of(keys, "hmacKey: " + SECRET + "\nkeys: []\n"),
                List.of(keys, "keys: [{id: a, mac: " + SECRET + ", subject: a}]\n"),
                List.of(keys, "keys: [{id: a, key: " + SECRET + ", subject: a}]\n"),
                List.of(keys, "keys: [{id: a, mac: \"" + SECRET + ", subject: a}]\n"),
                List.of(keys, SECRET),
                List.of(jwks, SECRET),
                List.of(jwks, "{\"keys\":[{\"kty\":\"oct\",\"kid\":\"a\",\"k\":\"" + SECRET + "\"}]}"),
                List.of(
                        jwks,
                        "{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"x\":\"AA\",\"d\":\"" + SECRET + "\"}]}"),
                List.of(jwks, "{\"keys\":[" + SECRET),
                List.of(jwt.formatted("{jwksUri: " + env + "}"), "ftp://u:" + SECRET + "@h/k"),
                List.of(jwt.formatted("{jwksUri: " + env + "}"), "https://u:" + SECRET + " @h/k"),
                List.of(syslog.formatted(env), "http://u:" + SECRET + "@h"),
                List.of(syslog.formatted(env), SECRET),
                List.of(upstream.formatted(env), "http://u:" + SECRET + "@h"),
                List.of(upstream.formatted(env), "http://u:" + SECRET + " @h"),
                List.of(upstream.formatted("\"ftp://u:" + SECRET + "@h\""), ""),
                List.of("tls: {certificates: [{certificate: s, key: s}]}", pem));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void noErrorOrLogLineSaysTheSecret(List<String> mistake) throws IOException {
        String section = mistake.get(0);
        Files.writeString(folder.resolve("s"), mistake.get(1));
        Path file = Files.writeString(
                folder.resolve("p.yaml"),
                "apiVersion: portcullis.dev/v1\nkind: GatewayPolicy\nmetadata: {name: p, version: \"1\"}\nspec:\n  "
                        + section + '\n' + (section.startsWith("routes") ? "" : ROUTES));
        ByteArrayOutputStream logged = new ByteArrayOutputStream();
        PrintStream before = System.err;
        PolicyErrors refused;
        System.setErr(new PrintStream(logged, true, UTF_8));
        try {
            refused = catchThrowableOfType(
                    PolicyErrors.class,
                    () -> Policy.loader()
                            .withVariables(name -> name.equals("S") ? mistake.get(1) : null)
                            .load(file)
                            .close());
        } finally {
            System.setErr(before);
        }
        assertThat(refused).isNotNull();
        StringWriter all = new StringWriter();
        refused.printStackTrace(new PrintWriter(all));
        refused.errors().forEach(error -> all.append(error.toString()).append('\n'));
        assertThat(all.toString()).contains(": error: ");
        Canary.assertSilent("the errors", all.toString());
        Canary.assertSilent("the log", logged.toString(UTF_8));
    }
}
