package dev.portcullis.gateway.jdk;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsExchange;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.TlsFacts;
import java.net.InetSocketAddress;

/** Who is at the other end of a connection. */
final class Transport {
    private Transport() {}

    static Peer peer(HttpExchange exchange) {
        InetSocketAddress address = exchange.getRemoteAddress();
        TlsFacts tls = exchange instanceof HttpsExchange secure ? TlsFacts.of(secure.getSSLSession()) : null;
        return new Peer(address.getAddress(), address.getPort(), tls);
    }
}
