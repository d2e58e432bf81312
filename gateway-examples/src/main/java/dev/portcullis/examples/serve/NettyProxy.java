package dev.portcullis.examples.serve;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.netty.PortcullisHandler;
import dev.portcullis.gateway.proxy.ProxyAnswer;
import dev.portcullis.gateway.proxy.ProxyRequest;
import dev.portcullis.gateway.render.Refusal;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Forwards what the gateway let pass, on the event loop: content moves in both directions only as fast as the other side
 * takes it. One for each connection, or for each stream of HTTP/2.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a write
final class NettyProxy extends ChannelInboundHandlerAdapter {
    private @Nullable NettyContent content;
    private @Nullable NettyAnswer answer;
    private @Nullable CompletableFuture<ProxyAnswer> pending;

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        if (ctx.channel().isActive()) {
            ctx.read();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        ctx.fireChannelActive();
        ctx.read();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof HttpRequest request) {
                begin(ctx, request);
            }
            NettyContent to = content;
            if (message instanceof HttpContent piece && to != null) {
                to.add(piece.content());
                if (message instanceof LastHttpContent) {
                    to.end();
                }
                to.deliver();
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        NettyContent reading = content;
        if (reading == null || reading.ended()) {
            ctx.read(); // the next request, or the news that the client has gone
        } else {
            reading.readIfWanted();
        }
        ctx.fireChannelReadComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (answer != null && ctx.channel().isWritable()) {
            answer.writable();
        }
        ctx.fireChannelWritabilityChanged();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (content != null) {
            content.fail(new IOException("the client has gone"));
        }
        if (pending != null) {
            pending.cancel(true);
        }
        if (answer != null) {
            answer.abandon();
        }
        ctx.fireChannelInactive();
    }

    private void begin(ChannelHandlerContext ctx, HttpRequest request) {
        Exchange exchange = PortcullisHandler.exchange(ctx.channel()).orElseThrow();
        NettyContent from = new NettyContent(ctx);
        content = from;
        answer = null;
        Headers headers = fields(request.headers());
        boolean keepAlive = HttpUtil.isKeepAlive(request);
        CompletableFuture<ProxyAnswer> asked =
                Forwarding.forward(exchange, new ProxyRequest(exchange.request(), headers, length(request), from));
        pending = asked;
        CompletableFuture<Void> unused =
                asked.thenAccept(result -> ctx.executor().execute(() -> {
                    if (!ctx.channel().isActive()) {
                        abandon(result);
                    } else if (result instanceof ProxyAnswer.Response response) {
                        relay(ctx, exchange.request(), request.protocolVersion(), response, keepAlive);
                    } else if (result instanceof ProxyAnswer.Failure failure) {
                        from.drop();
                        fail(ctx, exchange, headers, failure, keepAlive);
                    }
                }));
    }

    private void relay(
            ChannelHandlerContext ctx,
            RequestHead head,
            HttpVersion version,
            ProxyAnswer.Response response,
            boolean keepAlive) {
        int status = response.status();
        boolean bodiless = head.method().equals("HEAD") || status == 204 || status == 304;
        HttpResponse begun = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        copy(response.headers().without("Content-Length"), begun.headers());
        boolean framed = response.contentLength() >= 0 || bodiless;
        boolean reusable = keepAlive;
        if (response.contentLength() >= 0 && status != 204 && status != 304) {
            HttpUtil.setContentLength(begun, response.contentLength());
        } else if (!framed && version.isKeepAliveDefault()) {
            HttpUtil.setTransferEncodingChunked(begun, true);
        } else if (!framed) {
            reusable = false; // HTTP/1.0: the end of the connection is the end of the content
        }
        HttpUtil.setKeepAlive(begun.headers(), version, reusable);
        ctx.writeAndFlush(begun);
        NettyAnswer to = new NettyAnswer(ctx, bodiless, reusable);
        answer = to;
        response.content().subscribe(to);
    }

    private static void fail(
            ChannelHandlerContext ctx,
            Exchange exchange,
            Headers headers,
            ProxyAnswer.Failure failure,
            boolean keepAlive) {
        RequestHead head = exchange.request();
        Refusal refusal = Refusal.of(failure.rejection(), head.method(), head.protocol(), headers, exchange.id());
        DefaultFullHttpResponse response = new DefaultFullHttpResponse(
                HttpVersion.HTTP_1_1,
                HttpResponseStatus.valueOf(refusal.status()),
                Unpooled.wrappedBuffer(refusal.body()));
        copy(refusal.complete(Headers.EMPTY), response.headers());
        HttpUtil.setKeepAlive(response, keepAlive);
        ChannelFuture sent = ctx.writeAndFlush(response);
        if (!keepAlive) {
            sent.addListener(ChannelFutureListener.CLOSE);
        }
    }

    /** The upstream answered a client that is not there any more: its connection must not stay taken. */
    private static void abandon(ProxyAnswer result) {
        if (result instanceof ProxyAnswer.Response response) {
            response.content().subscribe(new Unwanted());
        }
    }

    private static long length(HttpRequest request) {
        if (HttpUtil.isTransferEncodingChunked(request)) {
            return -1;
        }
        return HttpUtil.getContentLength(request, 0L);
    }

    private static Headers fields(HttpHeaders from) {
        Headers.Builder fields = Headers.builder(from.size());
        for (Map.Entry<String, String> field : from) {
            if (!field.getKey().startsWith("x-http2-")) {
                fields.add(field.getKey(), field.getValue()); // without what Netty's HTTP/2 codec notes for itself
            }
        }
        return fields.build();
    }

    private static void copy(Headers from, HttpHeaders to) {
        for (int i = 0; i < from.size(); i++) {
            if (!from.name(i).equalsIgnoreCase(HttpHeaderNames.CONNECTION.toString())) {
                to.add(from.name(i), from.value(i));
            }
        }
    }
}
