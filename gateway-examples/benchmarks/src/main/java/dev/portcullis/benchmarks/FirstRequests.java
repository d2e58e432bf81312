package dev.portcullis.benchmarks;

import dev.portcullis.benchmarks.RequestMix.Request;
import dev.portcullis.waf.Transaction;
import dev.portcullis.waf.Waf;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What a start costs: loads the Core Rule Set in a JVM that has done nothing yet, then sends requests and prints what the
 * first of them cost, and from which one on they cost at most twice what the last do. At the end it loads the rules again.
 *
 * <p>Arguments, all of them optional: the class of the requests, or {@code mix} for all of them (default {@code page}); how
 * many requests (default 20,000); how many loads at the end (default 5); the paranoia level (default 1). The rules are those
 * of {@code crs-v4/rules} in the folder that the environment variable {@code PORTCULLIS_CORPORA} names.
 */
public final class FirstRequests {
    /** Requests whose median stands for the place where they begin. */
    private static final int WINDOW = 20;

    private static final byte[] NOTHING = {};

    private FirstRequests() {}

    /** Measures and prints. */
    public static void main(String[] args) {
        String kind = args.length > 0 ? args[0] : "page";
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 20_000;
        int loads = args.length > 2 ? Integer.parseInt(args[2]) : 5;
        String level = args.length > 3 ? args[3] : "1";
        PrintStream out = System.out;
        Measure cold = Measure.begin();
        Waf waf = load(level);
        out.println("load, cold JVM: " + cold);
        List<Request> requests = requests(kind);
        if (requests.isEmpty() || count < 2 * WINDOW) {
            throw new IllegalArgumentException("no request of the class " + kind + ", or fewer than " + 2 * WINDOW);
        }
        long[] nanos = new long[count];
        for (int i = 0; i < count; i++) {
            Request request = requests.get(i % requests.size());
            long start = Measure.ofThread();
            send(request, waf);
            nanos[i] = Measure.ofThread() - start;
        }
        print(nanos, out);
        for (int i = 2; i < loads + 2; i++) {
            Measure again = Measure.begin();
            load(level);
            out.println("load number " + i + ": " + again);
        }
    }

    private static void print(long[] nanos, PrintStream out) {
        long steady = median(nanos, nanos.length * 9 / 10, nanos.length);
        out.println("request: microseconds of processor time of its thread");
        for (int n : new int[] {1, 2, 3, 4, 5, 7, 10}) {
            out.println("  " + n + ": " + nanos[n - 1] / 1_000);
        }
        out.println("median of the " + WINDOW + " requests from this one on: microseconds");
        for (int scale = 10; scale < nanos.length; scale *= 10) {
            for (int n = scale; n < scale * 10 && n + WINDOW < nanos.length; n = n == scale ? 2 * n : n * 5 / 2) {
                out.println("  " + n + ": " + median(nanos, n - 1, n - 1 + WINDOW) / 1_000);
            }
        }
        out.println("steady state: " + steady / 1_000 + " us; within twice that from request "
                + firstWithin(nanos, 2 * steady) + " on");
    }

    /** The number of the first request from which on a window's median is within the bound. */
    private static int firstWithin(long[] nanos, long bound) {
        for (int i = 0; i + WINDOW <= nanos.length; i++) {
            if (median(nanos, i, i + WINDOW) <= bound) {
                return i + 1;
            }
        }
        return nanos.length;
    }

    private static long median(long[] nanos, int from, int to) {
        long[] sorted = Arrays.copyOfRange(nanos, from, to);
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    static Waf load(String level) {
        String corpora = System.getenv("PORTCULLIS_CORPORA");
        if (corpora == null || corpora.isEmpty()) {
            throw new IllegalStateException("PORTCULLIS_CORPORA must name the folder of the corpora");
        }
        return Waf.builder()
                .rules("setup", """
                        SecRuleEngine DetectionOnly
                        SecRequestBodyAccess On
                        SecRule REQUEST_HEADERS:Content-Type "@rx ^application/json" \\
                            "id:1,phase:1,pass,nolog,ctl:requestBodyProcessor=JSON"
                        SecAction "id:2,phase:1,pass,nolog,setvar:tx.crs_setup_version=400,\\
                            setvar:tx.blocking_paranoia_level=LEVEL,setvar:tx.detection_paranoia_level=LEVEL"
                        """.replace("LEVEL", level))
                .rules(Path.of(corpora, "crs-v4", "rules"))
                .build();
    }

    private static List<Request> requests(String kind) {
        List<Request> requests = new ArrayList<>();
        for (Request request : RequestMix.compose(1, false, false)) {
            if (kind.equals("mix") || request.kind().equals(kind)) {
                requests.add(request);
            }
        }
        return requests;
    }

    static void send(Request request, Waf waf) {
        Transaction transaction = waf.begin();
        transaction.connection("192.0.2.1", 4711, "198.51.100.1", 443);
        transaction.requestLine(request.method(), request.uri(), "HTTP/1.1");
        for (Map.Entry<String, String> header : request.headers().entrySet()) {
            transaction.requestHeader(header.getKey(), header.getValue());
        }
        byte[] body = request.body().getBytes(StandardCharsets.UTF_8);
        if (transaction.requestHead().isEmpty()
                && transaction.requestBody(body, 0, body.length, false).isEmpty()) {
            transaction.responseLine(200, "HTTP/1.1");
            if (transaction.responseHead().isEmpty()) {
                transaction.responseBody(NOTHING, 0, 0, false);
            }
        }
        transaction.finish();
    }

    /** Wall clock, and processor time of this thread and of all, the compilers' included. */
    private record Measure(long wall, long thread, long all) {
        static Measure begin() {
            return new Measure(System.nanoTime(), ofThread(), ofAll());
        }

        private static long ofThread() {
            return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
        }

        private static long ofAll() {
            return ManagementFactory.getOperatingSystemMXBean()
                            instanceof com.sun.management.OperatingSystemMXBean system
                    ? system.getProcessCpuTime()
                    : 0;
        }

        /** What has passed since. */
        @Override
        public String toString() {
            return (System.nanoTime() - wall) / 1_000_000 + " ms, this thread " + (ofThread() - thread) / 1_000_000
                    + " ms, all threads " + (ofAll() - all) / 1_000_000 + " ms";
        }
    }
}
