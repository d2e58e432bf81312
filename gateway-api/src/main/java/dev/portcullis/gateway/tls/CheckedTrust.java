package dev.portcullis.gateway.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertPathValidatorException.BasicReason;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.PKIXRevocationChecker;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import javax.net.ssl.CertPathTrustManagerParameters;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/**
 * The JDK's own path validation, with revocation as configured and a reason for each refusal. Names are compared by the
 * JDK too, against the subject alternative names alone: the subject's common name never counts (RFC 9525, section 2).
 */
final class CheckedTrust extends X509ExtendedTrustManager {
    private final X509ExtendedTrustManager platform;
    private final List<X509Certificate> authorities;

    private CheckedTrust(X509ExtendedTrustManager platform, List<X509Certificate> authorities) {
        this.platform = platform;
        this.authorities = authorities;
    }

    static CheckedTrust of(TrustBundle bundle, @Nullable Revocation revocation) throws GeneralSecurityException {
        PKIXBuilderParameters parameters = new PKIXBuilderParameters(bundle.anchors(), new X509CertSelector());
        parameters.setRevocationEnabled(revocation != null);
        if (revocation != null) {
            parameters.addCertStore(
                    CertStore.getInstance("Collection", new CollectionCertStoreParameters(revocation.crls())));
            parameters.addCertPathChecker(checker(revocation));
        }
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init(new CertPathTrustManagerParameters(parameters));
        return new CheckedTrust(extended(factory), bundle.authorities());
    }

    /** The authorities that the JDK ships. */
    static CheckedTrust ofPlatform() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init((KeyStore) null);
        X509ExtendedTrustManager platform = extended(factory);
        return new CheckedTrust(platform, List.of(platform.getAcceptedIssuers()));
    }

    private static PKIXRevocationChecker checker(Revocation revocation) throws GeneralSecurityException {
        PKIXRevocationChecker checker =
                (PKIXRevocationChecker) CertPathBuilder.getInstance("PKIX").getRevocationChecker();
        Set<PKIXRevocationChecker.Option> options = EnumSet.of(PKIXRevocationChecker.Option.ONLY_END_ENTITY);
        if (!revocation.ocsp()) {
            options.add(PKIXRevocationChecker.Option.PREFER_CRLS);
        }
        if (!revocation.ocsp() || revocation.crls().isEmpty()) {
            options.add(PKIXRevocationChecker.Option.NO_FALLBACK);
        }
        if (revocation.unknown() == Revocation.Unknown.ACCEPT) {
            options.add(PKIXRevocationChecker.Option.SOFT_FAIL);
        }
        checker.setOptions(options);
        return checker;
    }

    private static X509ExtendedTrustManager extended(TrustManagerFactory factory) {
        for (TrustManager manager : factory.getTrustManagers()) {
            if (manager instanceof X509ExtendedTrustManager extended) {
                return extended;
            }
        }
        throw new IllegalStateException("this JDK's PKIX trust manager cannot check a connection");
    }

    private interface Check {
        void run() throws CertificateException;
    }

    private static void named(X509Certificate[] chain, Check check) throws CertificateException {
        try {
            check.run();
        } catch (CertificateException e) {
            throw new PeerRefused(code(chain, e), chain.length == 0 ? "no certificate" : subject(chain[0]));
        }
    }

    /** The JDK falls back to the common name of a certificate without alternative names; here such a name is none. */
    private static void requireAlternativeNames(X509Certificate[] chain) throws CertificateException {
        if (chain.length > 0 && SubjectNames.of(chain[0]).isEmpty()) {
            throw new PeerRefused("tls.peer_no_alternative_name", subject(chain[0]));
        }
    }

    private static String subject(X509Certificate certificate) {
        return "subject " + certificate.getSubjectX500Principal() + ", serial "
                + certificate.getSerialNumber().toString(16);
    }

    private static String code(X509Certificate[] chain, CertificateException refused) {
        for (Throwable cause = refused; cause != null; cause = cause.getCause()) {
            if (cause instanceof CertificateExpiredException) {
                return "tls.peer_expired";
            }
            if (cause instanceof CertificateNotYetValidException) {
                return "tls.peer_not_yet_valid";
            }
            if (cause instanceof CertPathValidatorException path && path.getReason() instanceof BasicReason reason) {
                String known = code(reason);
                if (known != null) {
                    return known;
                }
            }
            if (cause instanceof CertPathBuilderException && cause.getCause() == null) {
                boolean selfSigned = chain.length == 1
                        && chain[0].getSubjectX500Principal().equals(chain[0].getIssuerX500Principal());
                return selfSigned ? "tls.peer_self_signed" : "tls.peer_unknown_authority";
            }
        }
        String message = String.valueOf(refused.getMessage());
        return message.contains("subject alternative") || message.contains("No name matching")
                ? "tls.peer_wrong_name"
                : "tls.peer_refused";
    }

    private static @Nullable String code(BasicReason reason) {
        return switch (reason) {
            case EXPIRED -> "tls.peer_expired";
            case NOT_YET_VALID -> "tls.peer_not_yet_valid";
            case REVOKED -> "tls.peer_revoked";
            case UNDETERMINED_REVOCATION_STATUS -> "tls.peer_revocation_unknown";
            case ALGORITHM_CONSTRAINED -> "tls.peer_weak";
            case INVALID_SIGNATURE -> "tls.peer_signature";
            case UNSPECIFIED -> null;
        };
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        named(chain, () -> platform.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        requireAlternativeNames(chain);
        named(chain, () -> platform.checkServerTrusted(chain, type, socket));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        named(chain, () -> platform.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        requireAlternativeNames(chain);
        named(chain, () -> platform.checkServerTrusted(chain, type, engine));
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        named(chain, () -> platform.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        named(chain, () -> platform.checkServerTrusted(chain, type));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.toArray(X509Certificate[]::new);
    }
}
