package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.IpAddress;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.TlsFacts;
import jakarta.servlet.ServletRequest;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * What a container tells of the other end: the session of its connection, or else the attributes of Jakarta Servlet 6.0,
 * section 3.10, which have no SNI, and the protocol in later containers only.
 */
final class Peers {
    private static final String CIPHER_SUITE = "jakarta.servlet.request.cipher_suite";
    private static final String CERTIFICATES = "jakarta.servlet.request.X509Certificate";
    private static final String PROTOCOL = "jakarta.servlet.request.secure_protocol";
    private static final String TOMCAT_PROTOCOL = "org.apache.tomcat.util.net.secure_protocol_version";
    private static final InetAddress NOWHERE = nowhere();

    /** An address and its text; immutable, so that no thread sees half of one. */
    private record Known(String text, InetAddress address) {}

    private static final AtomicReference<Known> LAST = new AtomicReference<>(new Known("0.0.0.0", NOWHERE));

    private Peers() {}

    static Peer of(ServletRequest request) {
        return new Peer(address(request.getRemoteAddr()), Math.max(request.getRemotePort(), 0), tls(request));
    }

    private static @Nullable TlsFacts tls(ServletRequest request) {
        if (!(request.getAttribute(CIPHER_SUITE) instanceof String suite)) {
            return null; // plain, or secure only by configuration: no handshake that this process knows of
        }
        SSLSession session = ContainerSession.of(request);
        if (session != null) {
            return TlsFacts.of(session);
        }
        List<X509Certificate> certificates =
                request.getAttribute(CERTIFICATES) instanceof X509Certificate[] chain ? List.of(chain) : List.of();
        return new TlsFacts(protocol(request), suite, null, certificates);
    }

    private static String protocol(ServletRequest request) {
        if (request.getAttribute(PROTOCOL) instanceof String standard) {
            return standard;
        }
        return request.getAttribute(TOMCAT_PROTOCOL) instanceof String tomcat ? tomcat : "unknown";
    }

    /** The address; never a name, so nothing is looked up. What is no literal becomes the address that nobody has. */
    private static InetAddress address(@Nullable String text) {
        if (text == null) {
            return NOWHERE; // a Unix domain socket
        }
        Known known = LAST.getPlain();
        if (known.text().equals(text)) {
            return known.address(); // many requests come from one address, as from a proxy
        }
        InetAddress address = parsed(text);
        LAST.setPlain(new Known(text, address));
        return address;
    }

    private static InetAddress parsed(String text) {
        boolean bracketed = text.startsWith("[") && text.endsWith("]");
        int zone = text.indexOf('%');
        int end = zone >= 0 ? zone : text.length() - (bracketed ? 1 : 0);
        InetAddress address = IpAddress.parseOrNull(text, bracketed ? 1 : 0, end);
        return address == null ? NOWHERE : address;
    }

    private static InetAddress nowhere() {
        try {
            return InetAddress.getByAddress(new byte[4]);
        } catch (UnknownHostException e) {
            throw new AssertionError("four bytes are an address", e);
        }
    }
}
