package dev.portcullis.gateway.netty;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import org.jspecify.annotations.Nullable;

/** Makes sure that a client can tell a response that was broken off from a whole one. */
final class CutOff {
    private CutOff() {}

    /** Where the end of the connection is the end of the content, it has to end with a reset (RFC 9112, section 8). */
    static void prepare(Channel channel, @Nullable HttpResponse head) {
        if (head != null && !HttpUtil.isTransferEncodingChunked(head) && !HttpUtil.isContentLengthSet(head)) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
    }
}
