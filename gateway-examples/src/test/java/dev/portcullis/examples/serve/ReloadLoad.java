package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.Wire;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Clients that hold on to a connection, clients that connect anew, and one whose content comes in two halves, of which the
 * second follows once there is another policy. Every answer has to bear the number that its request bore upstream.
 */
final class ReloadLoad implements AutoCloseable {
    private static final String HALF = "x".repeat(5000);

    private final InetSocketAddress server;
    private final Clients clients = new Clients();
    private final AtomicLong answered = new AtomicLong();
    private final AtomicLong straddling = new AtomicLong();
    private volatile int current;

    private ReloadLoad(InetSocketAddress server) {
        this.server = server;
    }

    static ReloadLoad start(InetSocketAddress server) {
        ReloadLoad load = new ReloadLoad(server);
        load.clients.start("hold", load::holdOn);
        load.clients.start("anew", load::connectAnew);
        load.clients.start("straddle", load::straddle);
        return load;
    }

    private void holdOn() throws IOException {
        try (Wire wire = Wire.connect(server)) {
            long last = 0;
            for (int i = 0; i < 1000 && !clients.isStopped(); i++) {
                TestRequest request = i % 2 == 0 ? TestRequest.get("/get") : TestRequest.post("/post", HALF);
                long number = judge(wire.send(request).read());
                if (number < last) {
                    clients.failed("policy " + number + " after " + last + " on one connection");
                }
                last = number;
            }
        }
    }

    private void connectAnew() throws IOException {
        try (Wire wire = Wire.connect(server)) {
            judge(wire.send(TestRequest.post("/post", HALF).chunked()).read());
        }
    }

    private void straddle() throws IOException {
        try (Wire wire = Wire.connect(server)) {
            int before = current;
            wire.send("POST /halves HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + 2 * HALF.length() + "\r\n\r\n");
            wire.send(HALF);
            await().atMost(Duration.ofSeconds(20))
                    .pollInterval(Duration.ofMillis(1))
                    .until(() -> current > before + 1 || clients.isStopped());
            long number = judge(wire.send(HALF.getBytes(ISO_8859_1)).read());
            if (number < current) {
                straddling.incrementAndGet();
            }
        }
    }

    private long judge(TestResponse response) {
        Optional<String> upstream = response.text()
                .lines()
                .filter(line -> line.startsWith("X-number: "))
                .map(line -> line.substring(10))
                .findFirst();
        Optional<String> answer = response.headers().first("X-Number");
        if (response.status() != 200 || upstream.isEmpty() || !upstream.equals(answer)) {
            clients.failed(response.status() + ", upstream " + upstream + ", answer " + answer);
            return current;
        }
        answered.incrementAndGet();
        return Long.parseLong(upstream.get());
    }

    /** Tells which policy is active from now on. */
    void policyIs(int number) {
        current = number;
    }

    long answered() {
        return answered.get();
    }

    /** How many requests ended under a later policy than the one that judged them. */
    long straddling() {
        return straddling.get();
    }

    List<String> failures() {
        return clients.failures();
    }

    @Override
    public void close() throws InterruptedException {
        clients.close();
    }
}
