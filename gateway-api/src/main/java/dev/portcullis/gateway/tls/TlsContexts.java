package dev.portcullis.gateway.tls;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SNIMatcher;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's contexts and parameters from what was configured. */
final class TlsContexts {
    /**
     * Every name is served, if need be with the first certificate. Without a matcher the JDK would forget the name, and would
     * resume a session under another one.
     */
    private static final SNIMatcher ANY_NAME = new SNIMatcher(StandardConstants.SNI_HOST_NAME) {
        @Override
        public boolean matches(SNIServerName name) {
            return true;
        }
    };

    private TlsContexts() {}

    static RotatingContext.Current server(ServerTlsSettings settings, Handshakes handshakes)
            throws TlsMaterialException {
        return current(() -> serverParameters(settings), settings.identities(), handshakes, () -> {
            TrustBundle trust = settings.trust();
            if (trust == null) {
                return new NobodyTrusted();
            }
            CheckedTrust checked = CheckedTrust.of(trust, settings.revocation());
            return settings.named().isEmpty() ? checked : TrustByName.of(checked, settings.named());
        });
    }

    static RotatingContext.Current client(ClientTlsSettings settings) throws TlsMaterialException {
        List<TlsIdentity> identities = settings.identity() == null ? List.of() : List.of(settings.identity());
        return current(() -> clientParameters(settings), identities, null, () -> {
            TrustBundle trust = settings.trust();
            return trust == null ? CheckedTrust.ofPlatform() : CheckedTrust.of(trust, settings.revocation());
        });
    }

    private static SSLParameters serverParameters(ServerTlsSettings settings) {
        SSLParameters parameters = new SSLParameters();
        settings.preset().applyTo(parameters);
        parameters.setUseCipherSuitesOrder(true);
        parameters.setSNIMatchers(List.of(ANY_NAME));
        switch (settings.clients()) {
            case OFF -> parameters.setWantClientAuth(false);
            case OPTIONAL -> parameters.setWantClientAuth(true);
            case REQUIRED -> parameters.setNeedClientAuth(true);
        }
        return parameters;
    }

    private static SSLParameters clientParameters(ClientTlsSettings settings) {
        SSLParameters parameters = new SSLParameters();
        settings.preset().applyTo(parameters);
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        return parameters;
    }

    private interface Trust {
        TrustManager make() throws GeneralSecurityException;
    }

    private static RotatingContext.Current current(
            Supplier<SSLParameters> parameters,
            List<TlsIdentity> identities,
            @Nullable Handshakes handshakes,
            Trust trust)
            throws TlsMaterialException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(new KeyManager[] {new IdentityChooser(identities)}, new TrustManager[] {trust.make()}, null);
            return new RotatingContext.Current(context, parameters, handshakes);
        } catch (GeneralSecurityException e) {
            throw new TlsMaterialException("tls.unsupported", "this JDK cannot serve TLS as configured: " + e);
        }
    }
}
