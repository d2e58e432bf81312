package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.host.Ending;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.DefaultHttpObject;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One channel: what it reads goes to the exchange that it is busy with, or waits until that can take it. */
@SuppressWarnings("FutureReturnValueIgnored") // promises tell the end of a write
final class Line {
    private final Host host;
    private final ChannelHandlerContext ctx;
    private final Inbox inbox;
    private final Backstop backstop = new Backstop(this);
    private final boolean stream;
    private final AtomicReference<@Nullable Exchange> published = new AtomicReference<>();
    private @Nullable Peer peer;
    private @Nullable Crossing current;
    private @Nullable Throwable wireFailure;
    private boolean transparent;
    private boolean ending;
    private boolean pumping;
    private boolean passedOn;

    Line(Host host, ChannelHandlerContext ctx) {
        this.host = host;
        this.ctx = ctx;
        inbox = new Inbox(ctx.channel().config());
        stream = Transport.isStream(ctx.channel());
    }

    /** Lets the handlers find the exchange. */
    void publish(Exchange exchange) {
        published.setRelease(exchange);
    }

    /** The exchange that the handlers are busy with; for any thread. */
    @Nullable
    Exchange published() {
        return published.getAcquire();
    }

    Host host() {
        return host;
    }

    ChannelHandlerContext ctx() {
        return ctx;
    }

    /** Whether the channel is one stream of a connection, as in HTTP/2. */
    boolean isStream() {
        return stream;
    }

    Peer peer() {
        Peer known = peer;
        if (known == null) {
            known = Transport.peer(ctx.channel());
            peer = known;
        }
        return known;
    }

    void read(Object message) {
        if (transparent || !isHttp(message)) {
            pass(message);
        } else if (ending) {
            ReferenceCountUtil.release(message);
        } else if (pumping || !inbox.isEmpty()) {
            inbox.add(message);
            pump(null);
        } else {
            pump(message);
        }
    }

    /**
     * Whether it is a part of HTTP. Netty's own parts are told by their class: all threads that ask an object of one class
     * for different interfaces by turns contend for one word of that class.
     */
    private static boolean isHttp(Object message) {
        return message instanceof DefaultHttpObject
                || message == LastHttpContent.EMPTY_LAST_CONTENT
                || message instanceof HttpObject;
    }

    void readComplete() {
        if (passedOn) {
            passedOn = false;
            ctx.fireChannelReadComplete();
        }
        readMore();
    }

    /** Reads on where the application reads by hand and the gateway, not the application, wants more. */
    private void readMore() {
        Crossing busy = current;
        boolean wanted = ending || busy == null || busy.wantsMore();
        if (wanted
                && !transparent
                && !inbox.isPaused()
                && !ctx.channel().config().isAutoRead()) {
            ctx.read();
        }
    }

    /** Gives the exchange what has arrived, as far as it takes it; {@code arrived} where nothing waits before it. */
    private void pump(@Nullable Object arrived) {
        if (pumping) {
            return;
        }
        pumping = true;
        try {
            if (arrived != null) {
                Crossing busy = current;
                if (busy == null) {
                    begin(arrived);
                } else if (busy.accepts(arrived)) {
                    busy.content((HttpContent) arrived);
                } else {
                    inbox.add(arrived);
                }
            }
            while (!inbox.isEmpty() && !transparent && !ending) {
                Crossing busy = current;
                if (busy == null) {
                    begin(inbox.take());
                } else if (busy.accepts(inbox.peek())) {
                    busy.content((HttpContent) inbox.take());
                } else {
                    break;
                }
            }
        } finally {
            pumping = false;
        }
        if (transparent) {
            while (!inbox.isEmpty()) {
                pass(inbox.take());
            }
        } else if (ending) {
            inbox.clear();
        }
    }

    /** Goes on after something happened that was not a read. */
    void resume() {
        pump(null);
        readComplete();
    }

    private void begin(Object message) {
        if (!(message instanceof HttpRequest request)) {
            ReferenceCountUtil.release(message); // content that belongs to no request
            return;
        }
        if (request.decoderResult().isFailure()) {
            refuseMalformed(request, Unreadable.why(request.decoderResult().cause()));
            return;
        }
        if (!stream && request.protocolVersion().majorVersion() != 1) {
            refuseMalformed(request, Unreadable.version()); // HTTP/2.0 is no protocol of a line of HTTP/1
            return;
        }
        ChannelPipeline pipeline = ctx.pipeline();
        if (pipeline.last() != backstop) {
            if (pipeline.context(backstop) != null) {
                pipeline.remove(backstop);
            }
            pipeline.addLast(backstop);
        }
        Crossing crossing = new Crossing(this, request);
        current = crossing;
        crossing.begin();
    }

    /** The server's own parser has refused the head, or should have: there is nothing that a filter could be shown. */
    private void refuseMalformed(HttpRequest request, Rejection why) {
        ending = true;
        Passage passage = host.refuse(Unreadable.head(request, peer()), why);
        ReferenceCountUtil.release(request);
        if (!(passage.begin() instanceof Step.Reply reply)) {
            abort();
            return;
        }
        FullHttpResponse response = Answers.of(reply);
        int length = response.content().readableBytes();
        if (!stream) {
            HttpUtil.setKeepAlive(response, false);
        }
        ctx.writeAndFlush(response).addListener(future -> {
            passage.complete(
                    future.isSuccess()
                            ? Ending.sent(reply.status(), 0, length)
                            : new Ending(Ending.Kind.CANCELLED, 0, 0, 0, future.cause()));
            Farewell.say(this, true);
        });
    }

    /** Hands a message to the handlers behind. */
    void pass(Object message) {
        passedOn = true;
        ctx.fireChannelRead(message);
    }

    void write(Object message, ChannelPromise promise) {
        Crossing busy = current;
        if (transparent || (stream && Streams.isReset(message))) {
            ctx.write(message, promise);
        } else if (busy != null && ResponseGate.isPartOfResponse(message)) {
            busy.response().write(message, promise);
        } else {
            String type = message.getClass().getName();
            ReferenceCountUtil.release(message);
            promise.tryFailure(new IllegalStateException(
                    busy == null
                            ? "there is no request that " + type + " could answer"
                            : type + " cannot be inspected; what turns it into HTTP belongs behind PortcullisHandler"));
        }
    }

    /** The exchange is over; the next one begins, but not inside the handler's own call. */
    void done() {
        current = null;
        published.setRelease(null);
        if (!pumping && (!inbox.isEmpty() || !ctx.channel().config().isAutoRead())) {
            ctx.executor().execute(this::resume);
        }
    }

    /** The connection leaves HTTP. */
    void upgraded() {
        transparent = true;
        current = null;
        if (!pumping) {
            ctx.executor().execute(this::resume);
        }
    }

    /** Ends the connection so that the client still receives what was sent: what it sends is read and dropped for a while. */
    void end() {
        if (!ending) {
            ending = true;
            if (!pumping) {
                inbox.clear();
            }
            Farewell.say(this, current != null && !current.requestEnded());
        }
    }

    /** Ends the connection at once; a client must not take what it has for a whole answer. */
    void abort() {
        ending = true;
        ctx.close();
    }

    void inactive() {
        ending = true;
        inbox.clear();
        Crossing busy = current;
        current = null;
        if (busy != null) {
            busy.clientLeft(wireFailure);
        }
    }

    void removed() {
        if (transparent) {
            while (!inbox.isEmpty()) {
                ctx.fireChannelRead(inbox.take());
            }
        } else {
            inactive();
        }
        if (ctx.pipeline().context(backstop) != null) {
            ctx.pipeline().remove(backstop);
        }
    }

    /**
     * Something failed between the network and here; returns whether it travels on to the handlers behind, and to the
     * backstop. A stream that has no request for them is only ended.
     */
    boolean wireFailed(Throwable cause) {
        wireFailure = cause;
        boolean unasked = stream && current == null && !transparent;
        if (unasked) {
            Streams.broken(ctx, cause);
        }
        return !unasked;
    }

    /** No handler behind caught this. */
    void uncaught(ChannelHandlerContext last, Throwable cause) {
        Crossing busy = current;
        if (transparent) {
            last.fireExceptionCaught(cause);
        } else if (cause == wireFailure) {
            if (stream) {
                Streams.broken(ctx, cause);
            } else {
                ctx.close();
            }
        } else if (busy == null || !busy.handlerFailed(cause)) {
            last.fireExceptionCaught(cause);
        }
    }
}
