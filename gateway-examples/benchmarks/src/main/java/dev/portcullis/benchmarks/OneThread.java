package dev.portcullis.benchmarks;

import com.sun.management.ThreadMXBean;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.hygiene.HeaderStripping;
import dev.portcullis.gateway.hygiene.SecurityHeaders;
import dev.portcullis.gateway.hygiene.TraceFilter;
import dev.portcullis.gateway.metrics.ExchangeMetrics;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What a gateway adds to an exchange, in the processor time and the bytes of the one thread that does everything: Jetty's
 * connection over an end point in memory, and Netty's codec in a channel without a transport. Bare and with a gateway take
 * turns, and what counts is the median of the differences of neighbours, so that a machine with other things to do shows the
 * same. It shows the code alone, with warm caches: on sockets the same code costs up to twice as much.
 *
 * <p>Arguments: {@code [rounds [exchanges a round [expression that names match]]]}. With {@code -Dio.netty.leakDetection.level=disabled}.
 */
public final class OneThread {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private OneThread() {}

    /** Something that answers one request after the other on the calling thread. */
    interface Server {
        /** Has this many requests answered, and checks that there is an answer to each. */
        void serve(byte[] request, int times) throws Exception;
    }

    private record Case(String name, Server server, Server bare, byte[] request) {}

    private record Cost(double nanos, double bytes) {
        Cost minus(Cost other) {
            return new Cost(nanos - other.nanos, bytes - other.bytes);
        }
    }

    /** Measures, and prints a line for each server and gateway. */
    public static void main(String[] arguments) throws Exception {
        int rounds = SideBySide.number(arguments, 0, 21);
        int exchanges = SideBySide.number(arguments, 1, 20_000);
        String wanted = arguments.length > 2 ? arguments[2] : "";
        List<Case> cases = cases();
        cases.removeIf(each -> !each.name().matches(".*(?:" + wanted + ").*"));
        Cost[][] bare = new Cost[cases.size()][rounds];
        Cost[][] more = new Cost[cases.size()][rounds];
        for (int round = -rounds / 2; round < rounds; round++) { // the first ones compile
            for (int i = 0; i < cases.size(); i++) {
                Case each = cases.get(i);
                Cost without = measure(each.bare(), each.request(), exchanges);
                Cost with = measure(each.server(), each.request(), exchanges);
                if (round >= 0) {
                    bare[i][round] = without;
                    more[i][round] = with.minus(without);
                }
            }
        }
        for (int i = 0; i < cases.size(); i++) {
            System.out.printf(
                    "%-44s bare %6.0f ns %6.0f B; more %6.0f ns (%.0f to %.0f) %6.0f B%n",
                    cases.get(i).name(),
                    nanos(bare[i], 0.5),
                    bytes(bare[i]),
                    nanos(more[i], 0.5),
                    nanos(more[i], 0.25),
                    nanos(more[i], 0.75),
                    bytes(more[i]));
        }
        System.exit(0); // servers have threads of their own
    }

    private static Cost measure(Server server, byte[] request, int exchanges) throws Exception {
        long allocated = THREADS.getCurrentThreadAllocatedBytes();
        long time = THREADS.getCurrentThreadCpuTime();
        server.serve(request, exchanges);
        double nanos = THREADS.getCurrentThreadCpuTime() - time;
        return new Cost(nanos / exchanges, (THREADS.getCurrentThreadAllocatedBytes() - allocated) / (double) exchanges);
    }

    private static double nanos(Cost[] costs, double part) {
        return SideBySide.at(
                java.util.Arrays.stream(costs).mapToDouble(Cost::nanos).toArray(), part);
    }

    private static double bytes(Cost[] costs) {
        return SideBySide.at(
                java.util.Arrays.stream(costs).mapToDouble(Cost::bytes).toArray(), 0.5);
    }

    private static List<Case> cases() throws Exception {
        byte[] hello = Service.HELLO.request();
        byte[] orders = Service.ORDERS.request();
        List<Case> cases = new ArrayList<>();
        Gateway empty = Gateway.builder().build();
        Server netty = InMemory.netty(null);
        cases.add(new Case("Netty, empty gateway", InMemory.netty(empty), netty, hello));
        cases.add(new Case("Netty, empty gateway, seven fields", InMemory.netty(empty), netty, orders));
        Server jetty = InMemory.jetty(null);
        cases.add(new Case("Jetty, a filter that does nothing", InMemory.jettyWithFilter(), jetty, hello));
        cases.add(new Case("Jetty, a filter that writes four fields", InMemory.jettyWithFields(), jetty, hello));
        cases.add(new Case("Jetty, empty gateway", InMemory.jetty(empty), jetty, hello));
        cases.add(new Case("Jetty, metrics", InMemory.jetty(metrics().build()), jetty, hello));
        cases.add(new Case("Jetty, a trace", InMemory.jetty(trace()), jetty, hello));
        cases.add(new Case("Jetty, stripping", InMemory.jetty(stripping()), jetty, hello));
        cases.add(new Case("Jetty, fields for browsers", InMemory.jetty(browsers()), jetty, hello));
        cases.add(new Case("Jetty, all of these", InMemory.jetty(all()), jetty, hello));
        byte[] token = AuthSideBySide.request(0);
        cases.add(new Case("Jetty, open policy", InMemory.jetty(AuthSideBySide.open()), jetty, token));
        cases.add(new Case("Jetty, JWT and roles", InMemory.jetty(AuthSideBySide.guarded()), jetty, token));
        return cases;
    }

    private static Gateway.Builder metrics() {
        return Gateway.builder().onOutcome(new ExchangeMetrics());
    }

    private static Gateway trace() {
        return Gateway.builder()
                .add(Installation.before(Stage.AUDIT, TraceFilter.continuing()))
                .build();
    }

    private static Gateway stripping() {
        return Gateway.builder()
                .add(Installation.of(Stage.HYGIENE, HeaderStripping.strict()))
                .build();
    }

    private static Gateway browsers() {
        return Gateway.builder()
                .add(Installation.of(Stage.HYGIENE, SecurityHeaders.defaults()))
                .build();
    }

    private static Gateway all() {
        return metrics()
                .add(Installation.before(Stage.AUDIT, TraceFilter.continuing()))
                .add(Installation.of(Stage.HYGIENE, HeaderStripping.strict()))
                .add(Installation.of(Stage.HYGIENE, SecurityHeaders.defaults()))
                .build();
    }
}
