package dev.portcullis.gateway.tls;

import static java.util.Objects.requireNonNull;

import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.cert.CRL;
import java.security.cert.CRLException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.util.ArrayList;
import java.util.List;

/**
 * Whether certificates are checked for revocation, by what, and what counts when that cannot be found out.
 *
 * @param crls the revocation lists (RFC 5280, section 5)
 * @param ocsp whether the responder that a certificate names is asked (RFC 6960); a handshake waits for it
 * @param unknown what counts when the status cannot be found out; never implied
 */
public record Revocation(List<X509CRL> crls, boolean ocsp, Unknown unknown) {
    /** What counts for a certificate whose status cannot be found out. */
    public enum Unknown {
        /** The certificate is refused. */
        REFUSE,
        /** The certificate is accepted. */
        ACCEPT
    }

    /** Copies the lists. */
    public Revocation {
        crls = List.copyOf(crls);
        requireNonNull(unknown, "unknown");
        if (crls.isEmpty() && !ocsp) {
            throw new IllegalArgumentException("revocation: neither a revocation list nor OCSP was given");
        }
    }

    /** Checks against the lists in a PEM or DER file. */
    public static Revocation byCrl(Path file, Unknown unknown) throws TlsMaterialException {
        return byCrl(TlsFile.read(file), unknown);
    }

    /** Checks against the lists in a PEM or DER file. */
    public static Revocation byCrl(TlsFile file, Unknown unknown) throws TlsMaterialException {
        List<X509CRL> lists = new ArrayList<>();
        try {
            CertificateFactory factory = CertificateFactory.getInstance("X.509");
            for (CRL crl : factory.generateCRLs(new ByteArrayInputStream(file.content()))) {
                lists.add((X509CRL) crl);
            }
        } catch (CertificateException | CRLException e) {
            throw new TlsMaterialException("tls.crl_broken", file + ": is no certificate revocation list");
        }
        if (lists.isEmpty()) {
            throw new TlsMaterialException("tls.crl_broken", file + ": holds no certificate revocation list");
        }
        return new Revocation(lists, false, unknown);
    }

    /** The same, and where no list tells, the responder that the certificate names is asked. */
    public Revocation withOcsp() {
        return new Revocation(crls, true, unknown);
    }

    /** Asks the responders that certificates name. */
    public static Revocation byOcsp(Unknown unknown) {
        return new Revocation(List.of(), true, unknown);
    }
}
