package dev.portcullis.gateway.tls;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Who a certificate says its subject is: the subject alternative names (RFC 5280, section 4.2.1.6). The common name is
 * never one (RFC 9525, section 2).
 *
 * @param dns DNS names, lower case
 * @param uris URIs, as they are
 * @param addresses IP addresses in text form
 */
public record SubjectNames(List<String> dns, List<String> uris, List<String> addresses) {
    private static final int DNS = 2;
    private static final int URI = 6;
    private static final int ADDRESS = 7;

    /** Copies the lists. */
    public SubjectNames {
        dns = List.copyOf(dns);
        uris = List.copyOf(uris);
        addresses = List.copyOf(addresses);
    }

    /** The names in the certificate; empty where it has none or they cannot be parsed. */
    public static SubjectNames of(X509Certificate certificate) {
        List<String> dns = new ArrayList<>();
        List<String> uris = new ArrayList<>();
        List<String> addresses = new ArrayList<>();
        try {
            Collection<List<?>> names = certificate.getSubjectAlternativeNames();
            for (List<?> name : names == null ? List.<List<?>>of() : names) {
                if (name.get(1) instanceof String text) {
                    switch ((Integer) name.get(0)) {
                        case DNS -> dns.add(text.toLowerCase(Locale.ROOT));
                        case URI -> uris.add(text);
                        case ADDRESS -> addresses.add(text);
                        default -> {
                            // a mail address or a directory name says nothing about a service
                        }
                    }
                }
            }
        } catch (CertificateParsingException e) {
            return new SubjectNames(List.of(), List.of(), List.of());
        }
        return new SubjectNames(dns, uris, addresses);
    }

    /** Whether there is no name at all. */
    public boolean isEmpty() {
        return dns.isEmpty() && uris.isEmpty() && addresses.isEmpty();
    }

    /**
     * Whether a DNS name covers the host: equal, or a wildcard that stands for exactly the leftmost label (RFC 9525, section
     * 6.3).
     *
     * @param host lower case
     */
    public boolean covers(String host) {
        int dot = host.indexOf('.');
        for (String name : dns) {
            if (name.equals(host)) {
                return true;
            }
            boolean wildcard = name.startsWith("*.") && name.indexOf('.', 2) > 0;
            if (wildcard
                    && dot > 0
                    && host.regionMatches(dot, name, 1, Math.max(host.length() - dot, name.length() - 1))) {
                return true;
            }
        }
        return false;
    }
}
