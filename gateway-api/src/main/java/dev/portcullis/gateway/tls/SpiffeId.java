package dev.portcullis.gateway.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * A workload's name after the SPIFFE standard (SPIFFE-ID, section 2; X509-SVID, section 2).
 *
 * @param trustDomain lower case letters, digits, dots, hyphens and underscores
 * @param path empty, or beginning with a slash
 */
public record SpiffeId(String trustDomain, String path) {
    private static final String SCHEME = "spiffe://";
    private static final int MAX = 2048;

    /**
     * The SPIFFE id of a leaf certificate: it has exactly one URI name, which is a valid id, and is no authority.
     *
     * @return empty for every other certificate
     */
    public static Optional<SpiffeId> of(X509Certificate leaf) {
        List<String> uris = SubjectNames.of(leaf).uris();
        return uris.size() == 1 && leaf.getBasicConstraints() < 0 ? parse(uris.get(0)) : Optional.empty();
    }

    /** The id that the text spells; empty where it spells none. */
    public static Optional<SpiffeId> parse(String text) {
        if (text.length() > MAX || !text.startsWith(SCHEME)) {
            return Optional.empty();
        }
        int slash = text.indexOf('/', SCHEME.length());
        int end = slash < 0 ? text.length() : slash;
        String domain = text.substring(SCHEME.length(), end);
        String path = text.substring(end);
        return validDomain(domain) && validPath(path) ? Optional.of(new SpiffeId(domain, path)) : Optional.empty();
    }

    private static boolean validDomain(String domain) {
        for (int i = 0; i < domain.length(); i++) {
            char c = domain.charAt(i);
            if (!(c >= 'a' && c <= 'z' || c >= '0' && c <= '9' || c == '.' || c == '-' || c == '_')) {
                return false;
            }
        }
        return !domain.isEmpty();
    }

    private static boolean validPath(String path) {
        if (path.isEmpty()) {
            return true;
        }
        for (String segment : path.substring(1).split("/", -1)) {
            if (segment.isEmpty() || segment.equals(".") || segment.equals("..") || !plain(segment)) {
                return false;
            }
        }
        return true;
    }

    private static boolean plain(String segment) {
        for (int i = 0; i < segment.length(); i++) {
            char c = segment.charAt(i);
            boolean letter = c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
            if (!letter && !(c >= '0' && c <= '9') && c != '.' && c != '-' && c != '_') {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return SCHEME + trustDomain + path;
    }
}
