package dev.portcullis.gateway.tls;

import static java.util.Objects.requireNonNull;

import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/**
 * TLS of a server that can be replaced while it runs. {@link #context} is handed out once and holds for good: each new
 * connection follows the latest {@link #replace}, open connections live on, and sessions from before cannot be resumed, nor
 * under another name than they were made for. Whatever the server sets on its engines, protocols, suites and client
 * authentication stay as they are here; a connection is negotiated once.
 *
 * <p>Thread-safe.
 */
public final class ServerTls {
    private final Handshakes handshakes = new Handshakes();
    private final Rotating<ServerTlsSettings> rotating;

    private ServerTls(ServerTlsSettings settings) throws TlsMaterialException {
        this.rotating = new Rotating<>(settings, wanted -> TlsContexts.server(wanted, handshakes));
    }

    /** TLS with these settings. */
    public static ServerTls of(ServerTlsSettings settings) throws TlsMaterialException {
        return new ServerTls(requireNonNull(settings, "settings"));
    }

    /** The context to give to the server; its engines are fully configured. */
    public SSLContext context() {
        return rotating.context();
    }

    /** The context of this moment, which stays as it is; for a host that asks anew for each connection. */
    public SSLContext contextNow() {
        return rotating.contextNow();
    }

    /** A fresh copy of the parameters of the moment, for hosts that set them on engines themselves. */
    public SSLParameters parameters() {
        return rotating.parameters();
    }

    /** The settings of the moment. */
    public ServerTlsSettings settings() {
        return rotating.settings();
    }

    /**
     * Replaces everything for connections to come; on failure nothing changes.
     *
     * @return whether anything changed: equal settings leave all sessions as they are
     * @throws TlsMaterialException if the new settings cannot be used
     */
    public boolean replace(ServerTlsSettings replacement) throws TlsMaterialException {
        return rotating.replace(requireNonNull(replacement, "replacement"));
    }

    /** How often anything was replaced. */
    public long rotations() {
        return rotating.rotations();
    }

    /** How many handshakes were completed. */
    public long handshakes() {
        return handshakes.completed();
    }

    /** How many handshakes were refused for this reason. */
    public long refused(PeerRefusal why) {
        return handshakes.refused(why);
    }
}
