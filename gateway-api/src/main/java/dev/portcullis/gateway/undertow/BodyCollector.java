package dev.portcullis.gateway.undertow;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import io.undertow.connector.PooledByteBuffer;
import io.undertow.io.IoCallback;
import io.undertow.io.Sender;
import io.undertow.server.Connectors;
import io.undertow.server.HttpServerExchange;
import io.undertow.server.protocol.http.HttpAttachments;
import io.undertow.server.protocol.http.HttpContinue;
import io.undertow.util.HeaderMap;
import io.undertow.util.ImmediatePooledByteBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.ChannelListener;
import org.xnio.XnioExecutor;
import org.xnio.channels.StreamSourceChannel;

/** Reads a request body on the IO thread, up to a limit and within a time, and puts it back for the handler to read. */
final class BodyCollector implements ChannelListener<StreamSourceChannel>, IoCallback {
    private static final int STRIDE = 64 << 10;
    private static final int FIRST = 8 << 10;

    private final HttpServerExchange exchange;
    private final Passage passage;
    private final Crossing crossing;
    private final Step.Collect collect;
    private final long most;
    private byte[] bytes = new byte[0];
    private int size;
    private int told;
    private boolean done;
    private @Nullable StreamSourceChannel channel;
    private XnioExecutor.@Nullable Key timer;

    BodyCollector(HttpServerExchange exchange, Passage passage, Crossing crossing, Step.Collect collect) {
        this.exchange = exchange;
        this.passage = passage;
        this.crossing = crossing;
        this.collect = collect;
        this.most = collect.limit() + 1L;
    }

    /** Starts, inside a call of the root handler. */
    void start() throws Exception {
        if (exchange.isRequestComplete()) {
            crossing.proceed(passage.requestBody(Body.EMPTY));
        } else if (HttpContinue.requiresContinueResponse(exchange)) {
            HttpContinue.sendContinueResponse(exchange, this);
        } else {
            read();
        }
    }

    @Override
    public void onComplete(HttpServerExchange continued, Sender sender) {
        try {
            read();
        } catch (IOException e) {
            onException(continued, sender, e);
        } catch (Exception e) {
            throw new IllegalStateException("a step failed", e);
        }
    }

    @Override
    public void onException(HttpServerExchange failed, Sender sender, IOException cause) {
        crossing.unreadable(cause);
    }

    private void read() throws Exception {
        StreamSourceChannel source = exchange.getRequestChannel();
        if (source == null) {
            throw new IllegalStateException("the request channel was taken before the gateway saw the request:"
                    + " install the gateway in front of whatever reads request bodies");
        }
        channel = source;
        Step step;
        try {
            step = fill(source);
        } catch (IOException e) {
            crossing.unreadable(e);
            return;
        }
        if (step != null) {
            putBack();
            crossing.proceed(step);
            return;
        }
        timer = exchange.getIoThread()
                .executeAfter(this::late, Math.max(1, collect.within().toMillis()), TimeUnit.MILLISECONDS);
        source.getReadSetter().set(this);
        source.resumeReads();
    }

    @Override
    public void handleEvent(StreamSourceChannel source) {
        if (done) {
            return;
        }
        try {
            Step step = fill(source);
            if (step != null) {
                finish(source, step);
            }
        } catch (IOException e) {
            stop(source);
            crossing.unreadable(e);
        }
    }

    private void late() {
        StreamSourceChannel source = channel;
        if (!done && source != null) {
            finish(source, passage.requestBodyLate());
        }
    }

    private void finish(StreamSourceChannel source, Step step) {
        stop(source);
        putBack();
        crossing.resume(step);
    }

    private void stop(StreamSourceChannel source) {
        done = true;
        source.suspendReads();
        source.getReadSetter().set(null);
        if (timer != null) {
            timer.remove();
        }
    }

    /** Reads what is there; {@code null} while more is needed. */
    private @Nullable Step fill(StreamSourceChannel source) throws IOException {
        try (PooledByteBuffer pooled =
                exchange.getConnection().getByteBufferPool().allocate()) {
            ByteBuffer buffer = pooled.getBuffer();
            while (true) {
                buffer.clear();
                if (buffer.remaining() > most - size) {
                    buffer.limit((int) (most - size));
                }
                int n = source.read(buffer);
                if (n == 0) {
                    return null;
                }
                if (n < 0) {
                    crossing.bodyRead();
                    return passage.requestBody(Body.of(bytes, 0, size, false, trailers()));
                }
                append(buffer.flip());
                if (size == most) {
                    return passage.requestBody(Body.of(bytes, 0, collect.limit(), true, Headers.EMPTY));
                }
                if (size - told >= STRIDE) {
                    told = size;
                    Step step = passage.collected(size);
                    if (step != null) {
                        return step;
                    }
                }
            }
        }
    }

    private void append(ByteBuffer from) {
        int n = from.remaining();
        if (bytes.length - size < n) {
            long want = Math.max(Math.max(bytes.length * 2L, size + (long) n), FIRST);
            bytes = Arrays.copyOf(bytes, (int) Math.min(want, Math.max(most, size + (long) n)));
        }
        from.get(bytes, size, n);
        size += n;
    }

    private Headers trailers() {
        HeaderMap trailers = exchange.getAttachment(HttpAttachments.REQUEST_TRAILERS);
        return trailers == null ? Headers.EMPTY : Fields.copy(trailers);
    }

    /** Nobody downstream can tell that the body was read: what is left of it follows what was collected. */
    private void putBack() {
        if (size > 0) {
            Connectors.ungetRequestBytes(exchange, new ImmediatePooledByteBuffer(ByteBuffer.wrap(bytes, 0, size)));
        }
        Connectors.resetRequestChannel(exchange);
    }
}
