package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.testkit.Received;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestHandler;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.ByteArrayOutputStream;
import java.util.Iterator;
import java.util.List;

/** A handler of an application: follows a script on the event loop, without an aggregator. */
final class ScriptHandler extends ChannelInboundHandlerAdapter {
    private final TestHandler handler;
    private HttpRequest request;
    private ByteArrayOutputStream body = new ByteArrayOutputStream();
    private boolean answered;

    ScriptHandler(TestHandler handler) {
        this.handler = handler;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) throws Exception {
        try {
            if (message instanceof HttpRequest head) {
                if (request != null) {
                    throw new AssertionError("a request begins inside another");
                }
                request = head;
                body = new ByteArrayOutputStream();
                answered = false;
                if (!handler.readsBody(received(Headers.EMPTY))) {
                    answer(ctx, Headers.EMPTY);
                }
            }
            if (message instanceof HttpContent content) {
                ByteBuf bytes = content.content();
                bytes.readBytes(body, bytes.readableBytes());
            }
            if (message instanceof LastHttpContent last) {
                Headers trailers = Fields.copy(last.trailingHeaders());
                if (!answered) {
                    answer(ctx, trailers);
                }
                request = null;
            }
        } catch (Throwable t) {
            request = null;
            throw t;
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    private Received received(Headers trailers) {
        return new Received(
                request.method().name(), request.uri(), Fields.copy(request.headers()), body.toByteArray(), trailers);
    }

    private void answer(ChannelHandlerContext ctx, Headers trailers) throws Exception {
        answered = true;
        HttpRequest asked = request;
        Script script = handler.handle(received(trailers));
        boolean stream = Transport.isStream(ctx.channel());
        boolean keepAlive = HttpUtil.isKeepAlive(asked);
        HttpResponse head = script.length() >= 0 && script.acts().size() <= 1
                ? new DefaultFullHttpResponse(
                        HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(script.status()), content(script))
                : new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(script.status()));
        Fields.addAll(script.headers(), head.headers());
        if (!stream) {
            HttpUtil.setKeepAlive(head.headers(), asked.protocolVersion(), keepAlive);
        }
        if (script.length() >= 0) {
            HttpUtil.setContentLength(head, script.length());
        } else if (!stream && asked.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            HttpUtil.setTransferEncodingChunked(head, true);
        }
        if (head instanceof DefaultFullHttpResponse) {
            close(ctx.writeAndFlush(head), keepAlive || stream);
            return;
        }
        ctx.write(head);
        play(ctx, script.acts().iterator(), keepAlive || stream);
    }

    private static ByteBuf content(Script script) {
        List<Script.Act> acts = script.acts();
        return acts.isEmpty() ? Unpooled.EMPTY_BUFFER : Unpooled.wrappedBuffer(((Script.Write) acts.get(0)).bytes());
    }

    private static void play(ChannelHandlerContext ctx, Iterator<Script.Act> acts, boolean keepAlive) {
        while (acts.hasNext()) {
            Script.Act act = acts.next();
            if (act instanceof Script.Write write) {
                ByteBuf content = ctx.alloc().buffer(Math.max(1, write.bytes().length));
                content.writeBytes(write.bytes());
                ctx.write(new DefaultHttpContent(content));
            } else if (act instanceof Script.Flush) {
                ctx.flush();
            } else if (act instanceof Script.Await await) {
                await.until()
                        .whenComplete((value, failure) -> ctx.executor().execute(() -> resume(ctx, acts, keepAlive)));
                return;
            } else if (act instanceof Script.Fail fail) {
                throw fail.cause();
            }
        }
        close(ctx.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT), keepAlive);
    }

    private static void resume(ChannelHandlerContext ctx, Iterator<Script.Act> acts, boolean keepAlive) {
        try {
            play(ctx, acts, keepAlive);
        } catch (RuntimeException e) {
            ctx.fireExceptionCaught(e);
        }
    }

    private static void close(ChannelFuture written, boolean keepAlive) {
        if (!keepAlive) {
            written.addListener(ChannelFutureListener.CLOSE);
        }
    }
}
