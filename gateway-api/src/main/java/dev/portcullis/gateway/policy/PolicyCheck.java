package dev.portcullis.gateway.policy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.policy.shape.Errors;
import dev.portcullis.gateway.policy.shape.Node;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.shape.Reading;
import dev.portcullis.gateway.policy.shape.Sources;
import dev.portcullis.gateway.policy.spi.Purpose;
import dev.portcullis.gateway.policy.spi.TestCaller;
import dev.portcullis.gateway.policy.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Validates policies and runs the tests that stand beside them: those of {@code orders.yaml} in {@code orders.test.yaml}.
 * Nothing is written, no connection is opened. Each test has a gateway of its own, so that no test changes another's limits.
 */
public final class PolicyCheck {
    private static final String TEST = ".test";

    private final PolicyLoader loader;
    private final List<PolicyError> errors = new ArrayList<>();
    private final List<CheckReport.Failure> failures = new ArrayList<>();
    private int tests;

    private PolicyCheck(PolicyLoader loader) {
        this.loader = requireNonNull(loader, "loader");
    }

    /**
     * Checks policies.
     *
     * @param loader reads them
     * @param files policies; a file of tests stands for its policy
     */
    public static CheckReport run(PolicyLoader loader, List<Path> files) {
        PolicyCheck check = new PolicyCheck(loader);
        Set<Path> policies = new LinkedHashSet<>();
        files.forEach(file -> policies.add(policyOf(file)));
        policies.forEach(check::check);
        return new CheckReport(policies.size(), check.errors, check.tests, check.failures);
    }

    private void check(Path file) {
        Draft draft = loader.read(file);
        LoadedPolicy loaded = assemble(loader, draft, null, null);
        if (loaded == null) {
            return;
        }
        Path beside = testsOf(file);
        if (!Files.exists(beside)) {
            loaded.close();
            return;
        }
        Errors mistakes = new Errors();
        byte[] content = PolicyLoader.content(beside, mistakes);
        Optional<Node> root =
                content == null ? Optional.empty() : YamlReader.read(beside.toString(), content, mistakes);
        Reading reading = new Reading(mistakes, new Sources(Path.of(""), unused -> null));
        Optional<List<PolicyTest>> read = root.flatMap(node -> PolicyTest.FILE.read(node, Place.TOP, reading));
        errors.addAll(mistakes.all());
        if (root.isPresent() && read.isPresent() && mistakes.isEmpty()) {
            loaded = run(draft, loaded, root.get(), read.get());
        }
        loaded.close();
    }

    private LoadedPolicy run(Draft draft, LoadedPolicy first, Node root, List<PolicyTest> all) {
        LoadedPolicy last = first;
        for (int i = 0; i < all.size(); i++) {
            PolicyTest test = all.get(i);
            Instant time = test.given().time();
            // time stands still, so that a test at the end of a window is at its end
            PolicyLoader at = time == null ? loader : loader.standingAt(time);
            TestCaller caller = test.given().claims() == null
                    ? null
                    : new TestCaller(test.given().claims());
            LoadedPolicy own = assemble(at, draft, last, caller);
            if (own == null) {
                return last;
            }
            last.close();
            last = own;
            tests++;
            TestRun.Result result = TestRun.send(own.gateway(), test.given());
            if (!result.meets(test.expect())) {
                failures.add(new CheckReport.Failure(
                        Place.TOP.item(i).in(root), test.name(), test.expect().toString(), result.toString()));
            }
        }
        return last;
    }

    private @Nullable LoadedPolicy assemble(
            PolicyLoader with, Draft draft, @Nullable LoadedPolicy previous, @Nullable TestCaller caller) {
        try {
            return new Assembly(with, draft, Purpose.CHECK, previous)
                    .calledBy(caller)
                    .assemble();
        } catch (PolicyErrors e) {
            errors.addAll(e.errors());
            return null;
        }
    }

    private static Path testsOf(Path policy) {
        String name = String.valueOf(policy.getFileName());
        int dot = name.lastIndexOf('.');
        String tests = dot < 0 ? name + TEST : name.substring(0, dot) + TEST + name.substring(dot);
        return policy.resolveSibling(tests);
    }

    private static Path policyOf(Path file) {
        String name = String.valueOf(file.getFileName());
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        return stem.endsWith(TEST) && stem.length() > TEST.length()
                ? file.resolveSibling(
                        stem.substring(0, stem.length() - TEST.length()) + (dot < 0 ? "" : name.substring(dot)))
                : file;
    }
}
