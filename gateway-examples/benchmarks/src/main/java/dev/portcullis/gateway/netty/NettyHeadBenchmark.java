package dev.portcullis.gateway.netty;

import dev.portcullis.benchmarks.PipelineBenchmark;
import dev.portcullis.benchmarks.Pipelines;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.util.ReferenceCountUtil;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The same exchange with its head copied from what Netty's decoder made of real bytes. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class NettyHeadBenchmark {
    private static final String BYTES = """
            GET /orders/4711?page=2 HTTP/1.1\r
            Host: api.example\r
            User-Agent: curl/8.5.0\r
            Accept: application/json\r
            Accept-Encoding: gzip\r
            Authorization: Bearer eyJhbGciOiJSUzI1NiJ9\r
            X-Request-Source: shop\r
            Cookie: session=1; theme=dark\r
            \r
            """;

    private final Gateway continuing = Pipelines.gateway(Pipelines.fourContinuing());
    private final Peer peer = new Peer(InetAddress.getLoopbackAddress(), 40_000, null);
    private final EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder());
    private final ByteBuf bytes = Unpooled.copiedBuffer(BYTES, StandardCharsets.US_ASCII);
    private HttpRequest decoded;

    /** Decodes one head for those that do not decode their own. */
    @Setup
    public void decodeOne() {
        decoded = decode();
    }

    /** What decoding costs with a gateway or without: to be taken off {@link #decodeAndFourContinuing}. */
    @Benchmark
    public HttpRequest decode() {
        channel.writeInbound(bytes.retainedDuplicate());
        HttpRequest request = channel.readInbound();
        ReferenceCountUtil.release(channel.readInbound());
        return request;
    }

    /** A fresh head: its fields' bytes become strings here, for the gateway and for the handler after it. */
    @Benchmark
    public Passage decodeAndFourContinuing() {
        return exchange(decode());
    }

    /** A head whose fields are strings already: the adapter's copy and the pipeline. */
    @Benchmark
    public Passage copyAndFourContinuing() {
        return exchange(decoded);
    }

    private Passage exchange(HttpRequest request) {
        RawHead head = new RawHead(
                request.method().name(),
                request.uri(),
                null,
                request.protocolVersion().text(),
                Fields.copy(request.headers()),
                peer);
        return PipelineBenchmark.exchange(continuing, head);
    }
}
