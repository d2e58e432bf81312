package dev.portcullis.gateway.tls;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.security.KeyManagementException;
import java.security.Provider;
import java.security.SecureRandom;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLContextSpi;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLServerSocketFactory;
import javax.net.ssl.SSLSessionContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * An {@link SSLContext} that servers and clients hold for good, while what is behind it rotates. Each new connection takes
 * the context of the moment; open ones live on with theirs. Sessions and tickets belong to the context that made them, so a
 * change of trust cannot be escaped by resuming.
 */
final class RotatingContext extends SSLContextSpi {
    private final Supplier<Current> current;

    /**
     * What new connections are made of.
     *
     * @param context made for the moment
     * @param fresh protocols, suites and client authentication, anew at each call: parameters can be changed
     * @param handshakes counts those of a server, whose engines are sealed; {@code null} for a client
     */
    record Current(
            SSLContext context,
            Supplier<SSLParameters> fresh,
            @Nullable Handshakes handshakes) {
        SSLParameters parameters() {
            return fresh.get();
        }
    }

    private static final class Public extends SSLContext {
        Public(SSLContextSpi spi, Provider provider) {
            super(spi, provider, "TLS");
        }
    }

    private RotatingContext(Supplier<Current> current) {
        this.current = current;
    }

    static SSLContext of(Supplier<Current> current) {
        return new Public(new RotatingContext(current), current.get().context().getProvider());
    }

    private static SSLEngine configured(SSLEngine engine, Current now) {
        Handshakes handshakes = now.handshakes();
        if (handshakes == null) {
            engine.setSSLParameters(now.parameters());
            return engine;
        }
        engine.setUseClientMode(false);
        engine.setSSLParameters(now.parameters());
        return new SealedEngine(engine, handshakes);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine() {
        Current now = current.get();
        return configured(now.context().createSSLEngine(), now);
    }

    @Override
    protected SSLEngine engineCreateSSLEngine(String host, int port) {
        Current now = current.get();
        return configured(now.context().createSSLEngine(host, port), now);
    }

    @Override
    protected SSLSocketFactory engineGetSocketFactory() {
        return new Sockets();
    }

    /** Server sockets would fix the context at the moment of listening, which is what this class exists to avoid. */
    @Override
    protected SSLServerSocketFactory engineGetServerSocketFactory() {
        throw new UnsupportedOperationException("servers take an SSLEngine for each connection, not a server socket");
    }

    @Override
    protected SSLSessionContext engineGetServerSessionContext() {
        return current.get().context().getServerSessionContext();
    }

    @Override
    protected SSLSessionContext engineGetClientSessionContext() {
        return current.get().context().getClientSessionContext();
    }

    @Override
    protected SSLParameters engineGetDefaultSSLParameters() {
        return current.get().parameters();
    }

    @Override
    protected SSLParameters engineGetSupportedSSLParameters() {
        return current.get().parameters();
    }

    @Override
    protected void engineInit(
            KeyManager @Nullable [] keys, TrustManager @Nullable [] trust, @Nullable SecureRandom random)
            throws KeyManagementException {
        throw new KeyManagementException("this context is already initialised");
    }

    private final class Sockets extends SSLSocketFactory {
        private interface Make {
            Socket from(SSLSocketFactory factory) throws IOException;
        }

        private Socket make(Make make) throws IOException {
            Current now = current.get();
            Socket socket = make.from(now.context().getSocketFactory());
            if (socket instanceof SSLSocket tls) {
                tls.setSSLParameters(now.parameters());
            }
            return socket;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return current.get().parameters().getCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return current.get().parameters().getCipherSuites();
        }

        @Override
        public Socket createSocket() throws IOException {
            return make(SSLSocketFactory::createSocket);
        }

        @Override
        public Socket createSocket(Socket socket, String host, int port, boolean autoClose) throws IOException {
            return make(f -> f.createSocket(socket, host, port, autoClose));
        }

        @Override
        public Socket createSocket(String host, int port) throws IOException {
            return make(f -> f.createSocket(host, port));
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) throws IOException {
            return make(f -> f.createSocket(host, port, local, localPort));
        }

        @Override
        public Socket createSocket(InetAddress host, int port) throws IOException {
            return make(f -> f.createSocket(host, port));
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) throws IOException {
            return make(f -> f.createSocket(host, port, local, localPort));
        }
    }
}
