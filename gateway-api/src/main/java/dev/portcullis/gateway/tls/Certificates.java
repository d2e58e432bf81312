package dev.portcullis.gateway.tls;

import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;

/** Certificates as PEM files hold them, and what a usable one has. */
final class Certificates {
    /** More than any chain or trust bundle in use. */
    private static final int MAX = 2000;

    private Certificates() {}

    static List<X509Certificate> read(TlsFile file) throws TlsMaterialException {
        List<X509Certificate> certificates = new ArrayList<>();
        for (Pem.Block block : Pem.read(file)) {
            if (!block.label().equals("CERTIFICATE")) {
                continue;
            }
            if (certificates.size() == MAX) {
                throw new TlsMaterialException("tls.file_too_large", file + ": holds over " + MAX + " certificates");
            }
            certificates.add(certificate(file, block.der()));
        }
        if (certificates.isEmpty()) {
            throw new TlsMaterialException("tls.certificate_missing", file + ": holds no certificate");
        }
        return certificates;
    }

    private static X509Certificate certificate(TlsFile file, byte[] der) throws TlsMaterialException {
        try {
            return (X509Certificate)
                    CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
        } catch (CertificateException e) {
            throw new TlsMaterialException("tls.certificate_broken", file + ": a certificate cannot be parsed");
        }
    }

    /** In order, each issued by the next, and strong enough; the times are judged when it is used. */
    static void requireUsable(TlsFile file, List<X509Certificate> chain) throws TlsMaterialException {
        for (int i = 0; i < chain.size(); i++) {
            X509Certificate certificate = chain.get(i);
            requireStrong(file, certificate);
            if (i + 1 < chain.size()
                    && !certificate
                            .getIssuerX500Principal()
                            .equals(chain.get(i + 1).getSubjectX500Principal())) {
                throw new TlsMaterialException(
                        "tls.chain_order", file + ": certificate " + (i + 1) + " is not issued by the one after it");
            }
        }
    }

    private static void requireStrong(TlsFile file, X509Certificate certificate) throws TlsMaterialException {
        switch (Strength.of(certificate)) {
            case GOOD -> {}
            case KEY_TOO_SHORT ->
                throw new TlsMaterialException(
                        "tls.key_weak",
                        file + ": a key is too short; RSA needs " + Strength.MIN_RSA_BITS + " bits, EC "
                                + Strength.MIN_EC_BITS);
            case SIGNATURE_BROKEN ->
                throw new TlsMaterialException(
                        "tls.signature_weak", file + ": a certificate is signed with " + certificate.getSigAlgName());
        }
    }
}
