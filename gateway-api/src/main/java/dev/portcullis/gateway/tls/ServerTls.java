package dev.portcullis.gateway.tls;

import static java.util.Objects.requireNonNull;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * TLS of a server that can be replaced while it runs. {@link #context} is handed out once and holds for good: each new
 * connection follows the latest {@link #replace}, open connections live on, and sessions from before cannot be resumed.
 *
 * <p>Thread-safe.
 */
public final class ServerTls {
    private final SSLContext context;
    private volatile RotatingContext.Current current;
    private volatile ServerTlsSettings settings;

    private ServerTls(ServerTlsSettings settings, RotatingContext.Current current) {
        this.settings = settings;
        this.current = current;
        this.context = RotatingContext.of(this::current);
    }

    /** TLS with these settings. */
    public static ServerTls of(ServerTlsSettings settings) throws TlsMaterialException {
        return new ServerTls(requireNonNull(settings, "settings"), TlsContexts.server(settings));
    }

    private RotatingContext.Current current() {
        return current;
    }

    /** The context to give to the server; its engines are fully configured. */
    public SSLContext context() {
        return context;
    }

    /** A fresh copy of the parameters of the moment, for hosts that set them on engines themselves. */
    public SSLParameters parameters() {
        return context.getDefaultSSLParameters();
    }

    /** The settings of the moment. */
    public ServerTlsSettings settings() {
        return settings;
    }

    /**
     * Replaces everything for connections to come; on failure nothing changes.
     *
     * @throws TlsMaterialException if the new settings cannot be used
     */
    public synchronized void replace(ServerTlsSettings replacement) throws TlsMaterialException {
        if (!replacement.equals(settings)) {
            current = TlsContexts.server(replacement);
            settings = replacement;
        }
    }
}
