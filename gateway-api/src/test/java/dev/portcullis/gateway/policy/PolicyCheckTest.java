package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PolicyCheckTest {
    private static final String SPEC = """
            signIn: {subject: user}
            quotas: [{name: one, requests: 1}]
            routes:
              - {id: a, match: {methods: [GET, POST], path: /a}, authenticate: none, quota: one}
              - {id: b, match: {path: /b, hosts: [api.example], headers: {Accept: text/plain}}}
              - {id: night, match: {path: /night}, authenticate: none, filters: [{name: at-night}]}
            """;

    @TempDir
    Path directory;

    private PolicyFiles files;

    @BeforeEach
    void files() {
        files = new PolicyFiles(directory, new QuotaProvider(), new SignInProvider());
    }

    private List<String> check(Path... policies) {
        return PolicyCheck.run(files.loader(), List.of(policies)).lines().stream()
                .map(line -> line.replace(directory + "/", ""))
                .toList();
    }

    @Test
    void runsTheTestsBesideAPolicy() {
        Path policy = files.spec(SPEC);
        files.write("orders.test.yaml", """
                - {name: open, given: {path: /a}, expect: {allow: true}}
                - {name: open again, given: {path: /a}, expect: {allow: true}}
                - {name: with a body, given: {method: POST, path: /a, body: "x=1"}, expect: {allow: true}}
                - {name: not listed, given: {path: /c}, expect: {status: 404, reason: route.not_exposed}}
                - name: anonymous
                  given: {path: /b, host: api.example, headers: {Accept: text/plain}}
                  expect: {status: 401, reason: sign-in.missing}
                - name: jane
                  given: {path: /b, host: api.example, headers: {Accept: text/plain}, claims: {user: jane}}
                  expect: {allow: true}
                - {name: at night, given: {path: /night, time: "2026-11-20T23:00:00Z"}, expect: {allow: true}}
                - {name: by day, given: {path: /night, time: "2026-11-20T12:00:00Z"}, expect: {allow: false}}
                - {name: far away, given: {path: /night, clientAddress: 10.1.2.3, time: "2026-11-20T12:00:00Z"}, \
                expect: {reason: night.closed}}
                """);
        assertThat(check(policy)).containsExactly("1 files, 0 errors, 9 tests, 0 failed");
    }

    @Test
    void takesAHostWithItsPortOrAsAField() {
        Path policy = files.spec(SPEC);
        files.write("orders.test.yaml", """
                - {name: port, given: {path: /a, host: "api.example:8443"}, expect: {allow: true}}
                - {name: field, given: {path: /a, headers: {Host: "api.example:8443"}}, expect: {allow: true}}
                - {name: address, given: {path: /a, host: "[2001:db8::1]:8443"}, expect: {allow: true}}
                - {name: no host, given: {path: /a, host: "a b"}, expect: {status: 400}}
                - name: chunks
                  given: {method: POST, path: /a, headers: {Transfer-Encoding: chunked}, body: "x=1"}
                  expect: {allow: true}
                """);
        assertThat(check(policy)).containsExactly("1 files, 0 errors, 5 tests, 0 failed");
    }

    @Test
    void saysWhatWasExpectedAndWhatCame() {
        Path policy = files.spec(SPEC);
        files.write("orders.test.yaml", """
                - {name: closed, given: {path: /a}, expect: {status: 403, reason: authz.no_role}}
                - {name: open, given: {path: /c}, expect: {allow: true}}
                """);
        assertThat(check(policy))
                .containsExactly(
                        "orders.test.yaml:1:3: failed: closed: expected 403 authz.no_role, got allowed",
                        "orders.test.yaml:2:3: failed: open: expected allowed, got 404 route.not_exposed",
                        "1 files, 0 errors, 2 tests, 2 failed");
    }

    @Test
    void reportsTheErrorsOfPoliciesAndOfTests() {
        Path good = files.write("good.yaml", PolicyFiles.HEAD + SPEC.indent(2));
        files.write("good.test.yaml", "- {name: a, given: {pth: /a}, expect: {}}\n");
        Path bad = files.write("bad.yaml", PolicyFiles.HEAD + "  routes: []\n");
        assertThat(check(good, bad))
                .containsExactly(
                        "good.test.yaml:1:20: error: missing key \"path\" in [0].given [missing-key]",
                        "good.test.yaml:1:21: error: unknown key \"pth\" in [0].given; did you mean \"path\"?"
                                + " [unknown-key]",
                        "good.test.yaml:1:39: error: [0].expect needs at least one of allow, status or reason"
                                + " [wrong-keys]",
                        "bad.yaml:5:11: error: wrong number of items in routes: expected 1 to 10000, found 0"
                                + " [wrong-value]",
                        "2 files, 4 errors, 0 tests, 0 failed");
    }

    @Test
    void countsAPolicyOnceHoweverItIsNamed() {
        Path policy = files.spec(SPEC);
        Path tests = files.write("orders.test.yaml", "- {name: open, given: {path: /a}, expect: {allow: true}}\n");
        assertThat(check(policy, tests)).containsExactly("1 files, 0 errors, 1 tests, 0 failed");
    }

    @Test
    void tellsAFileThatCannotBeReadFromOneThatIsWrong() {
        CheckReport report = PolicyCheck.run(files.loader(), List.of(directory.resolve("absent.yaml")));
        assertThat(report.unreadable()).isTrue();
        assertThat(report.lines())
                .containsExactly(
                        directory + "/absent.yaml: error: cannot read the file: no such file [unreadable-policy]",
                        "1 files, 1 errors, 0 tests, 0 failed");
    }
}
