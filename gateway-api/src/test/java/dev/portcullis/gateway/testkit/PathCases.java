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
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
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
        assertSameOutcomes(500, PathMutations::mutated);
    }

    @Test
    default void queriesHaveTheOutcomeThatTheGatewaySees() throws IOException {
        assertSameOutcomes(300, PathMutations::mutatedQuery);
    }

    @Test
    @Tag("proof")
    default void tenThousandPathsHaveTheOutcomeThatTheGatewaySees() throws IOException {
        assertSameOutcomes(10_000, PathMutations::mutated);
    }

    /** Sends so many targets and compares where each arrives. */
    default void assertSameOutcomes(int targets, Function<Random, String> next) throws IOException {
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
        List<String> leaked = new ArrayList<>();
        List<String> different = new ArrayList<>();
        Set<String> refusedByServer = new TreeSet<>();
        int admitted = 0;
        try (Line line = new Line(trial)) {
            for (int i = 0; i < targets; i++) {
                String target = withoutSpace(random, next);
                String inner = withoutTabsAround(target);
                if (!inner.equals(target)) {
                    line.send(target, i);
                    String arrived = reached.remove(String.valueOf(i));
                    String seen = judged(view, inner);
                    if (arrived != null && (seen == null || !arrived.equals(asHandlersSeeIt(seen)))) {
                        leaked.add(target + " arrived as " + arrived);
                    }
                    continue;
                }
                String judged = judged(view, target);
                boolean refuses = judged != null && refusesByItself(target);
                String expected = judged == null || refuses ? null : asHandlersSeeIt(judged);
                int status = line.send(target, i);
                String arrived = reached.remove(String.valueOf(i));
                if (judged == null && arrived != null) {
                    leaked.add(target + " arrived as " + arrived);
                }
                if (!String.valueOf(expected).equals(String.valueOf(arrived)) || (status == 200) != (arrived != null)) {
                    different.add(target + " expected " + expected + ", arrived " + arrived + " with status " + status);
                }
                admitted += expected == null ? 0 : 1;
                if (refuses) {
                    refusedByServer.add(target);
                }
            }
        }
        assertThat(leaked)
                .as("refused by the gateway's view, and yet seen by a handler")
                .isEmpty();
        assertThat(different).as("of %s targets", targets).isEmpty();
        assertThat(reached).as("requests that nobody sent").isEmpty();
        assertThat(admitted).as("admitted of %s", targets).isGreaterThan(targets / 10);
        System.out.println("host contract: " + getClass().getSimpleName() + ": of " + targets + " targets " + admitted
                + " reached the handler as judged, " + (targets - admitted)
                + " were refused; the server's own parser refused "
                + refusedByServer.size() + " that the gateway would admit" + (refusedByServer.isEmpty() ? "" : ": ")
                + refusedByServer.stream().limit(5).collect(Collectors.joining(" ")));
    }

    /** Whether the server refuses a target that the gateway would admit, before it asks the gateway. */
    default boolean refusesByItself(String target) {
        return false;
    }

    /** The target that a handler sees, where the server's words for it are not those of the gateway. */
    default String asHandlersSeeIt(String target) {
        return target;
    }

    /** A space ends the target, and what a server makes of a line of four words is a case of its own. */
    private static String withoutSpace(Random random, Function<Random, String> next) {
        String target = next.apply(random);
        while (target.indexOf(' ') >= 0) {
            target = next.apply(random);
        }
        return target;
    }

    /**
     * A tab around the target is white space of the request line for a parser that is lenient (RFC 9112, section 3): gateway and
     * handler then see the target alone.
     */
    private static String withoutTabsAround(String target) {
        int from = 0;
        int to = target.length();
        while (from < to && target.charAt(from) == '\t') {
            from++;
        }
        while (to > from && target.charAt(to - 1) == '\t') {
            to--;
        }
        return target.substring(from, to);
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
