package dev.portcullis.waf;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.portcullis.gateway.testkit.architecture.ImportRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom. The engine knows no gateway and no server: only what plugs it into one does. */
class ArchitectureTest {
    private static final String GATEWAY = "dev.portcullis.gateway";
    private static final String WAF = "dev.portcullis.waf";

    @TestFactory
    Stream<DynamicTest> imports() {
        return ImportRules.of(WAF, Waf.class)
                .alsoIn(WAF, GATEWAY, GATEWAY + ".metrics", "com.github.benmanes.caffeine..")
                .alsoIn(
                        WAF + ".policy",
                        GATEWAY,
                        GATEWAY + ".metrics",
                        GATEWAY + ".policy.model",
                        GATEWAY + ".policy.shape",
                        GATEWAY + ".policy.spi")
                // automata know no rule language, the language knows no request
                .onlyIn(WAF + ".pattern")
                .onlyIn(WAF + ".transform")
                .onlyIn(WAF + ".seclang")
                .onlyIn(WAF + ".detect", WAF + ".transform")
                .onlyIn(WAF + ".body", WAF + ".transform")
                .onlyIn(WAF + ".operator", WAF + ".detect", WAF + ".pattern")
                .tests();
    }

    @Test
    void aTransactionKnowsNoGateway() {
        JavaClasses waf = new ClassFileImporter().importPackages(WAF);
        noClasses()
                .that()
                .belongToAnyOf(Waf.class, WafBuilder.class, Transaction.class, Match.class, Interruption.class)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(GATEWAY + "..")
                .check(waf);
    }
}
