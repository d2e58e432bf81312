package dev.portcullis.gateway.tls;

import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.CertificateException;
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
    private final @Nullable String trustDomain;

    private CheckedTrust(
            X509ExtendedTrustManager platform, List<X509Certificate> authorities, @Nullable String trustDomain) {
        this.platform = platform;
        this.authorities = authorities;
        this.trustDomain = trustDomain;
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
        return new CheckedTrust(
                extended(factory), bundle.authorities(), bundle.trustDomain().orElse(null));
    }

    /** The authorities that the JDK ships. */
    static CheckedTrust ofPlatform() throws GeneralSecurityException {
        TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
        factory.init((KeyStore) null);
        X509ExtendedTrustManager platform = extended(factory);
        return new CheckedTrust(platform, List.of(platform.getAcceptedIssuers()), null);
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

    /** What the JDK leaves open comes first, so that each refusal has a reason of its own. */
    private void check(X509Certificate[] chain, boolean server, Check platformCheck) throws CertificateException {
        PeerRules.require(chain, server, trustDomain);
        try {
            platformCheck.run();
        } catch (CertificateException e) {
            throw new PeerRefused(RefusalReason.of(chain, e), PeerRules.subject(chain));
        }
    }

    /** The id of a workload takes the place of a DNS name, so the JDK is not asked to compare one. */
    private boolean named() {
        return trustDomain == null;
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, false, () -> platform.checkClientTrusted(chain, type, socket));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
        check(chain, true, () -> {
            if (named()) {
                platform.checkServerTrusted(chain, type, socket);
            } else {
                platform.checkServerTrusted(chain, type);
            }
        });
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, false, () -> platform.checkClientTrusted(chain, type, engine));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) throws CertificateException {
        check(chain, true, () -> {
            if (named()) {
                platform.checkServerTrusted(chain, type, engine);
            } else {
                platform.checkServerTrusted(chain, type);
            }
        });
    }

    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, false, () -> platform.checkClientTrusted(chain, type));
    }

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
        check(chain, true, () -> platform.checkServerTrusted(chain, type));
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return authorities.toArray(X509Certificate[]::new);
    }
}
