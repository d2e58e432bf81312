package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that wait at a limit, on real sockets of every server: what they hold, and who is next. */
class WaitingLineTest {
    private static final int LINE = 100;
    private static final String WAITING = "portcullis_rate_limit_waiting";

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final BlockingQueue<String> arrived = new LinkedBlockingQueue<>();
    private final Semaphore answer = new Semaphore(0);
    private final List<Wire> wires = new ArrayList<>();

    @TempDir
    Path folder;

    private HttpServer upstream;

    @BeforeEach
    void startUpstream() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.setExecutor(threads);
        upstream.createContext("/", exchange -> {
            try (exchange) {
                if (exchange.getRequestURI().getPath().equals("/one")) {
                    arrived.add(exchange.getRequestURI().getQuery());
                    answer.acquireUninterruptibly();
                }
                exchange.sendResponseHeaders(200, -1);
            }
        });
        upstream.start();
    }

    @AfterEach
    void stop() throws IOException {
        answer.release(1000);
        for (Wire wire : wires) {
            wire.close();
        }
        upstream.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(names = {"NETTY", "UNDERTOW"})
    void aHundredWaitingRequestsAddNoThreadAndWhoLeavesFreesItsPlace(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind, "capacity: 1, refill: 1, per: 1h", LINE, "10m");
                Metrics metrics = new Metrics(gateway)) {
            warm(gateway);
            assertThat(send(gateway, "/line").read().status()).isEqualTo(200);
            try (Wire first = send(gateway, "/line")) { // the timer of all that wait starts with the first
                metrics.await(WAITING, 1);
            }
            metrics.await(WAITING, 0);
            Set<Thread> before = threadsOfAll();
            List<Wire> line = new ArrayList<>();
            for (int i = 0; i < LINE; i++) {
                line.add(send(gateway, "/line"));
            }
            metrics.await(WAITING, LINE);
            assertThat(before).containsAll(threadsOfAll());
            assertThat(threadsInside()).isEmpty();
            TestResponse crowdedOut = send(gateway, "/line").read();
            assertThat(crowdedOut.status()).isEqualTo(429);
            assertThat(crowdedOut.header("Retry-After")).isEqualTo("600");
            for (int i = 0; i < LINE; i += 2) {
                line.get(i).close();
            }
            metrics.await(WAITING, LINE / 2);
            for (int i = 0; i < LINE / 2; i++) {
                send(gateway, "/line");
            }
            metrics.await(WAITING, LINE);
            for (Wire wire : wires) {
                wire.close();
            }
            metrics.await(WAITING, 0);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"JDK", "JETTY", "TOMCAT"})
    void aWaitingRequestHoldsTheThreadItCameOnAlone(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind, "capacity: 1, refill: 1, per: 1h", LINE, "1s");
                Metrics metrics = new Metrics(gateway)) {
            warm(gateway);
            assertThat(send(gateway, "/line").read().status()).isEqualTo(200);
            List<Wire> line = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                line.add(send(gateway, "/line"));
            }
            for (Wire wire : line) {
                // in line for a second, then told when to come back; whoever looks meanwhile finds one thread for each
                assertThat(threadsInside()).hasSizeLessThanOrEqualTo(10);
                TestResponse answer = wire.read();
                assertThat(answer.status()).isEqualTo(429);
                assertThat(Long.parseLong(answer.header("Retry-After"))).isBetween(3_000L, 3_600L);
            }
            metrics.await(WAITING, 0);
            Awaitility.await().untilAsserted(() -> assertThat(threadsInside()).isEmpty());
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void theLineIsServedInTheOrderOfItsArrivals(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind, "concurrency: 1", LINE, "10m");
                Metrics metrics = new Metrics(gateway)) {
            List<Wire> all = new ArrayList<>();
            all.add(send(gateway, "/one?0"));
            assertThat(arrived.poll(15, TimeUnit.SECONDS)).isEqualTo("0");
            for (int i = 1; i <= 8; i++) {
                all.add(send(gateway, "/one?" + i));
                metrics.await(WAITING, i);
            }
            for (int i = 1; i <= 8; i++) {
                assertThat(arrived).isEmpty();
                answer.release();
                assertThat(all.get(i - 1).read().status()).isEqualTo(200);
                assertThat(arrived.poll(15, TimeUnit.SECONDS)).isEqualTo(Integer.toString(i));
            }
            answer.release();
            assertThat(all.get(8).read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void whoWaitsTooLongIsToldWhenToComeBack(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind, "capacity: 1, refill: 1, per: 1h", LINE, "100ms")) {
            assertThat(send(gateway, "/line").read().status()).isEqualTo(200);
            TestResponse late = send(gateway, "/line").read();
            assertThat(late.status()).isEqualTo(429);
            assertThat(Long.parseLong(late.header("Retry-After"))).isBetween(3_000L, 3_600L);
            assertThat(late.text()).contains("\"violated-policies\":[\"line\"]");
        }
    }

    /** Every thread that a server makes for its connections is there, and so are the connections to the upstream. */
    private void warm(StandAlone gateway) throws IOException {
        for (int i = 0; i < 16; i++) {
            assertThat(send(gateway, "/free").read().status()).isEqualTo(200);
        }
    }

    /** All threads but those that look at conditions for this test. */
    private static Set<Thread> threadsOfAll() {
        Set<Thread> all = new HashSet<>(Thread.getAllStackTraces().keySet());
        all.removeIf(thread -> thread.getName().startsWith("awaitility"));
        return all;
    }

    /** Threads of this process that are inside the gateway, those of the test and of its timers apart. */
    private static List<String> threadsInside() {
        List<String> inside = new ArrayList<>();
        Thread.getAllStackTraces().forEach((thread, frames) -> {
            boolean ours =
                    Arrays.stream(frames).anyMatch(frame -> frame.getClassName().startsWith("dev.portcullis."));
            boolean waits = Arrays.stream(frames)
                    .anyMatch(frame -> frame.getMethodName().startsWith("park")
                            || frame.getMethodName().startsWith("wait"));
            if (ours && waits && !thread.equals(Thread.currentThread()) && serves(frames)) {
                inside.add(thread.getName());
            }
        });
        return inside;
    }

    private static boolean serves(StackTraceElement[] frames) {
        return Arrays.stream(frames)
                .anyMatch(frame -> frame.getClassName().startsWith("dev.portcullis.gateway.servlet.")
                        || frame.getClassName().startsWith("dev.portcullis.gateway.jdk.")
                        || frame.getClassName().startsWith("dev.portcullis.gateway.netty.")
                        || frame.getClassName().startsWith("dev.portcullis.gateway.undertow."));
    }

    private Wire send(StandAlone gateway, String target) throws IOException {
        Wire wire = Wire.connect(gateway.address()).send(TestRequest.get(target));
        wires.add(wire);
        return wire;
    }

    private StandAlone start(ServerKind kind, String terms, int length, String timeout) throws Exception {
        Path policy = Files.writeString(folder.resolve("p.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: test, version: "1"}
                spec:
                  rateLimits:
                    - {name: line, key: [clientAddress], TERMS, onLimit: {queue: {length: LENGTH, timeout: TIMEOUT}}}
                  routes:
                    - {id: line, match: {path: "/line"}, authenticate: none, rateLimits: [line], upstream: {url: "UPSTREAM"}}
                    - {id: one, match: {path: "/one"}, authenticate: none, rateLimits: [line], upstream: {url: "UPSTREAM"}}
                    - {id: free, match: {path: "/free"}, authenticate: none, upstream: {url: "UPSTREAM"}}
                  admin: {host: 127.0.0.1, port: 0}
                """.replace("TERMS", terms)
                .replace("LENGTH", Integer.toString(length))
                .replace("TIMEOUT", timeout)
                .replace("UPSTREAM", "http://127.0.0.1:" + upstream.getAddress().getPort()));
        return StandAlone.configure(policy, kind).start(new PolicyListener() {});
    }

    /** What the gateway says of itself, asked for on one connection. */
    private static final class Metrics implements AutoCloseable {
        private final Wire wire;

        Metrics(StandAlone gateway) throws IOException {
            String ready = gateway.ready();
            int from = ready.indexOf("admin=") + "admin=".length();
            URI admin = URI.create(ready.substring(from, ready.indexOf(' ', from)));
            wire = Wire.connect(new InetSocketAddress(admin.getHost(), admin.getPort()));
        }

        private double read(String name) throws IOException {
            String text =
                    new String(wire.send(TestRequest.get("/metrics")).read().body(), UTF_8);
            return text.lines()
                    .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                    .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                    .sum();
        }

        @Override
        public void close() throws IOException {
            wire.close();
        }

        void await(String name, double value) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(10))
                    .untilAsserted(() -> assertThat(read(name)).isEqualTo(value));
        }
    }
}
