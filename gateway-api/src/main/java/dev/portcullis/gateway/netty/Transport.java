package dev.portcullis.gateway.netty;

import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.TlsFacts;
import io.netty.channel.Channel;
import io.netty.channel.ServerChannel;
import io.netty.handler.ssl.SslHandler;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;

/** What a channel is, and who is at its other end. */
final class Transport {
    private Transport() {}

    /** Whether the channel is one of several on a connection; a connection's own parent is the server's channel. */
    static boolean isStream(Channel channel) {
        Channel parent = channel.parent();
        return parent != null && !(parent instanceof ServerChannel);
    }

    static Peer peer(Channel channel) {
        Channel connection = isStream(channel) ? channel.parent() : channel;
        SslHandler ssl = connection.pipeline().get(SslHandler.class);
        TlsFacts tls = ssl == null ? null : TlsFacts.of(ssl.engine().getSession());
        return connection.remoteAddress() instanceof InetSocketAddress address
                ? new Peer(address.getAddress(), address.getPort(), tls)
                : new Peer(nowhere(), 0, tls);
    }

    /** The unspecified address, for transports that have none: it is in no range that anyone trusts. */
    private static InetAddress nowhere() {
        try {
            return InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("four bytes are an address", e);
        }
    }
}
