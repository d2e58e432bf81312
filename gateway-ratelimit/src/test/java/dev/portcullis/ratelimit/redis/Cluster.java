package dev.portcullis.ratelimit.redis;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Three processes that share one limit. */
final class Cluster implements AutoCloseable {
    static final int NODES = 3;
    static final long CAPACITY = 100;
    static final long PER_SECOND = 100;

    /** What all nodes together saw. */
    record Result(long admitted, long refused, long errors, long slowestMicros, long asked, long outages) {
        Result plus(Result other) {
            return new Result(
                    admitted + other.admitted,
                    refused + other.refused,
                    errors + other.errors,
                    Math.max(slowestMicros, other.slowestMicros),
                    asked + other.asked,
                    outages + other.outages);
        }

        long requests() {
            return admitted + refused + errors;
        }
    }

    private final List<Process> nodes = new ArrayList<>();
    private final List<BufferedReader> outputs = new ArrayList<>();

    /** Starts the nodes; they wait for {@link #go}. */
    Cluster(Path folder, String redis, int lease, int seconds, int pauseMicros) throws IOException {
        Path policy =
                Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: cluster, version: "1"}
                spec:
                  rateLimits:
                    - {name: shared, key: [clientAddress], capacity: %d, refill: %d, per: 1s}
                    - {name: warm, key: [clientAddress], capacity: 10, refill: 10, per: 1s}
                  rateLimitStore: {redis: {uri: "%s", deadline: 50ms, onOutage: localShare, nodes: %d, lease: %d}}
                  routes:
                    - {id: a, match: {path: /a}, authenticate: none, rateLimits: [shared]}
                    - {id: warm, match: {path: /warm}, authenticate: none, rateLimits: [warm]}
                """.formatted(CAPACITY, PER_SECOND, redis, NODES, lease));
        for (int i = 0; i < NODES; i++) {
            Process node = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-Xmx64m",
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                            "-cp",
                            System.getProperty("java.class.path"),
                            ClusterNode.class.getName(),
                            policy.toString(),
                            Integer.toString(seconds),
                            Integer.toString(pauseMicros))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            nodes.add(node);
            outputs.add(new BufferedReader(new InputStreamReader(node.getInputStream(), StandardCharsets.UTF_8)));
        }
        for (BufferedReader output : outputs) {
            if (!"ready".equals(output.readLine())) {
                throw new IllegalStateException("a node did not start");
            }
        }
    }

    void go() throws IOException {
        for (Process node : nodes) {
            node.getOutputStream().write('\n');
            node.getOutputStream().flush();
        }
    }

    /** Waits for all nodes to end. */
    Result result() throws IOException {
        Result sum = new Result(0, 0, 0, 0, 0, 0);
        for (BufferedReader output : outputs) {
            String line = output.readLine();
            if (line == null || !line.startsWith("result ")) {
                throw new IllegalStateException("a node ended with " + line);
            }
            String[] numbers = line.split(" ");
            sum = sum.plus(new Result(
                    Long.parseLong(numbers[1]),
                    Long.parseLong(numbers[2]),
                    Long.parseLong(numbers[3]),
                    Long.parseLong(numbers[4]),
                    Long.parseLong(numbers[5]),
                    Long.parseLong(numbers[6])));
        }
        return sum;
    }

    @Override
    public void close() {
        nodes.forEach(Process::destroyForcibly);
    }
}
