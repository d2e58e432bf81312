package dev.portcullis.gateway.tls;

import static java.util.Objects.requireNonNull;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * TLS of a client that can be replaced while it runs. {@link #context} is handed out once and holds for good: each new
 * connection follows the latest {@link #replace}, open connections live on, and sessions from before cannot be resumed. The
 * server is always checked to be the one that was asked for.
 *
 * <p>Thread-safe.
 */
public final class ClientTls {
    private final Rotating<ClientTlsSettings> rotating;

    private ClientTls(ClientTlsSettings settings) throws TlsMaterialException {
        this.rotating = new Rotating<>(settings, TlsContexts::client);
    }

    /** TLS with these settings. */
    public static ClientTls of(ClientTlsSettings settings) throws TlsMaterialException {
        return new ClientTls(requireNonNull(settings, "settings"));
    }

    /** The context to give to the client; its engines are fully configured. */
    public SSLContext context() {
        return rotating.context();
    }

    /** A fresh copy of the parameters of the moment, for hosts that set them on engines themselves. */
    public SSLParameters parameters() {
        return rotating.parameters();
    }

    /** The settings of the moment. */
    public ClientTlsSettings settings() {
        return rotating.settings();
    }

    /**
     * Replaces everything for connections to come; on failure nothing changes.
     *
     * @return whether anything changed: equal settings leave all sessions as they are
     * @throws TlsMaterialException if the new settings cannot be used
     */
    public boolean replace(ClientTlsSettings replacement) throws TlsMaterialException {
        return rotating.replace(requireNonNull(replacement, "replacement"));
    }

    /** How often anything was replaced. */
    public long rotations() {
        return rotating.rotations();
    }
}
