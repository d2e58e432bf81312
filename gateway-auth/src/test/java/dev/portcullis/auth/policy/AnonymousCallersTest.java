package dev.portcullis.auth.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.Site;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.policy.CheckReport;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyCheck;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a route asks is judged of callers without a credential too, and is never passed over. */
class AnonymousCallersTest {
    private static final Forge FORGE = new Forge();
    private static final String AUTHENTICATION = """
            authentication:
              jwt: [{name: corp, issuer: "%s", audience: [orders], keys: {jwksFile: corp.json}}]
            """.formatted(Forge.ISSUER);
    private static final String HERE = "{clientAddress: [127.0.0.0/8, \"::1\"]}";
    private static final String ELSEWHERE = "{clientAddress: [10.0.0.0/8]}";

    @TempDir
    Path folder;

    private static String route(String path, String authenticate, String authorize) {
        return "  - {id: " + path + ", match: {path: \"/" + path + "\"}, authenticate: " + authenticate
                + (authorize.isEmpty() ? "" : ", authorize: {" + authorize + "}") + "}\n";
    }

    @Test
    void aRouteWithAnOptionalCredentialLetsNobodyInWithoutOneUnlessOnlyTheRequestIsAsked() throws Exception {
        Files.writeString(folder.resolve("corp.json"), FORGE.jwks());
        String spec = AUTHENTICATION
                + """
                authorization:
                  roles: [{name: admin, allow: [{methods: ["*"], paths: ["/**"]}]}]
                  bindings: [{role: admin, subjects: [{user: jane}]}]
                  deny: [{subjects: [{user: mallory}], paths: ["/**"]}]
                routes:
                """
                + route("asks-nothing", "optional", "")
                + route("role", "optional", "anyRole: [admin]")
                + route("any", "optional", "anyAuthenticated: true")
                + route("not-any", "optional", "anyAuthenticated: false")
                + route("scope", "optional", "allScopes: [orders.read]")
                + route("claim", "optional", "when: [{claim: sub, equals: jane}]")
                + route("one-of", "optional", "when: [{claim: sub, anyOf: [jane]}]")
                + route("list", "optional", "when: [{claim: groups, contains: staff}]")
                + route("any-scope", "optional", "when: [{anyScope: [orders.read]}]")
                + route("here", "optional", "when: [" + HERE + "]")
                + route("elsewhere", "optional", "when: [" + ELSEWHERE + "]")
                + route("here-and-claim", "optional", "when: [" + HERE + ", {claim: sub, equals: jane}]")
                + route("here-and-role", "optional", "anyRole: [admin], when: [" + HERE + "]")
                + route("here-but-required", "required", "when: [" + HERE + "]");
        try (Site site = Site.start(folder, spec)) {
            assertThat(site.get("/asks-nothing").status()).isEqualTo(200);
            assertThat(site.get("/here").status()).isEqualTo(200);
            assertThat(site.get("/elsewhere").toString()).isEqualTo("403 authz.condition");
            assertThat(site.get("/here-but-required").toString()).isEqualTo("401 auth.missing");
            Stream.of("role", "any", "not-any", "scope", "claim", "one-of", "list", "any-scope", "here-and-claim")
                    .forEach(path ->
                            assertThat(site.get("/" + path).toString()).as(path).isEqualTo("403 authz.anonymous"));
            assertThat(site.get("/here-and-role").toString()).isEqualTo("403 authz.anonymous");
            String jane = "Bearer " + FORGE.good();
            Stream.of("asks-nothing", "any", "here")
                    .forEach(path -> assertThat(
                                    site.get("/" + path, "Authorization", jane).status())
                            .as(path)
                            .isEqualTo(200));
            assertThat(site.get("/here", "Authorization", "Bearer x.y.z").toString())
                    .isEqualTo("401 jwt.malformed");
            assertThat(site.get("/elsewhere", "Authorization", jane).toString()).isEqualTo("403 authz.condition");
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aRouteThatAuthenticatesNobodyStillAsksWhatItAsksOfTheRequest(boolean authenticated) throws Exception {
        Files.writeString(folder.resolve("corp.json"), FORGE.jwks());
        String spec = (authenticated ? AUTHENTICATION : "")
                + "routes:\n"
                + route("open", "none", "")
                + route("here", "none", "when: [" + HERE + "]")
                + route("elsewhere", "none", "when: [" + ELSEWHERE + "]")
                + route("declared", "none", "when: [" + HERE + ", {header: X-Purpose, equals: audit}]");
        try (Site site = Site.start(folder, spec)) {
            assertThat(site.get("/open").status()).isEqualTo(200);
            assertThat(site.get("/here").status()).isEqualTo(200);
            assertThat(site.get("/elsewhere").toString()).isEqualTo("403 authz.condition");
            assertThat(site.get("/elsewhere", "Authorization", "Bearer " + FORGE.good())
                            .toString())
                    .isEqualTo("403 authz.condition");
            assertThat(site.get("/declared").toString()).isEqualTo("403 authz.condition");
            assertThat(site.get("/declared", "X-Purpose", "audit").status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "anyRole: [admin]",
                "anyAuthenticated: true",
                "anyAuthenticated: false",
                "allScopes: [orders.read]",
                "when: [{claim: sub, equals: jane}]",
                "when: [{clientAddress: [127.0.0.1]}, {anyScope: [a]}]",
                "anyRole: [admin], when: [{clientAddress: [127.0.0.1]}]"
            })
    void askingForACallerWhereNobodyIsAuthenticatedIsAMistake(String authorize) throws Exception {
        Files.writeString(folder.resolve("corp.json"), FORGE.jwks());
        for (String authentication : List.of(AUTHENTICATION, "")) {
            String mistakes = Site.mistakes(folder, authentication + "routes:\n" + route("a", "none", authorize));
            int line = authentication.isEmpty() ? 6 : 8;
            assertThat(mistakes)
                    .contains(
                            "site.yaml:" + line + ":67: error: nobody can meet the `authorize` of the route \"a\"",
                            "remove authenticate: none")
                    .endsWith("[nothing-grants]\n")
                    .hasLineCount(1);
        }
    }

    @Test
    void rolesThatNoRouteLooksAtAreAMistake() throws Exception {
        Files.writeString(folder.resolve("corp.json"), FORGE.jwks());
        String roles = """
                authorization: {deny: [{subjects: [{user: mallory}], paths: ["/**"]}]}
                routes:
                """;
        for (String authentication : List.of(AUTHENTICATION, "")) {
            assertThat(Site.mistakes(folder, authentication + roles + route("a", "none", "")))
                    .contains("nothing uses authorization: every route has authenticate: none")
                    .endsWith("[unused-setting]\n")
                    .hasLineCount(1);
        }
        assertThat(Site.mistakes(folder, AUTHENTICATION + roles + route("a", "optional", "")))
                .isEmpty();
    }

    @Test
    void aRoleThatNobodyIsGivenAndNoRouteAsksForIsAMistake() throws Exception {
        Files.writeString(folder.resolve("corp.json"), FORGE.jwks());
        String roles = AUTHENTICATION + """
                authorization:
                  roles:
                    - {name: reader, allow: [{methods: [GET], paths: ["/**"]}]}
                    - {name: writer, allow: [{methods: ["*"], paths: ["/**"]}]}
                  bindings: [{role: reader, subjects: [{user: jane}]}]
                routes:
                """;
        assertThat(Site.mistakes(folder, roles + route("a", "required", "")))
                .contains("site.yaml:10:9: error: nothing uses the role \"writer\"")
                .endsWith("[unused-setting]\n")
                .hasLineCount(1);
        assertThat(Site.mistakes(folder, roles + route("a", "required", "anyRole: [writer]")))
                .isEmpty();
    }

    @Test
    void whatIsAskedIsAskedOfCallersThatAnotherFilterKnows() throws Exception {
        String spec = """
                authorization:
                  roles: [{name: reader, allow: [{methods: [GET], paths: [/orders]}]}]
                  bindings: [{role: reader, subjects: [{user: jane}]}]
                routes:
                """
                + route("orders", "required", "")
                + route("admin", "required", "anyRole: [admin]")
                + route("own", "required", "when: [{claim: sub, equals: jane}]");
        Path file = Site.write(folder, spec);
        Files.writeString(folder.resolve("site.test.yaml"), """
                - {name: role, given: {method: GET, host: a, path: /orders, headers: {X-Who: jane}}, expect: {allow: true}}
                - {name: no role, given: {method: GET, host: a, path: /orders, headers: {X-Who: bob}}, expect: {status: 403, reason: authz.no_role}}
                - {name: other role, given: {method: GET, host: a, path: /admin, headers: {X-Who: jane}}, expect: {status: 403, reason: authz.no_role}}
                - {name: own, given: {method: GET, host: a, path: /own, headers: {X-Who: jane}}, expect: {allow: true}}
                - {name: not own, given: {method: GET, host: a, path: /own, headers: {X-Who: bob}}, expect: {status: 403, reason: authz.condition}}
                - {name: nobody, given: {method: GET, host: a, path: /own}, expect: {status: 403, reason: authz.anonymous}}
                """);
        CheckReport report =
                PolicyCheck.run(Policy.loader().withProviders(new AuthProvider(), new SignIn()), List.of(file));
        assertThat(report.lines()).containsExactly("1 files, 0 errors, 6 tests, 0 failed");
    }

    /** A gateway's own way of knowing who calls. */
    private static final class SignIn implements FilterProvider {
        @Override
        public String name() {
            return "sign-in";
        }

        @Override
        public void contribute(PolicyContext policy, Contribution contribution) {
            contribution.install(Stage.AUTHENTICATION, new Known()).provides(Principal.KEY);
        }
    }

    private static final class Known implements Filter {
        @Override
        public String name() {
            return "known";
        }

        @Override
        public Verdict onRequest(Exchange exchange) {
            exchange.request()
                    .headers()
                    .first("X-Who")
                    .ifPresent(name -> exchange.put(
                            Principal.KEY,
                            new Principal(
                                    name,
                                    Principal.Kind.USER,
                                    "known",
                                    null,
                                    null,
                                    Set.of(),
                                    Set.of(),
                                    Set.of(),
                                    Map.of("sub", name))));
            return Decision.CONTINUE;
        }
    }
}
