package dev.portcullis.benchmarks;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.ResponseHead;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import dev.portcullis.gateway.host.Step;
import java.net.InetAddress;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** One exchange from its head to its completion, canonical head included, without a server. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class PipelineBenchmark {
    private static final ResponseHead ANSWER =
            new ResponseHead(200, Headers.of("Content-Type", "application/json", "Content-Length", "2"));

    private final Gateway none = Gateway.builder().build();
    private final Gateway continuing = Pipelines.gateway(Pipelines.fourContinuing());
    private final Gateway subscribing = Pipelines.gateway(Pipelines.fourSubscribing());
    private final RawHead head = rawHead();

    /** The head that all exchanges have. */
    public static RawHead rawHead() {
        Headers headers = Headers.of(
                "Host", "api.example",
                "User-Agent", "curl/8.5.0",
                "Accept", "application/json",
                "Accept-Encoding", "gzip",
                "Authorization", "Bearer eyJhbGciOiJSUzI1NiJ9",
                "X-Request-Source", "shop",
                "Cookie", "session=1; theme=dark");
        Peer peer = new Peer(InetAddress.getLoopbackAddress(), 40_000, null);
        return new RawHead("GET", "/orders/4711?page=2", null, "HTTP/1.1", headers, peer);
    }

    /** The floor: no filter. */
    @Benchmark
    public Passage noFilter() {
        return exchange(none, head);
    }

    /** Four filters that continue. */
    @Benchmark
    public Passage fourContinuing() {
        return exchange(continuing, head);
    }

    /** Four filters of which two observe the end, one leaves a fact and one looks at the response. */
    @Benchmark
    public Passage fourSubscribing() {
        return exchange(subscribing, head);
    }

    /** Takes an exchange through a gateway as an adapter does. */
    public static Passage exchange(Gateway gateway, RawHead head) {
        return exchange(gateway.open(head, Runnable::run));
    }

    /** Takes an exchange that has been opened to its end. */
    public static Passage exchange(Passage passage) {
        forward(passage.begin());
        if (passage.watchesResponse()) {
            forward(passage.response(ANSWER));
        }
        passage.complete(Ending.sent(200, 0, 2));
        return passage;
    }

    private static void forward(Step step) {
        if (!(step instanceof Step.Forward)) {
            throw new IllegalStateException("expected to be forwarded, not: " + step);
        }
    }
}
