package dev.portcullis.gateway.testkit.architecture;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * Which packages each package of a module may use beside the JDK, JSpecify and SLF4J: a test a package, and one that there is
 * no cycle between them. Packages are written as ArchUnit does: {@code a.b} is one, {@code a.b..} is all below it too.
 *
 * <pre>{@code
 * @TestFactory
 * Stream<DynamicTest> imports() {
 *     return ImportRules.of("dev.portcullis.quota")
 *         .everywhere("dev.portcullis.gateway")
 *         .alsoIn("dev.portcullis.quota.redis", "io.lettuce..")
 *         .tests();
 * }
 * }</pre>
 */
public final class ImportRules {
    private static final List<String> ALWAYS = List.of("", "java..", "javax..", "org.jspecify..", "org.slf4j..");

    private final Class<?> anchor;
    private final String root;
    private final List<String> everywhere = new ArrayList<>();
    private final Map<String, List<String>> also = new TreeMap<>();
    private final Map<String, List<String>> only = new TreeMap<>();
    private final Set<String> together = new TreeSet<>();

    private ImportRules(String root, Class<?> anchor) {
        this.root = root;
        this.anchor = anchor;
    }

    /**
     * The rules of a module: at first each of its packages may use all others of it.
     *
     * @param root the package that all others are below
     * @param anchor any class of the module; all that lie where it does are judged
     */
    public static ImportRules of(String root, Class<?> anchor) {
        return new ImportRules(root, anchor);
    }

    /** Lets all packages use these, too. */
    public ImportRules everywhere(String... packages) {
        everywhere.addAll(List.of(packages));
        return this;
    }

    /** Lets one package use these, too. */
    public ImportRules alsoIn(String where, String... packages) {
        also.put(where, List.of(packages));
        return this;
    }

    /** Lets one package use these and itself, and nothing else. */
    public ImportRules onlyIn(String where, String... packages) {
        only.put(where, List.of(packages));
        return this;
    }

    /** Leaves one class out: the place where everything is put together, on which a cycle may rest. */
    public ImportRules puttingTogether(Class<?> place) {
        together.add(place.getName());
        return this;
    }

    /** A test for each package. */
    public Stream<DynamicTest> tests() {
        JavaClasses all = new ClassFileImporter()
                .importUrl(anchor.getProtectionDomain().getCodeSource().getLocation());
        JavaClasses judged = all.that(DescribedPredicate.describe(
                "all but where they are put together", (JavaClass one) -> !together.contains(outermost(one))));
        Set<String> packages = new TreeSet<>();
        judged.forEach(one -> packages.add(one.getPackageName()));
        Stream<DynamicTest> imports = packages.stream()
                .map(one -> DynamicTest.dynamicTest(one + " imports what it may", () -> check(one, judged)));
        return Stream.concat(
                imports,
                Stream.of(DynamicTest.dynamicTest("there is no cycle between packages", () -> noCycle(judged))));
    }

    private void check(String one, JavaClasses judged) {
        List<String> allowed = new ArrayList<>(ALWAYS);
        allowed.add(one);
        if (only.containsKey(one)) {
            allowed.addAll(only.get(one));
        } else {
            allowed.add(root + "..");
            allowed.addAll(everywhere);
            allowed.addAll(also.getOrDefault(one, List.of()));
        }
        classes()
                .that()
                .resideInAPackage(one)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(allowed.toArray(String[]::new))
                .because("the import rules of the module say so; a new package may need a line there")
                .check(judged);
    }

    private void noCycle(JavaClasses judged) {
        SlicesRuleDefinition.slices()
                .assignedFrom(new ByPackage(one -> one.getPackageName().startsWith(root)))
                .should()
                .beFreeOfCycles()
                .allowEmptyShould(true)
                .check(judged);
    }

    private static String outermost(JavaClass one) {
        String name = one.getName();
        int nested = name.indexOf('$');
        return nested < 0 ? name : name.substring(0, nested);
    }

    private record ByPackage(Function<JavaClass, Boolean> own) implements SliceAssignment {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass one) {
            return own.apply(one) ? SliceIdentifier.of(one.getPackageName()) : SliceIdentifier.ignore();
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    }
}
