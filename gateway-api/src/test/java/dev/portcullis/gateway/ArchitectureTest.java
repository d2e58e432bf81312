package dev.portcullis.gateway;

import dev.portcullis.gateway.testkit.architecture.ImportRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Who may import whom. A package without a line here may use its module, and no library. */
class ArchitectureTest {
    private static final String GATEWAY = "dev.portcullis.gateway";
    private static final String HOST = GATEWAY + ".host";
    private static final String HYGIENE = GATEWAY + ".hygiene";
    private static final String METRICS = GATEWAY + ".metrics";
    private static final String MODEL = GATEWAY + ".policy.model";
    private static final String RENDER = GATEWAY + ".render";
    private static final String SHAPE = GATEWAY + ".policy.shape";
    private static final String SPI = GATEWAY + ".policy.spi";
    private static final String TLS = GATEWAY + ".tls";
    private static final String YAML = GATEWAY + ".policy.yaml";

    @TestFactory
    Stream<DynamicTest> imports() {
        return ImportRules.of(GATEWAY, Gateway.class)
                .puttingTogether(Gateway.class)
                .onlyIn(GATEWAY)
                .onlyIn(HOST, GATEWAY)
                .onlyIn(RENDER, GATEWAY, "org.owasp.encoder..")
                .onlyIn(GATEWAY + ".internal", GATEWAY, HOST, RENDER)
                .onlyIn(HYGIENE, GATEWAY)
                .onlyIn(TLS, GATEWAY)
                .onlyIn(TLS + ".policy", GATEWAY, HYGIENE, MODEL, SHAPE, SPI, TLS)
                .onlyIn(METRICS, GATEWAY, SPI, "io.micrometer..")
                // the policy language, from the bottom up
                .onlyIn(SHAPE, GATEWAY)
                .onlyIn(YAML, SHAPE, "org.snakeyaml.engine..")
                .onlyIn(MODEL, GATEWAY, SHAPE)
                .onlyIn(SPI, GATEWAY, MODEL, SHAPE)
                .onlyIn(GATEWAY + ".policy", GATEWAY, HOST, HYGIENE, METRICS, MODEL, SHAPE, SPI, YAML)
                .onlyIn(GATEWAY + ".proxy", GATEWAY, TLS)
                // an adapter knows its own server and no other adapter
                .onlyIn(GATEWAY + ".jdk", GATEWAY, HOST, RENDER, TLS, "com.sun.net.httpserver")
                .onlyIn(GATEWAY + ".netty", GATEWAY, HOST, RENDER, TLS, "io.netty..")
                .onlyIn(GATEWAY + ".servlet", GATEWAY, HOST, RENDER, TLS, "jakarta.servlet..")
                .onlyIn(GATEWAY + ".undertow", GATEWAY, HOST, RENDER, TLS, "io.undertow..", "org.xnio..")
                .tests();
    }
}
