package dev.portcullis.examples.serve;

import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.time.Duration;

/** The open connections, so that a server can stop once each has answered what it was asked. */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a write
final class NettyConnections {
    private final ChannelGroup open = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final Duration patience;
    private volatile boolean stopping;

    /** Connections that may be of no use for so long. */
    NettyConnections(Duration patience) {
        this.patience = patience;
    }

    Duration patience() {
        return patience;
    }

    void add(Channel channel) {
        open.add(channel);
    }

    /** For the pipeline of an HTTP/1.1 connection, behind its codec. */
    ChannelHandler counter() {
        return new Counter();
    }

    /** Closes the connections that are idle, and each other one after its answer; waits for at most so long. */
    void finish(Duration within) {
        stopping = true;
        for (Channel channel : open) {
            channel.eventLoop().execute(() -> {
                Counter counter = channel.pipeline().get(Counter.class);
                if (counter == null || counter.unanswered == 0) {
                    channel.close(); // over HTTP/2: no new streams, and those that are open go on
                }
            });
        }
        if (!open.newCloseFuture().awaitUninterruptibly(within.toMillis())) {
            open.close().awaitUninterruptibly(1000);
        }
    }

    private final class Counter extends ChannelDuplexHandler {
        private int unanswered;
        private long begun;
        private boolean informational;

        @Override
        public void handlerAdded(ChannelHandlerContext ctx) {
            UnusedConnection.watch(ctx.channel(), patience, () -> unanswered > 0, () -> begun);
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof HttpRequest) {
                unanswered++;
                begun++;
            }
            ctx.fireChannelRead(message);
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            ChannelPromise sent = promise;
            if (message instanceof HttpResponse response) {
                informational = response.status().code() < 200;
            }
            if (message instanceof LastHttpContent && !informational) {
                unanswered--;
                if (stopping && unanswered == 0) {
                    sent = promise.unvoid().addListener(ChannelFutureListener.CLOSE);
                }
            }
            ctx.write(message, sent);
        }
    }
}
