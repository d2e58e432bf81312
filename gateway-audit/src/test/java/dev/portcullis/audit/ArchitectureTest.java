package dev.portcullis.audit;

import dev.portcullis.gateway.testkit.architecture.ImportRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom. A package without a line here may use its module and the vocabulary, and no library. */
class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> imports() {
        return ImportRules.of("dev.portcullis.audit", AuditEvent.class)
                .everywhere("dev.portcullis.gateway", "dev.portcullis.gateway.metrics")
                .alsoIn(
                        "dev.portcullis.audit.policy",
                        "dev.portcullis.gateway.policy.model",
                        "dev.portcullis.gateway.policy.shape",
                        "dev.portcullis.gateway.policy.spi",
                        "dev.portcullis.gateway.tls")
                // the chain knows bytes, not what they tell
                .onlyIn("dev.portcullis.audit.chain")
                .tests();
    }
}
