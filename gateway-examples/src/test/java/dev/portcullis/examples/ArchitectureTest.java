package dev.portcullis.examples;

import dev.portcullis.examples.cli.Portcullis;
import dev.portcullis.gateway.testkit.architecture.ImportRules;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The examples use what is published, as any application does, and only the command line has picocli. */
class ArchitectureTest {
    private static final String[] PUBLISHED = {
        "dev.portcullis.gateway",
        "dev.portcullis.gateway.host",
        "dev.portcullis.gateway.render",
        "dev.portcullis.gateway.policy..",
        "dev.portcullis.gateway.proxy",
        "dev.portcullis.gateway.tls..",
        "dev.portcullis.gateway.metrics",
        "dev.portcullis.gateway.hygiene",
        "dev.portcullis.gateway.servlet",
        "dev.portcullis.gateway.netty",
        "dev.portcullis.gateway.undertow",
        "dev.portcullis.gateway.jdk",
        "dev.portcullis.auth",
        "dev.portcullis.auth.apikey",
        "dev.portcullis.auth.jwt",
        "dev.portcullis.audit..",
        "dev.portcullis.waf",
        "dev.portcullis.waf.spi",
        "dev.portcullis.ratelimit",
        "com.sun.management",
        "com.sun.net.httpserver",
        "io.netty..",
        "io.undertow..",
        "org.xnio..",
        "jakarta.servlet..",
        "org.eclipse.jetty..",
        "org.apache.catalina..",
        "org.apache.coyote..",
        "org.apache.tomcat.."
    };

    @TestFactory
    Stream<DynamicTest> imports() {
        return ImportRules.of("dev.portcullis.examples", Portcullis.class)
                .everywhere(PUBLISHED)
                .alsoIn("dev.portcullis.examples.cli", "picocli..")
                .tests();
    }
}
