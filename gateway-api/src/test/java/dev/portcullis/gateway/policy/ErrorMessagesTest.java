package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.yaml.YamlReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What people read when they make a mistake, to the letter. A spec begins on line 5, indented by two. */
class ErrorMessagesTest {
    private static final String OPEN = "routes: [{id: a, match: {path: /a}, authenticate: none}]\n";

    @TempDir
    Path directory;

    private PolicyFiles files;

    @BeforeEach
    void files() {
        files = new PolicyFiles(directory, new QuotaProvider(), new SignInProvider(), new SecretProvider());
    }

    private void refuses(String spec, String... errors) {
        assertThat(files.errors(spec)).containsExactly(errors);
    }

    @Test
    void wrongKey() {
        refuses("""
                routes:
                  - id: a
                    match: {path: /a}
                    authentcate: none
                    authenticate: none
                """, "orders.yaml:8:7: error: unknown key \"authentcate\" in routes[0] [unknown-key]");
        refuses(
                "signIn: {subjet: sub}\n" + OPEN,
                "orders.yaml:5:12: error: unknown key \"subjet\" in signIn; did you mean \"subject\"? [unknown-key]");
    }

    @Test
    void wrongType() {
        refuses(
                "limits: {body: 10, bodyTime: [30s], headerCount: many}\n" + OPEN,
                "orders.yaml:5:18: error: wrong type in limits.body: expected a size such as 512B, 64KiB or 1MiB, from 0B to"
                        + " 2047MiB, found a number [wrong-type]",
                "orders.yaml:5:32: error: wrong type in limits.bodyTime: expected a duration such as 250ms, 30s, 5m, 1h or 7d,"
                        + " from 1ms to 1h, found a list [wrong-type]",
                "orders.yaml:5:52: error: wrong type in limits.headerCount: expected a whole number from 1 to 10000, found a"
                        + " text [wrong-type]");
    }

    @Test
    void duplicateRoute() {
        refuses(
                """
                routes:
                  - {id: orders, match: {path: /a}, authenticate: none}
                  - {id: orders, match: {path: /b}, authenticate: none}
                """,
                "orders.yaml:7:12: error: duplicate route id \"orders\" in routes[1]; it is already given on line 6"
                        + " [duplicate-name]");
    }

    @Test
    void unreadableFile() throws IOException {
        Files.createDirectory(directory.resolve("folder"));
        refuses(
                "vault: {file: tls/orders.crt}\n" + OPEN,
                "orders.yaml:5:17: error: cannot read the file \"tls/orders.crt\" that vault.file names: no such file"
                        + " [unreadable-file]");
        refuses(
                "vault: {file: folder}\n" + OPEN,
                "orders.yaml:5:17: error: cannot read the file \"folder\" that vault.file names: not a regular file"
                        + " [unreadable-file]");
        refuses(
                "vault: {key: '${file:absent.pem}'}\n" + OPEN,
                "orders.yaml:5:16: error: cannot read the file \"absent.pem\" that vault.key names: no such file"
                        + " [unreadable-file]");
    }

    @Test
    void unknownFilter() {
        refuses(
                "routes: [{id: a, match: {path: /a}, authenticate: none, filters: [{name: at-nigth}]}]\n",
                "orders.yaml:5:76: error: unknown filter \"at-nigth\" in routes[0].filters[0]; did you mean \"at-night\"?"
                        + " [unknown-filter]");
    }

    @Test
    void missingKey() {
        refuses(
                "routes: [{match: {}, authenticate: none}]\n",
                "orders.yaml:5:12: error: missing key \"id\" in routes[0] [missing-key]",
                "orders.yaml:5:20: error: routes[0].match needs exactly one of path or grpc [wrong-keys]");
        assertThat(files.errors(files.write("empty.yaml", "{}\n")))
                .containsExactly(
                        "empty.yaml:1:1: error: missing key \"apiVersion\" in the document [missing-key]",
                        "empty.yaml:1:1: error: missing key \"kind\" in the document [missing-key]",
                        "empty.yaml:1:1: error: missing key \"metadata\" in the document [missing-key]",
                        "empty.yaml:1:1: error: missing key \"spec\" in the document [missing-key]");
    }

    @Test
    void missingModule() {
        refuses(
                "waf: {rules: [builtin]}\n" + OPEN,
                "orders.yaml:5:3: error: section `waf` needs gateway-waf on the class path [module-missing]");
        refuses(
                "routes: [{id: a, match: {path: /a}, authenticate: none, authorize: {anyAuthenticated: true}}]\n",
                "orders.yaml:5:59: error: key `authorize` needs gateway-auth on the class path [module-missing]");
    }

    @Test
    void secretsAndSubstitutions() {
        refuses(
                "vault: {key: hunter2}\n" + OPEN,
                "orders.yaml:5:16: error: the secret in vault.key must not be written here; use ${env:NAME} or"
                        + " ${file:PATH} [inline-secret]");
        refuses(
                "vault: {store: 'redis://user:hunter2@host'}\n" + OPEN,
                "orders.yaml:5:18: error: the URL in vault.store must not hold a user or password; use ${env:NAME} or"
                        + " ${file:PATH} [inline-secret]");
        refuses(
                "vault: {key: '${env:ABSENT}'}\n" + OPEN,
                "orders.yaml:5:16: error: the environment variable ABSENT that vault.key names is not set"
                        + " [unset-variable]");
        refuses(
                "signIn: {subject: '${env:HOME}'}\n" + OPEN,
                "orders.yaml:5:21: error: no substitution is allowed in signIn.subject: ${env:...} and ${file:...} stand only"
                        + " for a secret, a URL or a file path [substitution-not-allowed]");
        files.variables(Map.of("URL", "https://user:hunter2@host"));
        refuses(
                "vault: {url: '${env:URL}'}\n" + OPEN,
                "orders.yaml:5:16: error: the URL that vault.url names must not hold a user or password [invalid-url]");
    }

    @Test
    void valuesThatOnlyTheirOwnReaderKnows() {
        refuses(
                "clientAddress: {trustedProxies: [10.0.0.1/8], header: Forwarded}\n" + OPEN,
                "orders.yaml:5:36: error: in clientAddress.trustedProxies[0]: the range \"10.0.0.1/8\" has bits set beyond its"
                        + " prefix; did you mean \"10.0.0.0/8\"? [invalid-address]");
        refuses(
                "vault: {from: '08:00', zone: Europe/Berlni}\n" + OPEN,
                "orders.yaml:5:32: error: in vault.zone: unknown time zone \"Europe/Berlni\"; did you mean"
                        + " \"Europe/Berlin\"? [unknown-zone]");
        refuses(
                "routes: [{id: a, match: {path: '/{id}/{id}'}, authenticate: none}]\n",
                "orders.yaml:5:34: error: in routes[0].match.path: the path template \"/{id}/{id}\" is not possible: the"
                        + " variable {id} occurs twice [invalid-path]");
    }

    @Test
    void unreachableRoute() {
        refuses(
                """
                routes:
                  - {id: first, match: {path: "/orders/{id}"}, authenticate: none}
                  - {id: second, match: {methods: [GET], path: "/orders/{order}"}, authenticate: none}
                """,
                "orders.yaml:7:27: error: the route \"second\" is unreachable: the route \"first\" on line 6 matches the same"
                        + " requests equally well; give one of them another host, path, method or header"
                        + " [unreachable-route]");
    }

    @Test
    void danglingReferenceAndUnusedSetting() {
        refuses(
                """
                quotas: [{name: daily, requests: 1}]
                routes: [{id: a, match: {path: /a}, authenticate: none, quota: dayly}]
                """,
                "orders.yaml:5:19: error: no route uses the quota \"daily\" [unused-setting]",
                "orders.yaml:6:66: error: no quota is named \"dayly\", which routes[0].quota refers to; did you mean"
                        + " \"daily\"? [dangling-reference]");
        refuses(
                "modes: {waf: shadow}\n" + OPEN,
                "orders.yaml:5:16: error: nothing uses modes.waf: the policy has no waf there [unused-setting]");
        refuses(
                """
                routes:
                  - {id: a, match: {path: /a}, authenticate: none, body: stream, limits: {body: 1KiB}, \
                modes: {rateLimits: off}}
                """,
                "orders.yaml:6:76: error: nothing uses routes[0].limits: the body is a stream, which nobody collects"
                        + " [unused-setting]",
                "orders.yaml:6:110: error: nothing uses routes[0].modes.rateLimits: the policy has no rateLimits there"
                        + " [unused-setting]");
    }

    @Test
    void whatIsEnforcedCannotRestOnWhatIsShadowed() {
        String spec = "signIn: {}\nroutes: [{id: a, match: {path: /a}}]\n";
        refuses(
                spec + "modes: {authentication: shadow}\n",
                "orders.yaml:7:10: error: on the route \"a\" the filter authorization is enforced but needs the principal that"
                        + " sign-in finds, which runs in shadow there; enforce that too, or run both in shadow"
                        + " [needs-enforced]");
        refuses(spec + "modes: {authentication: shadow, authorization: shadow}\n");
        refuses(
                spec + "modes: {authentication: off}\n",
                "orders.yaml:7:27: error: wrong value \"off\" in modes.authentication: expected \"enforce\" or \"shadow\""
                        + " [wrong-value]");
    }

    @Test
    void yamlItself() {
        assertThat(files.errors(files.write("a.yaml", "spec: [\n")))
                .containsExactly("a.yaml:2:1: error: not YAML: expected the node content, but found '<stream end>'"
                        + " [yaml-syntax]");
        assertThat(files.errors(files.write("b.yaml", "a: 1\n---\nb: 2\n")))
                .containsExactly(
                        "b.yaml:2:1: error: a file holds one document; a second one begins here [yaml-syntax]");
        assertThat(files.errors(files.write("c.yaml", "")))
                .containsExactly("c.yaml:1:1: error: the document is empty [yaml-syntax]");
        assertThat(files.errors(files.write("d.yaml", "kind: a\nkind: b\n")))
                .contains("d.yaml:2:1: error: duplicate key \"kind\"; it is already given on line 1 [duplicate-key]");
        assertThat(files.errors(files.write("e.yaml", "a: !!java.net.URL [x]\n")))
                .contains("e.yaml:1:4: error: tags are not used in a policy; leave out tag:yaml.org,2002:java.net.URL"
                        + " [yaml-syntax]");
        assertThat(files.errors(files.write("f.yaml", "[".repeat(40) + "]".repeat(40))))
                .containsExactly("f.yaml:1:34: error: nested deeper than 32 levels [too-deep]");
        assertThat(files.errors(files.write("g.yaml", "a: " + "x".repeat(YamlReader.LIMIT))))
                .containsExactly("g.yaml:1:1: error: the document has more than 4194304 bytes [too-large]");
    }

    @Test
    void aliasesThatMultiply() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 9; i++) {
            bomb.append("a" + i + ": &a" + i + " [" + ("*a" + (i - 1) + ", ").repeat(9) + "*a" + (i - 1) + "]\n");
        }
        assertThat(files.errors(files.write("bomb.yaml", bomb.toString())))
                .containsExactly(
                        "bomb.yaml:6:20: error: the document has more than 400000 parts, aliases included [too-large]");
        assertThat(files.errors(files.write("loop.yaml", "a: &a [*a]\n")))
                .containsExactly("loop.yaml:1:8: error: the alias *a has no anchor before it [yaml-syntax]");
    }

    @Test
    @Tag("proof")
    void asManyRoutesAsThereMayBeFitIntoADocument() {
        StringBuilder routes = new StringBuilder("routes:\n");
        for (int i = 0; i < 10_000; i++) {
            routes.append("  - {id: r" + i + ", match: {methods: [GET, POST], path: \"/service-" + i % 100
                    + "/{id}/items-" + i
                    + "/**\"}, authenticate: none, upstream: {url: \"http://orders.internal:8080\", timeout: 5s}}\n");
        }
        try (LoadedPolicy policy = files.load(routes.toString())) {
            assertThat(policy.gateway()).isNotNull();
        }
    }

    @Test
    void anAliasOfModestSizeIsItsAnchor() {
        try (LoadedPolicy policy = files.load("""
                routes:
                  - {id: a, match: {path: /a}, authenticate: none, upstream: &here {url: "http://127.0.0.1:9000"}}
                  - {id: b, match: {path: /b}, authenticate: none, upstream: *here}
                """)) {
            assertThat(policy.policy().routes().get(1).upstream())
                    .isEqualTo(policy.policy().routes().get(0).upstream())
                    .isPresent();
        }
    }

    @Test
    void bytesThatAreNoText() throws IOException {
        Path file = Files.write(
                directory.resolve("latin1.yaml"), "kind: Gr\u00fc\u00dfe".getBytes(StandardCharsets.ISO_8859_1));
        assertThat(files.errors(file))
                .containsExactly("latin1.yaml:1:1: error: the document is not UTF-8 [yaml-syntax]");
    }

    @Test
    void noSecretIsInAnyMessage() {
        files.variables(Map.of("KEY", "hunter2", "URL", "no url hunter2"));
        files.write("secret.txt", "hunter2\n");
        assertThat(files.errors("""
                        vault: {key: hunter2, url: 'https://hunter2@host', file: '${file:secret.txt}', from: '25:00'}
                        routes: []
                        """))
                .hasSizeGreaterThanOrEqualTo(4)
                .filteredOn(error -> !error.contains("secret.txt"))
                .noneMatch(error -> error.contains("hunter2"));
        assertThat(files.errors("vault: {store: '${env:URL}'}\n" + OPEN))
                .singleElement()
                .asString()
                .doesNotContain("hunter2");
    }
}
