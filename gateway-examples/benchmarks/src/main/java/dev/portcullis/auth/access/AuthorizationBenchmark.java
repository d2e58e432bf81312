package dev.portcullis.auth.access;

import dev.portcullis.gateway.PathTemplate;
import dev.portcullis.gateway.Principal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A decision among a thousand bindings of fifty roles to users and groups in ten tenants, and ten denials. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class AuthorizationBenchmark {
    private static final int BINDINGS = 1000;
    private static final int ROLES = 50;
    private static final int TENANTS = 10;

    private final CompiledRules rules = new CompiledRules(rules());
    private final Principal user = principal("user-499", "tenant-9", Set.of());
    private final Principal member = principal("jane", "tenant-8", Set.of("all", "group-998", "others"));
    private final Principal stranger = principal("mallory", "tenant-1", Set.of("all", "others"));

    private static Principal principal(String subject, String tenant, Set<String> groups) {
        return new Principal(
                subject, Principal.Kind.USER, "i", null, tenant, Set.of(), groups, Set.of(), Map.of("sub", subject));
    }

    private static AccessRules rules() {
        Map<String, List<Grant>> roles = new HashMap<>();
        for (int i = 0; i < ROLES; i++) {
            roles.put(
                    "role-" + i,
                    List.of(new Grant(
                            Set.of("GET", "POST"),
                            List.of(PathTemplate.parse("/service-" + i + "/**"), PathTemplate.parse("/orders/{id}")))));
        }
        List<AccessRules.Binding> bindings = new ArrayList<>();
        for (int i = 0; i < BINDINGS; i++) {
            Subject subject = i % 2 == 0
                    ? Subject.ofAnyIssuer(Subject.Kind.GROUP, "group-" + i)
                    : Subject.ofAnyIssuer(Subject.Kind.USER, "user-" + i);
            bindings.add(
                    new AccessRules.Binding("role-" + i % ROLES, List.of(subject), Set.of("tenant-" + i % TENANTS)));
        }
        List<AccessRules.Denial> denials = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            denials.add(new AccessRules.Denial(
                    List.of(Subject.ofAnyIssuer(Subject.Kind.USER, "denied-" + i)),
                    new Grant(Set.of("*"), List.of(PathTemplate.parse("/**")))));
        }
        return new AccessRules(roles, bindings, denials);
    }

    private boolean decide(Principal principal) {
        return !rules.denies(principal, "GET", "/orders/4711") && rules.grants(principal, "GET", "/orders/4711");
    }

    /** Granted by the user's own binding. */
    @Benchmark
    public boolean user() {
        return decide(user);
    }

    /** Granted by one of three groups. */
    @Benchmark
    public boolean groupMember() {
        return decide(member);
    }

    /** Granted by nothing. */
    @Benchmark
    public boolean stranger() {
        return decide(stranger);
    }
}
