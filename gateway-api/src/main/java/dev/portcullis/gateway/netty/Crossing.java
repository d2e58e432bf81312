package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import dev.portcullis.gateway.host.Step;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One exchange: its request on the way to the handlers. Everything here runs on the channel's event loop. */
@SuppressWarnings("FutureReturnValueIgnored") // promises tell the end of a write
final class Crossing {
    private enum State {
        /** A verdict is being made; what arrives has to wait. */
        JUDGING,
        COLLECTING,
        /** The handlers have it, and get the rest as it comes. */
        FORWARDED,
        /** It was answered in their place; the rest is dropped. */
        DROPPED
    }

    private static final int TOLD_EVERY = 64 << 10;

    private final Line line;
    private final HttpRequest request;
    private final @Nullable FullHttpRequest full;
    private final Passage passage;
    private final ResponseGate response;
    private State state = State.JUDGING;
    private boolean requestEnded;
    private boolean over;
    private long received;
    private int limit;
    private int told;
    private @Nullable Collected collected; // made on demand, as most requests have no content
    private Headers trailers = Headers.EMPTY;
    private boolean restUninspected;
    private @Nullable Future<?> deadline;

    Crossing(Line line, HttpRequest request) {
        this.line = line;
        this.request = request;
        full = request instanceof FullHttpRequest whole ? whole : null;
        requestEnded = full != null;
        passage = line.host().open(head(), line.ctx().executor());
        response = new ResponseGate(line, this, request, passage);
    }

    private RawHead head() {
        Headers headers = Fields.copy(request.headers());
        return new RawHead(
                request.method().name(),
                request.uri(),
                null,
                line.isStream() ? "HTTP/2" : request.protocolVersion().text(),
                // The codec for streams makes the field up where a length is missing; none can come from the client.
                line.isStream() ? headers.without("Transfer-Encoding") : headers,
                line.peer());
    }

    ResponseGate response() {
        return response;
    }

    boolean requestEnded() {
        return requestEnded;
    }

    /** The content bytes received. */
    long received() {
        return received;
    }

    /** Whether more of the request has to be read for the gateway's own sake. */
    boolean wantsMore() {
        return !requestEnded && state != State.FORWARDED;
    }

    void begin() {
        if (full != null) {
            received = full.content().readableBytes();
        }
        follow(passage.begin());
    }

    /** Whether the message can be taken now: content of this request, unless a verdict is pending. */
    boolean accepts(Object message) {
        return !requestEnded && state != State.JUDGING && message instanceof HttpContent;
    }

    void content(HttpContent content) {
        received += content.content().readableBytes();
        boolean last = content instanceof LastHttpContent;
        requestEnded |= last;
        if (content.decoderResult().isFailure()) {
            broken(content);
            return;
        }
        switch (state) {
            case COLLECTING -> collect(content, last);
            case FORWARDED -> forward(content, last);
            default -> {
                content.release();
                response.dropped(content.content().readableBytes());
            }
        }
        if (last) {
            response.requestEnded();
        }
    }

    private void follow(Step step) {
        state = State.JUDGING;
        if (step instanceof Step.Park park) {
            park.next().whenComplete((next, failure) -> resume(next));
        } else if (step instanceof Step.Collect collect) {
            collect(collect);
        } else if (step instanceof Step.Reply reply) {
            drop();
            response.answer(reply, expectsContinue() && !requestEnded);
        } else {
            forward();
        }
    }

    private void resume(Step next) {
        // Off the event loop there is none any more: the channel is gone, and so is the exchange.
        if (!over && line.ctx().executor().inEventLoop()) {
            follow(next);
            line.resume();
        }
    }

    private void collect(Step.Collect collect) {
        limit = collect.limit();
        if (full != null) {
            collected().add(full.content());
            trailers = Fields.copy(full.trailingHeaders());
            arrived();
            return;
        }
        state = State.COLLECTING;
        if (expectsContinue()) {
            request.headers().remove(HttpHeaderNames.EXPECT);
            if (received == 0) {
                ChannelHandlerContext ctx = line.ctx();
                ctx.writeAndFlush(Answers.goOn(), ctx.voidPromise());
            }
        }
        deadline = line.ctx().executor().schedule(this::late, collect.within().toNanos(), TimeUnit.NANOSECONDS);
    }

    private void collect(HttpContent content, boolean last) {
        collected().add(content.content());
        if (last) {
            trailers = Fields.copy(((LastHttpContent) content).trailingHeaders());
        }
        content.release();
        int length = collected().length();
        if (last || length > limit) {
            arrived();
        } else if (told == 0 || length - told >= TOLD_EVERY) {
            told = length;
            Step early = passage.collected(length);
            if (early != null) {
                stopTimer();
                follow(early);
            }
        }
    }

    private Collected collected() {
        Collected made = collected;
        if (made == null) {
            made = new Collected();
            collected = made;
        }
        return made;
    }

    private void arrived() {
        stopTimer();
        Collected all = collected();
        restUninspected = all.length() > limit;
        Body body = all.length() == 0 && trailers.size() == 0 ? Body.EMPTY : all.body(limit, trailers);
        follow(passage.requestBody(body));
    }

    private void late() {
        deadline = null;
        if (state == State.COLLECTING && !over) {
            follow(passage.requestBodyLate());
            line.resume();
        }
    }

    private void forward() {
        state = State.FORWARDED;
        request.setUri(passage.target());
        Fields.apply(passage.upstreamEdits(), request.headers());
        line.publish(passage.exchange());
        response.expectHandlers();
        boolean whole = requestEnded;
        if (full != null) {
            Fields.strip(full.trailingHeaders(), passage.exchange());
        }
        line.pass(request);
        if (full != null || state != State.FORWARDED) {
            return; // a handler has failed already
        }
        Collected first = collected;
        collected = null;
        ByteBuf content = first == null || first.length() == 0 ? Unpooled.EMPTY_BUFFER : first.buffer();
        if (whole) {
            DefaultLastHttpContent end = new DefaultLastHttpContent(content);
            if (!restUninspected) {
                Fields.addAll(trailers, end.trailingHeaders());
                Fields.strip(end.trailingHeaders(), passage.exchange());
            }
            line.pass(end);
        } else if (content.isReadable()) {
            line.pass(new DefaultHttpContent(content));
        }
    }

    private void forward(HttpContent content, boolean last) {
        if (last) {
            HttpHeaders behind = ((LastHttpContent) content).trailingHeaders();
            if (!restUninspected) {
                Fields.strip(behind, passage.exchange());
            } else if (!behind.isEmpty()) {
                behind.clear();
            }
        }
        line.pass(content);
    }

    /** The framing of the content is broken: no handler takes what came for all of it. */
    private void broken(HttpContent content) {
        Throwable cause = content.decoderResult().cause();
        content.release();
        stopTimer();
        boolean answered = state == State.DROPPED;
        drop();
        if (!answered) {
            response.refuseMalformed(cause);
        }
    }

    /** A handler threw and nobody caught it; returns false where the answer is complete, so that it makes no difference. */
    boolean handlerFailed(Throwable cause) {
        boolean counts = response.handlerFailed(cause);
        if (counts) {
            state = State.DROPPED;
        }
        return counts;
    }

    /** The connection is gone. */
    void clientLeft(@Nullable Throwable cause) {
        if (!over) {
            over = true;
            stopTimer();
            if (state == State.JUDGING || state == State.COLLECTING) {
                drop();
            }
            response.clientLeft(cause);
        }
    }

    /** Both the request and its answer are through. */
    void finished() {
        if (!over) {
            over = true;
            line.done();
        }
    }

    private void drop() {
        boolean mine = state != State.FORWARDED && state != State.DROPPED;
        state = State.DROPPED;
        collected = null;
        if (mine) {
            ReferenceCountUtil.release(request);
        }
    }

    private boolean expectsContinue() {
        return HttpUtil.is100ContinueExpected(request);
    }

    private void stopTimer() {
        Future<?> running = deadline;
        if (running != null) {
            deadline = null;
            running.cancel(false);
        }
    }
}
