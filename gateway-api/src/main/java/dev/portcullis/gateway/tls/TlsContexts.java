package dev.portcullis.gateway.tls;

import java.security.GeneralSecurityException;
import java.util.List;
import java.util.function.Supplier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/** Makes the JDK's contexts and parameters from what was configured. */
final class TlsContexts {
    private TlsContexts() {}

    static RotatingContext.Current server(ServerTlsSettings settings) throws TlsMaterialException {
        return current(
                () -> serverParameters(settings), settings.identities(), settings.trust(), settings.revocation());
    }

    static RotatingContext.Current client(ClientTlsSettings settings) throws TlsMaterialException {
        List<TlsIdentity> identities = settings.identity() == null ? List.of() : List.of(settings.identity());
        return current(() -> clientParameters(settings), identities, settings.trust(), settings.revocation());
    }

    private static SSLParameters serverParameters(ServerTlsSettings settings) {
        SSLParameters parameters = new SSLParameters();
        settings.preset().applyTo(parameters);
        parameters.setUseCipherSuitesOrder(true);
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

    private static RotatingContext.Current current(
            Supplier<SSLParameters> parameters,
            List<TlsIdentity> identities,
            @Nullable TrustBundle trust,
            @Nullable Revocation revocation)
            throws TlsMaterialException {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            TrustManager peers = trust == null ? CheckedTrust.ofPlatform() : CheckedTrust.of(trust, revocation);
            context.init(new KeyManager[] {new IdentityChooser(identities)}, new TrustManager[] {peers}, null);
            return new RotatingContext.Current(context, parameters);
        } catch (GeneralSecurityException e) {
            throw new TlsMaterialException("tls.unsupported", "this JDK cannot serve TLS as configured: " + e);
        }
    }
}
