package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An answer of the gateway itself, and how the connection goes on after it. */
@SuppressWarnings("FutureReturnValueIgnored") // promises tell the end of a write
final class OwnAnswer {
    /** A client that would still send more than this is not worth waiting for. */
    private static final int WORTH_READING = 64 << 10;

    private static final long PATIENCE_MILLIS = 2000;

    private final Line line;
    private final Crossing crossing;
    private final HttpRequest request;
    private final Passage passage;
    private final ArrayDeque<ChannelPromise> promises = new ArrayDeque<>();
    private boolean written;
    private boolean handlersDone;
    private boolean endAfterwards;
    private boolean gone;
    private long dropped;
    private @Nullable Future<?> patience;

    OwnAnswer(Line line, Crossing crossing, HttpRequest request, Passage passage) {
        this.line = line;
        this.crossing = crossing;
        this.request = request;
        this.passage = passage;
    }

    /** The promises of what was dropped; they are kept once the answer is written. */
    ArrayDeque<ChannelPromise> promises() {
        return promises;
    }

    /** The handlers will write no more, or never did. */
    void handlersAreDone() {
        handlersDone = true;
    }

    /**
     * Sends the answer that the gateway has rendered.
     *
     * @param bodyWithheld whether the client waits with its body for a 100 that will not come: what it sends next may be that
     *     body or another request
     */
    void send(Step.Reply reply, boolean bodyWithheld) {
        endAfterwards |= bodyWithheld || reply.endsConnection();
        FullHttpResponse response = Answers.of(reply);
        int length = response.content().readableBytes();
        send(response, Ending.sent(reply.status(), crossing.received(), length));
    }

    /** Sends an answer after which the connection ends. */
    void send(FullHttpResponse response, Ending.Kind kind, @Nullable Throwable cause) {
        endAfterwards = true;
        send(response, new Ending(kind, response.status().code(), crossing.received(), 0, cause));
    }

    private void send(FullHttpResponse response, Ending ending) {
        if (line.isStream()) {
            endAfterwards |= !crossing.requestEnded();
        } else {
            long length = crossing.requestEnded() ? 0 : HttpUtil.getContentLength(request, 0L) - crossing.received();
            endAfterwards |= !HttpUtil.isKeepAlive(request) || length > WORTH_READING;
            HttpUtil.setKeepAlive(response.headers(), request.protocolVersion(), !endAfterwards);
        }
        line.ctx().writeAndFlush(response).addListener(future -> {
            written = true;
            if (future.isSuccess()) {
                passage.complete(ending);
            } else {
                passage.complete(new Ending(Ending.Kind.CANCELLED, 0, crossing.received(), 0, future.cause()));
            }
            keepPromises();
            goOn();
        });
    }

    /** Sees to what comes after the answer, as soon as that is written. */
    void goOn() {
        if (gone || !written) {
            return;
        }
        if (endAfterwards) {
            line.end();
        } else if (handlersDone && crossing.requestEnded()) {
            stopWaiting();
            crossing.finished();
        } else if (patience == null) {
            patience = line.ctx()
                    .executor()
                    .schedule(
                            () -> {
                                endAfterwards = true;
                                goOn();
                            },
                            PATIENCE_MILLIS,
                            TimeUnit.MILLISECONDS);
        }
    }

    /** The handlers go on writing what nobody will read. */
    void swallow(Object message, ChannelPromise promise) {
        handlersDone |= message instanceof LastHttpContent;
        ReferenceCountUtil.release(message);
        promises.add(promise);
        if (written) {
            keepPromises();
        }
        goOn();
    }

    /** The client goes on sending what nobody will read. */
    void dropped(int bytes) {
        dropped += bytes;
        if (dropped > WORTH_READING) {
            endAfterwards();
        }
    }

    /** The connection cannot be used for another request. */
    void endAfterwards() {
        endAfterwards = true;
        goOn();
    }

    void clientLeft() {
        gone = true;
        stopWaiting();
        keepPromises();
    }

    private void stopWaiting() {
        if (patience != null) {
            patience.cancel(false);
            patience = null;
        }
    }

    private void keepPromises() {
        for (ChannelPromise promise = promises.poll(); promise != null; promise = promises.poll()) {
            promise.trySuccess();
        }
    }
}
