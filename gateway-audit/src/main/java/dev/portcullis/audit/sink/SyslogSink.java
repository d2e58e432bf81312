package dev.portcullis.audit.sink;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;

import dev.portcullis.audit.chain.LineBatch;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import javax.net.SocketFactory;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * Sends lines to a syslog server (RFC 5424) over TCP, or over TLS with the server's name checked (RFC 5425), each framed by its
 * length. Syslog acknowledges nothing: what was on its way when a connection broke is sent again, and may be there twice;
 * what the server had not read when it fell may be lost, which a file beside it is for. Facility is log audit, severity
 * informational.
 */
public final class SyslogSink implements Sink {
    private static final int CONNECT_MILLIS = 5_000;
    private static final String PRIORITY = "<110>1 "; // 13 * 8 + 6

    private final String host;
    private final int port;
    private final SocketFactory sockets;
    private final InstantSource clock;
    private final String header;
    private @Nullable Socket socket;
    private @Nullable OutputStream out;

    /**
     * A sink of a server; connects with the first line.
     *
     * @param sockets makes plain sockets, or those of TLS
     * @param clock tells the time of sending
     */
    public SyslogSink(String host, int port, SocketFactory sockets, InstantSource clock) {
        this.host = requireNonNull(host, "host");
        this.port = port;
        this.sockets = requireNonNull(sockets, "sockets");
        this.clock = requireNonNull(clock, "clock");
        this.header =
                ' ' + localName() + " portcullis " + ProcessHandle.current().pid() + " audit - ";
    }

    private static String localName() {
        try {
            return InetAddress.getLocalHost().getHostName().replaceAll("[^!-~]", "-");
        } catch (UnknownHostException e) {
            return "-";
        }
    }

    @Override
    public String name() {
        return "syslog " + host + ':' + port;
    }

    @Override
    public void write(LineBatch batch) throws IOException {
        try {
            OutputStream to = connected();
            String time = clock.instant().truncatedTo(ChronoUnit.MICROS).toString();
            byte[] head = (PRIORITY + time + header).getBytes(US_ASCII);
            for (int i = 0; i < batch.lines(); i++) {
                byte[] line = batch.line(i);
                int length = head.length + line.length - 1;
                to.write((length + " ").getBytes(US_ASCII));
                to.write(head);
                to.write(line, 0, line.length - 1);
            }
            to.flush();
        } catch (IOException e) {
            disconnect();
            throw e;
        }
    }

    private OutputStream connected() throws IOException {
        Socket open = socket;
        OutputStream to = out;
        if (open != null && to != null && !endedByServer(open)) {
            return to;
        }
        disconnect();
        Socket made = sockets.createSocket();
        try {
            made.connect(new InetSocketAddress(host, port), CONNECT_MILLIS);
            made.setSoTimeout(CONNECT_MILLIS);
            if (made.getLocalSocketAddress().equals(made.getRemoteSocketAddress())) {
                // where nobody listens on a local port, a connection can meet itself
                throw new ConnectException("nobody listens on port " + port);
            }
            if (made instanceof SSLSocket tls) {
                SSLParameters parameters = tls.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                tls.setSSLParameters(parameters);
                tls.startHandshake();
            }
        } catch (IOException e) {
            made.close();
            throw e;
        }
        socket = made;
        OutputStream stream = new BufferedOutputStream(made.getOutputStream(), 1 << 16);
        out = stream;
        return stream;
    }

    /** A server that is gone is noticed before lines are written to nobody, where its end has arrived. */
    private static boolean endedByServer(Socket open) throws IOException {
        if (open.isClosed() || open instanceof SSLSocket) {
            return open.isClosed();
        }
        open.setSoTimeout(1);
        try {
            return open.getInputStream().read() < 0;
        } catch (java.net.SocketTimeoutException e) {
            return false;
        } finally {
            open.setSoTimeout(CONNECT_MILLIS);
        }
    }

    private void disconnect() throws IOException {
        Socket open = socket;
        socket = null;
        out = null;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() throws IOException {
        disconnect();
    }
}
