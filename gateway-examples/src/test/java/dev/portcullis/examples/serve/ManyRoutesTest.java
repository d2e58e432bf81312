package dev.portcullis.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ManyRoutesTest {
    private static final int ROUTES = 2000;

    @TempDir
    Path directory;

    @Test
    void routesToOneUpstreamShareItsConnectionsAndItsThread() throws Exception {
        try (EchoUpstream upstream = EchoUpstream.start()) {
            StringBuilder policy = new StringBuilder("""
                    apiVersion: portcullis.dev/v1
                    kind: GatewayPolicy
                    metadata: {name: many, version: "1"}
                    spec:
                      routes:
                    """);
            for (int i = 0; i < ROUTES; i++) {
                policy.append("    - {id: r" + i + ", match: {path: /r" + i + "}, authenticate: none,"
                        + " upstream: {url: \"" + upstream.url() + "\"}}\n");
            }
            Path file = Files.writeString(directory.resolve("policy.yaml"), policy);
            long before = upstreamThreads();
            try (ServedPolicy served = ServedPolicy.start(file)) {
                assertThat(served).isNotNull();
                assertThat(upstreamThreads() - before).isLessThan(20);
            }
        }
    }

    private static long upstreamThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("HttpClient-"))
                .count();
    }
}
