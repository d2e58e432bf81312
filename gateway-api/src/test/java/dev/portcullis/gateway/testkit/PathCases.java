package dev.portcullis.gateway.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.RouteFilter;
import dev.portcullis.gateway.RouteTable;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import dev.portcullis.gateway.host.Step;
import java.io.IOException;
import java.net.InetAddress;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * One set of routes has one outcome, whichever server is asked: a request reaches the handler with the path that the gateway
 * judged, or it is refused. All hosts are held against the gateway's own view, so all agree with each other.
 */
interface PathCases extends Bench {
    @Test
    default void pathsHaveTheOutcomeThatTheGatewaySees() throws IOException {
        assertSameOutcomes(500);
    }

    @Test
    @Tag("proof")
    default void tenThousandPathsHaveTheOutcomeThatTheGatewaySees() throws IOException {
        assertSameOutcomes(10_000);
    }

    /** Sends so many paths and compares where each arrives. */
    default void assertSameOutcomes(int paths) throws IOException {
        Installation routes = Installation.of(Stage.ROUTE, RouteFilter.of(exposed()));
        Gateway view = Gateway.builder().add(routes).build();
        Map<String, String> reached = new ConcurrentHashMap<>();
        Trial trial = serve(
                request -> {
                    reached.put(request.headers().first("X-Case").orElse("unknown"), request.target());
                    return Script.text(200, "ok");
                },
                Limits.DEFAULTS,
                routes);
        Random random = new Random(20261120);
        List<String> different = new ArrayList<>();
        int admitted = 0;
        try (Line line = new Line(trial)) {
            for (int i = 0; i < paths; i++) {
                String path = withoutSpace(random);
                String expected = refusesByItself(path) ? null : judged(view, path);
                int status = line.send(path, i);
                String arrived = reached.remove(String.valueOf(i));
                if (expected != null) {
                    admitted++;
                }
                if (!String.valueOf(expected).equals(String.valueOf(arrived)) || (status == 200) != (arrived != null)) {
                    different.add(path + " expected " + expected + ", arrived " + arrived + " with status " + status);
                }
            }
        }
        assertThat(different).as("of %s paths", paths).isEmpty();
        assertThat(reached).as("requests that nobody sent").isEmpty();
        assertThat(admitted).as("admitted of %s", paths).isBetween(paths / 10, paths / 2);
    }

    /** Whether the server refuses the target before it asks the gateway. */
    default boolean refusesByItself(String target) {
        return false;
    }

    /** A space ends the target, and what a server makes of a line of four words is a case of its own. */
    private static String withoutSpace(Random random) {
        String path = PathMutations.mutated(random);
        while (path.indexOf(' ') >= 0) {
            path = PathMutations.mutated(random);
        }
        return path;
    }

    private static RouteTable exposed() {
        return RouteTable.of(List.of(
                Route.builder("root").path("/").build(),
                Route.builder("a").path("/a/**").build(),
                Route.builder("order").path("/orders/{id}/lines/").build(),
                Route.builder("docs").path("/docs/**").build(),
                Route.builder("summer").path("/%C3%A9t%C3%A9/{place}").build(),
                Route.builder("job").path("/v1/{job}").build()));
    }

    /** The target that a handler is to see, or {@code null} for a refusal. */
    private static @Nullable String judged(Gateway view, String path) {
        Headers headers = Headers.of("Host", "localhost");
        Peer peer = new Peer(InetAddress.getLoopbackAddress(), 40_000, null);
        Passage passage = view.open(new RawHead("GET", path, null, "HTTP/1.1", headers, peer), Runnable::run);
        Step step = passage.begin();
        String target = step instanceof Step.Forward ? passage.target() : null;
        passage.complete(Ending.sent(200, 0, 0));
        return target;
    }

    /** A connection that is kept for as long as the server keeps it. */
    final class Line implements AutoCloseable {
        private final Trial trial;
        private @Nullable Wire wire;

        private Line(Trial trial) {
            this.trial = trial;
        }

        /** Sends a path as it is; the status of the answer, or 0 where the server closed without one. */
        int send(String path, int number) throws IOException {
            byte[] request =
                    ("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nX-Case: " + number + "\r\n\r\n").getBytes(UTF_8);
            return path.chars().allMatch(c -> c > ' ' && c != 0x7F)
                    ? onKeptConnection(request)
                    : onOwnConnection(request);
        }

        private int onKeptConnection(byte[] request) throws IOException {
            Wire kept = wire;
            wire = null;
            int status = kept == null ? 0 : on(kept, request);
            return status == 0 ? on(trial.connect(), request) : status; // a server may close without having said so
        }

        private int on(Wire on, byte[] request) throws IOException {
            try {
                TestResponse response = on.send(request).read();
                if (!"close"
                        .equalsIgnoreCase(response.headers().first("Connection").orElse(""))) {
                    wire = on;
                }
                return response.status();
            } catch (SocketTimeoutException e) {
                throw e;
            } catch (IOException e) {
                return 0;
            } finally {
                if (wire == null) {
                    on.close();
                }
            }
        }

        /** A path that may end the line, or the head: whatever comes back belongs to it. */
        private int onOwnConnection(byte[] request) throws IOException {
            try (Wire own = trial.connect().send(request)) {
                own.halfClose();
                String answer = new String(own.readToEnd(), ISO_8859_1);
                boolean headed = answer.startsWith("HTTP/1.") && answer.length() >= 12; // HTTP/0.9 has no head
                return headed ? Integer.parseInt(answer.substring(9, 12)) : 0;
            }
        }

        @Override
        public void close() throws IOException {
            if (wire != null) {
                wire.close();
            }
        }
    }
}
