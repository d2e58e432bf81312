package dev.portcullis.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What people see of their mistakes, to the letter: file, line, column, what is wrong and what was probably meant. */
class CheckTest {
    private static final String HEAD = """
            apiVersion: portcullis.dev/v1
            kind: GatewayPolicy
            metadata: {name: orders, version: "1"}
            spec:
            """;

    @TempDir
    Path folder;

    private String refused(int exit, String spec) throws IOException {
        Files.writeString(folder.resolve("orders.yaml"), HEAD + spec.indent(2));
        return check(exit, "orders.yaml");
    }

    private String check(int exit, String... files) {
        StringWriter out = new StringWriter();
        CommandLine line = Portcullis.commandLine();
        line.setOut(new PrintWriter(out, true));
        String[] arguments = new String[files.length + 1];
        arguments[0] = "check";
        for (int i = 0; i < files.length; i++) {
            arguments[i + 1] = folder.resolve(files[i]).toString();
        }
        assertThat(line.execute(arguments)).as(out::toString).isEqualTo(exit);
        return out.toString().replace(folder + "/", "");
    }

    @Test
    void aWrongKey() throws IOException {
        assertThat(refused(Exit.FINDINGS, """
                        authentication:
                          jwt: [{name: corp, issuer: "https://idp.example", audiance: [orders], keys: {discovery: {}}}]
                        routes:
                          - {id: a, match: {path: /a}, authorize: {anyAuthenticated: true}}
                        """)).isEqualTo("""
                        orders.yaml:6:11: error: missing key "audience" in authentication.jwt[0] [missing-key]
                        orders.yaml:6:55: error: unknown key "audiance" in authentication.jwt[0]; did you mean "audience"? [unknown-key]
                        1 files, 2 errors, 0 tests, 0 failed
                        """);
    }

    @Test
    void aWrongType() throws IOException {
        assertThat(refused(Exit.FINDINGS, """
                        limits: {body: 10}
                        routes:
                          - {id: a, match: {path: /a}, authenticate: none}
                        """)).isEqualTo("""
                        orders.yaml:5:18: error: wrong type in limits.body: expected a size such as 512B, 64KiB or 1MiB, from 0B to 2047MiB, found a number [wrong-type]
                        1 files, 1 errors, 0 tests, 0 failed
                        """);
    }

    @Test
    void aDuplicateRoute() throws IOException {
        assertThat(refused(Exit.FINDINGS, """
                        routes:
                          - {id: a, match: {path: /a}, authenticate: none}
                          - {id: a, match: {path: /b}, authenticate: none}
                        """)).isEqualTo("""
                        orders.yaml:7:12: error: duplicate route id "a" in routes[1]; it is already given on line 6 [duplicate-name]
                        1 files, 1 errors, 0 tests, 0 failed
                        """);
        assertThat(refused(Exit.FINDINGS, """
                        routes:
                          - {id: a, match: {path: "/a/{x}"}, authenticate: none}
                          - {id: b, match: {path: "/a/{y}"}, authenticate: none}
                        """)).isEqualTo("""
                        orders.yaml:7:22: error: the route "b" is unreachable: the route "a" on line 6 matches the same requests equally well; give one of them another host, path, method or header [unreachable-route]
                        1 files, 1 errors, 0 tests, 0 failed
                        """);
    }

    @Test
    void anUnreadableFile() throws IOException {
        assertThat(check(Exit.UNREADABLE, "absent.yaml")).isEqualTo("""
                absent.yaml: error: cannot read the file: no such file [unreadable-policy]
                1 files, 1 errors, 0 tests, 0 failed
                """);
        assertThat(refused(Exit.FINDINGS, """
                        authentication: {apiKeys: {file: api-keys.yaml}}
                        routes:
                          - {id: a, match: {path: /a}, authorize: {anyAuthenticated: true}}
                        """)).isEqualTo("""
                        orders.yaml:5:36: error: cannot read the file "api-keys.yaml" that authentication.apiKeys.file names: no such file [unreadable-file]
                        1 files, 1 errors, 0 tests, 0 failed
                        """);
    }

    @Test
    void anUnknownFilter() throws IOException {
        assertThat(refused(Exit.FINDINGS, """
                        routes:
                          - {id: a, match: {path: /a}, authenticate: none, filters: [{name: my-filter}]}
                        """)).isEqualTo("""
                        orders.yaml:6:71: error: unknown filter "my-filter" in routes[0].filters[0] [unknown-filter]
                        1 files, 1 errors, 0 tests, 0 failed
                        """);
    }

    @Test
    void aRouteThatNothingGrants() throws IOException {
        assertThat(refused(Exit.FINDINGS, """
                        authentication:
                          jwt: [{name: corp, issuer: "https://idp.example", audience: [orders], keys: {discovery: {}}}]
                        routes:
                          - {id: a, match: {path: /a}}
                        """)).isEqualTo("""
                        orders.yaml:8:7: error: nothing grants the route "a": no binding reaches it and it has no `authorize`; to open it, write `authenticate: none` or `authorize: {anyAuthenticated: true}` [nothing-grants]
                        1 files, 1 errors, 0 tests, 0 failed
                        """);
    }

    @Test
    void aRouteThatAsksForCallersWhereNobodyCanSayWhoTheyAre() throws IOException {
        assertThat(refused(Exit.FINDINGS, """
                        routes:
                          - {id: a, match: {path: /a}}
                        """)).isEqualTo("""
                        orders.yaml:6:7: error: the route "a" has authenticate: required, but spec.authentication is absent; add it, or open the route with authenticate: none [no-authentication]
                        1 files, 1 errors, 0 tests, 0 failed
                        """);
    }
}
