package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.Wire;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a client that wants to hold a server up gets from every {@code --server}: its connection ends, and others are served. */
class ClientPatienceTest {
    private static final String HEAD = "GET /echo HTTP/1.1\r\nHost: localhost\r\n";
    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final int LARGE = 64 << 10;
    private static final int REQUESTS = 2000;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger asked = new AtomicInteger();
    private final List<Socket> clients = new ArrayList<>();

    @TempDir
    Path folder;

    private HttpServer upstream;

    @BeforeEach
    void startUpstream() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1024);
        upstream.setExecutor(threads);
        upstream.createContext("/echo", exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                byte[] content = exchange.getRequestBody().readAllBytes();
                exchange.sendResponseHeaders(200, content.length == 0 ? -1 : content.length);
                exchange.getResponseBody().write(content);
            }
        });
        upstream.createContext("/large", exchange -> {
            try (exchange) {
                asked.incrementAndGet();
                exchange.sendResponseHeaders(200, LARGE);
                exchange.getResponseBody().write(new byte[LARGE]);
            }
        });
        upstream.start();
    }

    @AfterEach
    void stop() throws IOException {
        for (Socket client : clients) {
            client.close();
        }
        upstream.stop(0);
        threads.shutdownNow();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JDK") // its times are those of the process
    void headThatComesDropByDropEndsItsConnection(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            Socket client = client(gateway.address());
            send(client, HEAD + "X-Drops: ");
            awaitEnd(client, "a");
            assertServes(gateway.address());
            assertThat(asked).hasValue(1);
        }
    }

    @Test
    void headThatComesDropByDropEndsItsConnectionOnTheJdk() throws Exception {
        List<String> settings = List.of(
                "-Dsun.net.httpserver.maxReqTime=1", "-Dsun.net.httpserver.timerMillis=100"); // seconds, and not
        try (ServedPolicy gateway = ServedPolicy.start(policy(ServerKind.JDK), settings, "--server", "jdk")) {
            InetSocketAddress address = gateway.address();
            for (int i = 0; i < 64; i++) { // all threads that it has
                send(client(address), HEAD + "X-Drops: ");
            }
            for (Socket client : clients) {
                awaitEnd(client, "a");
            }
            assertServes(address);
            assertThat(asked).hasValue(1);
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JDK")
    void connectionThatIsNeverUsedEnds(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            awaitEnd(client(gateway.address()), "");
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JDK")
    void requestAfterRequestIsServedForLongerThanTheTimeForOne(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> servesRequestAfterRequest(gateway.address(), PATIENCE.multipliedBy(5)));
        }
    }

    /** False where this side took so long between two requests that the connection counted as unused. */
    private static boolean servesRequestAfterRequest(InetSocketAddress address, Duration time) throws IOException {
        long last = System.nanoTime();
        long until = last + time.toNanos();
        try (Wire wire = Wire.connect(address)) {
            while (last < until) {
                assertThat(wire.send(TestRequest.post("/echo", "content"))
                                .read()
                                .text())
                        .isEqualTo("content");
                last = System.nanoTime();
            }
            return true;
        } catch (IOException e) {
            if (System.nanoTime() - last < PATIENCE.toNanos()) {
                throw e;
            }
            return false;
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void uploadsThatStopHalfwayHoldNobodyUp(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            int moreThanThreads = kind == ServerKind.UNDERTOW ? 80 : 250;
            for (int i = 0; i < moreThanThreads; i++) {
                send(
                        client(gateway.address()),
                        "POST /echo HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nbegun");
            }
            assertServes(gateway.address());
            for (Socket client : clients) {
                awaitEnd(client, "");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void clientThatReadsNothingIsServedNoMoreThanBuffersHold(ServerKind kind) throws Exception {
        try (StandAlone gateway = start(kind)) {
            Socket client = client(gateway.address());
            Thread flood = new Thread(() -> {
                try {
                    for (int i = 0; i < REQUESTS; i++) {
                        send(client, "GET /large HTTP/1.1\r\nHost: localhost\r\n\r\n");
                    }
                } catch (IOException e) {
                    // cut, as it should be
                }
            });
            flood.start();
            Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> asked.get() > 0);
            assertServes(gateway.address());
            if (kind == ServerKind.UNDERTOW) { // its selector lets go of a closed socket only later
                Awaitility.await()
                        .during(Duration.ofMillis(300))
                        .atMost(Duration.ofSeconds(20))
                        .until(ClientPatienceTest::forwardsNothing);
            } else {
                Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> refusesMore(client));
            }
            flood.join();
            assertThat(asked).hasValueLessThan(REQUESTS / 2);
        }
    }

    private static boolean forwardsNothing() {
        return Thread.getAllStackTraces().values().stream()
                .flatMap(Arrays::stream)
                .noneMatch(frame -> frame.getClassName().equals(BlockingProxy.class.getName()));
    }

    private static boolean refusesMore(Socket client) {
        try {
            send(client, "G");
            return false;
        } catch (IOException e) {
            return true;
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void headOfThousandsOfLinesIsRefused(ServerKind kind) throws Exception {
        String head = HEAD + "X-A: b\r\n".repeat(20_000) + "\r\n";
        try (StandAlone gateway = start(kind)) {
            for (int i = 0; i < 20; i++) {
                Socket client = client(gateway.address());
                threads.execute(() -> {
                    try {
                        send(client, head);
                    } catch (IOException e) {
                        // refused before its end
                    }
                });
            }
            for (Socket client : clients) {
                awaitEnd(client, "");
            }
            assertThat(asked).hasValue(0);
            assertServes(gateway.address());
        }
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void thousandIdleConnectionsHoldNobodyUp(ServerKind kind) throws Exception {
        assertServesBeside(kind, 1000);
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    @Tag("proof")
    void tenThousandIdleConnectionsHoldNobodyUp(ServerKind kind) throws Exception {
        assertServesBeside(kind, 10_000);
    }

    /** In a process of its own, with 256 MiB: a process has only so many descriptors. */
    private void assertServesBeside(ServerKind kind, int idle) throws Exception {
        try (ServedPolicy gateway = ServedPolicy.start(
                policy(kind), List.of(), "--server", kind.name().toLowerCase(Locale.ROOT))) {
            InetSocketAddress address = gateway.address();
            for (int i = 0; i < idle; i++) {
                client(address);
            }
            assertServes(address);
        }
    }

    /** Waits until the server has ended the connection, and goes on sending such pieces meanwhile. */
    private static void awaitEnd(Socket client, String pieces) throws IOException {
        long until = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        client.setSoTimeout(20);
        while (System.nanoTime() < until) {
            try {
                if (client.getInputStream().read(new byte[8192]) < 0) {
                    return;
                }
            } catch (SocketTimeoutException e) {
                try {
                    send(client, pieces);
                } catch (IOException ended) {
                    return;
                }
            } catch (IOException e) {
                return;
            }
        }
        throw new AssertionError("the connection stays open");
    }

    /** Connects again where the connection had to wait for a thread for so long that it counted as unused. */
    private static void assertServes(InetSocketAddress address) {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(IOException.class)
                .until(() -> echo(address), "content"::equals);
    }

    private static String echo(InetSocketAddress address) throws IOException {
        try (Wire wire = Wire.connect(address)) {
            wire.patience(20_000);
            return wire.send(TestRequest.post("/echo", "content")).read().text();
        }
    }

    private static void send(Socket client, String text) throws IOException {
        client.getOutputStream().write(text.getBytes(US_ASCII));
    }

    private Socket client(InetSocketAddress address) throws IOException {
        Socket client = new Socket(address.getAddress(), address.getPort());
        clients.add(client);
        return client;
    }

    private Path policy(ServerKind kind) throws IOException {
        String timeout =
                kind == ServerKind.NETTY ? ", timeout: 3s" : ""; // where the upload's end is the upstream's time
        return Files.writeString(folder.resolve("gateway.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: patience, version: "1"}
                spec:
                  routes:
                    - id: all
                      match: {methods: [GET, POST], path: "/**"}
                      authenticate: none
                      body: stream
                      upstream: {url: "URL"TIMEOUT}
                """.replace(
                        "URL", "http://127.0.0.1:" + upstream.getAddress().getPort())
                .replace("TIMEOUT", timeout));
    }

    private StandAlone start(ServerKind kind) throws Exception {
        return StandAlone.configure(policy(kind), kind).patience(PATIENCE).start(new PolicyListener() {
            @Override
            public void active(Metadata metadata) {}

            @Override
            public void refused(List<PolicyError> errors) {}
        });
    }
}
