package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Stage;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** One gateway in front of one handler on the bench's server, and a record of all that went by. Thread-safe. */
public final class Trial {
    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final InetSocketAddress address;
    private final TestClient client;
    private final TestHandler handler;
    private final Gateway gateway;
    private final AtomicInteger begun = new AtomicInteger();
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final List<Received> received = new CopyOnWriteArrayList<>();

    Trial(
            InetSocketAddress address,
            TestClient client,
            TestHandler handler,
            Limits limits,
            List<Installation> installations) {
        this.address = address;
        this.client = client;
        this.handler = handler;
        Gateway.Builder builder = Gateway.builder().limits(limits);
        builder.add(Installation.before(Stage.AUDIT, recorder()));
        installations.forEach(builder::add);
        this.gateway = builder.build();
    }

    private Filter recorder() {
        return exchange -> {
            begun.incrementAndGet();
            exchange.onComplete(outcomes::add);
            return Decision.CONTINUE;
        };
    }

    /** Sends the request and reads its whole response. */
    public TestResponse send(TestRequest request) throws IOException {
        return client.send(address, request);
    }

    /** Opens a connection to write bytes to. */
    public Wire connect() throws IOException {
        return Wire.connect(address);
    }

    /** Where the server listens. */
    public InetSocketAddress address() {
        return address;
    }

    /** The requests that reached the handler, in order. */
    public List<Received> received() {
        return received;
    }

    /** The only request that reached the handler. */
    public Received onlyReceived() {
        assertThat(received).hasSize(1);
        return received.get(0);
    }

    /** How many exchanges the first filter has seen. */
    public int begun() {
        return begun.get();
    }

    /** The outcome of the only exchange, once it has completed. */
    public Outcome outcome() {
        return outcomes(1).get(0);
    }

    /** The outcomes of so many exchanges, once they have completed. */
    public List<Outcome> outcomes(int count) {
        await().atMost(PATIENCE).until(() -> outcomes.size() >= count);
        assertThat(outcomes).hasSize(count);
        return List.copyOf(outcomes);
    }

    /** The bytes that the gateway's buffers hold now. */
    public long bufferedBytes() {
        return gateway.bufferedBytes();
    }

    /** The exchanges that wait for a verdict now. */
    public int parked() {
        return gateway.parkedExchanges();
    }

    /** The outcomes so far. */
    public List<Outcome> outcomesSoFar() {
        return List.copyOf(outcomes);
    }

    /** Waits for something to become true. */
    public void awaitUntil(Callable<Boolean> condition) {
        await().atMost(PATIENCE).pollInterval(Duration.ofMillis(2)).until(condition);
    }

    Gateway gateway() {
        return gateway;
    }

    boolean readsBody(Received head) {
        return handler.readsBody(head);
    }

    Script handle(Received request) throws Exception {
        received.add(request);
        return handler.handle(request);
    }

    void assertEveryExchangeCompletedOnce() {
        await("every exchange completes")
                .atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(2))
                .until(() -> outcomes.size() >= begun.get());
        await("no buffer is held and no verdict waited for")
                .atMost(PATIENCE)
                .until(() -> gateway.bufferedBytes() == 0 && gateway.parkedExchanges() == 0);
        assertThat(outcomes).as("completions of %s exchanges", begun).hasSize(begun.get());
    }
}
