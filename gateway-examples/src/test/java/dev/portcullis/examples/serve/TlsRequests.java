package dev.portcullis.examples.serve;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.gateway.tls.ClientTls;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.Locale;
import javax.net.ssl.SSLSocket;

/** Requests over TLS whose handshake may ask for another name than the request. */
final class TlsRequests {
    private TlsRequests() {}

    static SSLSocket connect(InetSocketAddress to, ClientTls client, String serverName) throws IOException {
        Socket raw = new Socket(to.getAddress(), to.getPort());
        raw.setSoTimeout(20_000);
        return (SSLSocket) client.context().getSocketFactory().createSocket(raw, serverName, to.getPort(), true);
    }

    /** The status line of the answer, all of which is read. */
    static String get(SSLSocket socket, String host) throws IOException {
        socket.getOutputStream()
                .write(("GET /x HTTP/1.1\r\nHost: " + host + "\r\nAccept: */*\r\n\r\n").getBytes(UTF_8));
        socket.getOutputStream().flush();
        StringBuilder answer = new StringBuilder();
        int end = -1;
        while (end < 0 || answer.length() < end + 4 + length(answer)) {
            int next = socket.getInputStream().read();
            if (next < 0) {
                throw new EOFException("closed after " + answer.length() + " bytes");
            }
            answer.append((char) next);
            end = answer.indexOf("\r\n\r\n");
        }
        return answer.substring(0, answer.indexOf("\r\n"));
    }

    private static int length(StringBuilder answer) {
        return answer.toString()
                .lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("content-length:"))
                .mapToInt(line -> Integer.parseInt(line.substring(15).strip()))
                .findFirst()
                .orElse(0);
    }

    /** The name of the certificate that a new connection is shown. */
    static String shown(InetSocketAddress to, ClientTls client, String serverName) throws IOException {
        try (SSLSocket socket = connect(to, client, serverName)) {
            socket.startHandshake();
            return ((X509Certificate) socket.getSession().getPeerCertificates()[0])
                    .getSubjectX500Principal()
                    .toString();
        }
    }
}
