package dev.portcullis.gateway.hygiene;

import dev.portcullis.gateway.Headers;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The fields of RFC 9440: structured fields (RFC 9651) whose items are byte sequences, each a certificate in DER. */
final class ClientCertFields {
    /** More than any chain in use. */
    static final int MAX_CHAIN = 10;

    private static final String OWN = "Client-Cert";
    private static final String CHAIN = "Client-Cert-Chain";

    private ClientCertFields() {}

    static List<X509Certificate> read(Headers headers) throws UnreadableCertificateException {
        List<String> own = headers.all(OWN);
        List<String> others = headers.all(CHAIN);
        if (own.isEmpty()) {
            if (!others.isEmpty()) {
                throw new UnreadableCertificateException(CHAIN + " without " + OWN);
            }
            return List.of();
        }
        if (own.size() > 1) {
            throw new UnreadableCertificateException(own.size() + " fields " + OWN);
        }
        List<X509Certificate> chain = new ArrayList<>();
        chain.add(item(own.get(0).strip()));
        for (String line : others) {
            list(line, chain);
        }
        return chain;
    }

    private static void list(String line, List<X509Certificate> chain) throws UnreadableCertificateException {
        int from = 0;
        while (from <= line.length()) {
            int comma = line.indexOf(',', from);
            int to = comma < 0 ? line.length() : comma;
            if (chain.size() > MAX_CHAIN) {
                throw new UnreadableCertificateException(CHAIN + " of more than " + MAX_CHAIN);
            }
            chain.add(item(line.substring(from, to).strip()));
            from = to + 1;
        }
    }

    /** One byte sequence between colons (RFC 9651, section 3.3.5), without parameters. */
    private static X509Certificate item(String text) throws UnreadableCertificateException {
        if (text.length() < 3 || text.charAt(0) != ':' || text.charAt(text.length() - 1) != ':') {
            throw new UnreadableCertificateException("a certificate that is no byte sequence between colons");
        }
        try {
            return certificate(Base64.getDecoder().decode(text.substring(1, text.length() - 1)));
        } catch (IllegalArgumentException e) {
            throw new UnreadableCertificateException("a certificate that is not base64");
        }
    }

    static X509Certificate certificate(byte[] der) throws UnreadableCertificateException {
        ByteArrayInputStream in = new ByteArrayInputStream(der);
        try {
            X509Certificate certificate =
                    (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(in);
            if (in.available() > 0) {
                throw new UnreadableCertificateException("a certificate with something behind it");
            }
            return certificate;
        } catch (CertificateException e) {
            throw new UnreadableCertificateException("a certificate that cannot be parsed");
        }
    }
}
