package dev.portcullis.ratelimit;

import dev.portcullis.gateway.testkit.architecture.ImportRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom. A package without a line here may use its module and the vocabulary, and no library. */
class ArchitectureTest {
    private static final String GATEWAY = "dev.portcullis.gateway";
    private static final String RATELIMIT = "dev.portcullis.ratelimit";

    @TestFactory
    Stream<DynamicTest> imports() {
        return ImportRules.of(RATELIMIT, RateLimit.class)
                .everywhere(GATEWAY, GATEWAY + ".metrics", GATEWAY + ".policy.spi")
                .alsoIn(RATELIMIT, "com.github.benmanes.caffeine..")
                .alsoIn(RATELIMIT + ".policy", GATEWAY + ".policy.model", GATEWAY + ".policy.shape")
                .alsoIn(RATELIMIT + ".bucket4j", "io.github.bucket4j..")
                .alsoIn(RATELIMIT + ".redis", "io.lettuce..")
                .tests();
    }
}
