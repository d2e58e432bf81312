package dev.portcullis.auth.access;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.PathTemplate;
import dev.portcullis.gateway.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CompiledRulesTest {
    private static final List<String> NAMES = List.of("jane", "john", "shop/cart", "staff", "ops");
    private static final List<String> ISSUERS = List.of("i", "api-key");
    private static final List<String> TENANTS = List.of("blue", "red");
    private static final List<String> PATHS = List.of("/a", "/a/{x}", "/b/**", "/**");
    private static final List<String> TARGETS = List.of("/a", "/a/1", "/b", "/b/c/d", "/z");

    private static Principal principal(Principal.Kind kind, String subject, String tenant, Set<String> groups) {
        return principal(kind, subject, tenant, groups, "i");
    }

    private static Principal principal(
            Principal.Kind kind, String subject, String tenant, Set<String> groups, String issuer) {
        return new Principal(subject, kind, issuer, null, tenant, Set.of("carried"), groups, Set.of(), Map.of());
    }

    @Test
    void decidesAsOneByOneReadingWould() {
        SplittableRandom random = new SplittableRandom(7);
        int granted = 0;
        int denied = 0;
        for (int round = 0; round < 300; round++) {
            AccessRules rules = rules(random);
            CompiledRules compiled = new CompiledRules(rules);
            for (int i = 0; i < 40; i++) {
                Principal caller = caller(random);
                String method = random.nextBoolean() ? "GET" : "HEAD";
                String path = TARGETS.get(random.nextInt(TARGETS.size()));
                boolean grants = OneByOne.grants(rules, caller, method, path);
                boolean denies = OneByOne.denies(rules, caller, method, path);
                assertThat(compiled.grants(caller, method, path)).isEqualTo(grants);
                assertThat(compiled.denies(caller, method, path)).isEqualTo(denies);
                Set<String> wanted = Set.of("role" + random.nextInt(4));
                assertThat(compiled.hasAnyRole(caller, wanted))
                        .isEqualTo(OneByOne.roles(rules, caller).stream().anyMatch(wanted::contains));
                granted += grants ? 1 : 0;
                denied += denies ? 1 : 0;
            }
        }
        assertThat(granted).isBetween(500, 11_000);
        assertThat(denied).isBetween(500, 11_000);
    }

    @Test
    void theCredentialsOwnRolesCount() {
        assertThat(new CompiledRules(AccessRules.NONE)
                        .hasAnyRole(principal(Principal.Kind.USER, "x", null, Set.of()), Set.of("carried")))
                .isTrue();
    }

    @Test
    void aNameIsNobodyOfAnIssuerThatDoesNotVouchForIt() {
        Grant read = new Grant(Set.of("GET"), List.of(PathTemplate.parse("/**")));
        Subject jane = new Subject(Subject.Kind.USER, "jane", Set.of("i", "k"));
        Subject staff = new Subject(Subject.Kind.GROUP, "staff", Set.of("other"));
        CompiledRules compiled = new CompiledRules(new AccessRules(
                Map.of("r", List.of(read)),
                List.of(
                        new AccessRules.Binding("r", List.of(jane), Set.of()),
                        new AccessRules.Binding("r", List.of(staff), Set.of())),
                List.of(new AccessRules.Denial(List.of(new Subject(Subject.Kind.USER, "jane", Set.of("k"))), read))));
        assertThat(compiled.grants(principal(Principal.Kind.USER, "jane", null, Set.of()), "GET", "/x"))
                .isTrue();
        assertThat(compiled.denies(principal(Principal.Kind.USER, "jane", null, Set.of()), "GET", "/x"))
                .isFalse();
        assertThat(compiled.grants(principal(Principal.Kind.SERVICE_ACCOUNT, "jane", null, Set.of()), "GET", "/x"))
                .as("a service account of that name")
                .isFalse();
        assertThat(compiled.grants(principal(Principal.Kind.USER, "x", null, Set.of("staff")), "GET", "/x"))
                .as("a group of the other issuer")
                .isFalse();
    }

    @Test
    void aDenialIsOfWhoeverHasTheName() {
        Grant all = new Grant(Set.of("*"), List.of(PathTemplate.parse("/**")));
        CompiledRules compiled = new CompiledRules(new AccessRules(
                Map.of(),
                List.of(),
                List.of(new AccessRules.Denial(List.of(Subject.ofAnyIssuer(Subject.Kind.USER, "mallory")), all))));
        for (Principal.Kind kind : Principal.Kind.values()) {
            assertThat(compiled.denies(principal(kind, "mallory", null, Set.of()), "GET", "/x"))
                    .as("mallory as %s", kind)
                    .isTrue();
        }
    }

    @Test
    void aKeyOrCertificateIsAUserOrAServiceAccountAsTheBindingHasIt() {
        Grant all = new Grant(Set.of("*"), List.of(PathTemplate.parse("/**")));
        for (Subject.Kind kind : List.of(Subject.Kind.USER, Subject.Kind.SERVICE_ACCOUNT)) {
            CompiledRules compiled = new CompiledRules(new AccessRules(
                    Map.of("r", List.of(all)),
                    List.of(new AccessRules.Binding("r", List.of(Subject.ofAnyIssuer(kind, "ci")), Set.of())),
                    List.of()));
            for (String issuer : List.of("api-key", "client-certificate")) {
                Principal ci = principal(Principal.Kind.SERVICE_ACCOUNT, "ci", null, Set.of(), issuer);
                assertThat(compiled.grants(ci, "GET", "/x")).isTrue();
                assertThat(compiled.hasAnyRole(ci, Set.of("r"))).isTrue();
            }
            Principal token = principal(Principal.Kind.SERVICE_ACCOUNT, "ci", null, Set.of());
            assertThat(compiled.grants(token, "GET", "/x"))
                    .as("a workload's token is no user's")
                    .isEqualTo(kind == Subject.Kind.SERVICE_ACCOUNT);
        }
    }

    @Test
    void aRouteForHeadIsReachedByAGrantOfGet() {
        Grant get = new Grant(Set.of("GET"), List.of(PathTemplate.parse("/**")));
        Grant head = new Grant(Set.of("HEAD"), List.of(PathTemplate.parse("/**")));
        assertThat(get.mayCover(Set.of("HEAD"), PathTemplate.parse("/x"))).isTrue();
        assertThat(head.mayCover(Set.of("GET"), PathTemplate.parse("/x"))).isTrue();
        assertThat(head.mayCover(Set.of("POST"), PathTemplate.parse("/x"))).isFalse();
    }

    private static Principal caller(SplittableRandom random) {
        boolean account = random.nextInt(4) == 0;
        String subject = NAMES.get(random.nextInt(3));
        String tenant = random.nextInt(3) == 0 ? null : TENANTS.get(random.nextInt(2));
        Set<String> groups = random.nextBoolean() ? Set.of() : Set.of("staff", "others");
        Principal.Kind kind = account ? Principal.Kind.SERVICE_ACCOUNT : Principal.Kind.USER;
        return principal(kind, subject, tenant, groups, ISSUERS.get(random.nextInt(2)));
    }

    private static AccessRules rules(SplittableRandom random) {
        Map<String, List<Grant>> roles = new HashMap<>();
        for (int i = 0; i < 4; i++) {
            roles.put("role" + i, List.of(grant(random)));
        }
        List<AccessRules.Binding> bindings = new ArrayList<>();
        List<AccessRules.Denial> denials = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Set<String> tenants = random.nextBoolean() ? Set.of() : Set.of(TENANTS.get(random.nextInt(2)));
            bindings.add(new AccessRules.Binding("role" + random.nextInt(4), subjects(random), tenants));
        }
        for (int i = 0; i < 2; i++) {
            denials.add(new AccessRules.Denial(subjects(random), grant(random)));
        }
        return new AccessRules(roles, bindings, denials);
    }

    private static Grant grant(SplittableRandom random) {
        return new Grant(
                Set.of(random.nextInt(3) == 0 ? "*" : random.nextBoolean() ? "GET" : "POST"),
                List.of(PathTemplate.parse(PATHS.get(random.nextInt(PATHS.size())))));
    }

    private static List<Subject> subjects(SplittableRandom random) {
        List<Subject> subjects = new ArrayList<>();
        for (int i = 0; i <= random.nextInt(2); i++) {
            Subject.Kind kind = Subject.Kind.values()[random.nextInt(3)];
            Set<String> issuers = Set.copyOf(ISSUERS.subList(0, random.nextInt(3)));
            subjects.add(new Subject(kind, NAMES.get(random.nextInt(NAMES.size())), issuers));
        }
        return subjects;
    }
}
