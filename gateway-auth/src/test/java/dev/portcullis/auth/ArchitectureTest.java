package dev.portcullis.auth;

import dev.portcullis.gateway.testkit.architecture.ImportRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom. A package without a line here may use its module and the vocabulary, and no library. */
class ArchitectureTest {
    @TestFactory
    Stream<DynamicTest> imports() {
        return ImportRules.of("dev.portcullis.auth", AuthenticationFilter.class)
                .everywhere("dev.portcullis.gateway", "dev.portcullis.gateway.metrics", "dev.portcullis.gateway.tls")
                .alsoIn(
                        "dev.portcullis.auth.policy",
                        "dev.portcullis.gateway.policy.model",
                        "dev.portcullis.gateway.policy.shape",
                        "dev.portcullis.gateway.policy.spi")
                .alsoIn("dev.portcullis.auth.jwks", "com.nimbusds.jose..", "com.github.benmanes.caffeine..")
                .alsoIn("dev.portcullis.auth.jwt", "com.nimbusds.jose..", "com.github.benmanes.caffeine..")
                .alsoIn("dev.portcullis.auth.throttle", "com.github.benmanes.caffeine..")
                .onlyIn("dev.portcullis.auth.json")
                .tests();
    }
}
