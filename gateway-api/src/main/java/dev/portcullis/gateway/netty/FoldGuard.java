package dev.portcullis.gateway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Finds fields that are folded over lines (RFC 9112, section 5.2). Netty's decoder joins them, and what it hands on does not
 * show it. So one handler stands before the decoder and stops wherever a line begins with white space; what the decoder made
 * of all before tells another one behind it whether that line is in a head, where it is a fold, or in content.
 */
final class FoldGuard {
    private final ChannelHandlerContext decoder;
    private final Before before = new Before();
    private final Behind behind = new Behind();
    private boolean inHead = true;
    private boolean folded;
    private long contentLeft; // of a content whose length is known

    private FoldGuard(ChannelHandlerContext decoder) {
        this.decoder = decoder;
    }

    /** Guards the decoder of HTTP/1.1 in the pipeline; null where there is none. */
    @SuppressWarnings("deprecation") // a decoder that was given an executor needs its neighbours there too
    static @Nullable FoldGuard install(ChannelPipeline pipeline) {
        ChannelHandlerContext decoder = pipeline.context(HttpServerCodec.class);
        if (decoder == null) {
            decoder = pipeline.context(HttpRequestDecoder.class);
        }
        if (decoder == null) {
            return null;
        }
        FoldGuard guard = new FoldGuard(decoder);
        EventExecutor executor = decoder.executor();
        EventExecutor chosen = executor == pipeline.channel().eventLoop() ? null : executor;
        pipeline.addBefore(chosen, decoder.name(), null, guard.before);
        pipeline.addAfter(chosen, decoder.name(), null, guard.behind);
        return guard;
    }

    void remove(ChannelPipeline pipeline) {
        if (pipeline.context(before) != null) {
            pipeline.remove(before);
        }
        if (pipeline.context(behind) != null) {
            pipeline.remove(behind);
        }
    }

    /** Hands bytes to the decoder, and stops before each line that begins with white space. */
    private final class Before extends ChannelInboundHandlerAdapter {
        private final Deque<Object> waiting = new ArrayDeque<>(2);
        private boolean feeding;
        private boolean lineBegins;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (feeding) { // somebody behind has read on while being called
                waiting.add(message);
                return;
            }
            feeding = true;
            try {
                for (Object next = message; next != null; next = waiting.poll()) {
                    if (next instanceof ByteBuf bytes && !decoder.isRemoved() && bytes.isReadable()) {
                        feed(ctx, bytes);
                    } else {
                        ctx.fireChannelRead(next);
                    }
                }
            } finally {
                feeding = false;
            }
        }

        private void feed(ChannelHandlerContext ctx, ByteBuf bytes) {
            int end = bytes.writerIndex();
            int from = bytes.readerIndex();
            int stop = nextFold(bytes, from, lineBegins);
            lineBegins = bytes.getByte(end - 1) == '\n';
            while (stop >= 0) {
                if (stop > bytes.readerIndex()) {
                    ctx.fireChannelRead(bytes.readRetainedSlice(stop - bytes.readerIndex()));
                }
                folded |= inHead;
                stop = nextFold(bytes, stop, false);
            }
            ctx.fireChannelRead(bytes);
        }

        /** Where the next line begins with white space that may be in a head; -1 if there is none. */
        private int nextFold(ByteBuf bytes, int from, boolean begins) {
            int end = bytes.writerIndex();
            int at = from;
            if (contentLeft > 0) {
                if (contentLeft >= end - from) {
                    return -1;
                }
                at += (int) contentLeft;
            } else if (begins && isWhitespace(bytes.getByte(from))) {
                return from;
            }
            while (true) {
                int feed = bytes.indexOf(at, end, (byte) '\n');
                if (feed < 0 || feed + 1 >= end) {
                    return -1;
                }
                at = feed + 1;
                if (isWhitespace(bytes.getByte(at))) {
                    return at;
                }
            }
        }

        private static boolean isWhitespace(byte b) {
            return b == ' ' || b == '\t';
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            for (Object next = waiting.poll(); next != null; next = waiting.poll()) {
                ctx.fireChannelRead(next);
            }
        }
    }

    /** Follows what the decoder reads, by the classes that it makes, and marks heads with a fold as malformed. */
    private final class Behind extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof DefaultHttpRequest request) {
                inHead = false;
                // the decoder reads nothing more after a head that it gave up on, and its length may be no number
                contentLeft = request.decoderResult().isFailure() || HttpUtil.isTransferEncodingChunked(request)
                        ? 0
                        : HttpUtil.getContentLength(request, 0L);
                if (folded) {
                    folded = false;
                    request.setDecoderResult(DecoderResult.failure(new FoldedFieldException()));
                }
            } else if (message == LastHttpContent.EMPTY_LAST_CONTENT || message instanceof DefaultLastHttpContent) {
                inHead = true;
                contentLeft = 0;
            } else if (message instanceof DefaultHttpContent content) {
                contentLeft = Math.max(0, contentLeft - content.content().readableBytes());
            }
            ctx.fireChannelRead(message);
        }
    }
}
