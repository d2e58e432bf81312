package dev.portcullis.gateway.hygiene;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Web origins (RFC 6454), as browsers write them: scheme and host in lower case, no default port, no path. */
final class Origins {
    private Origins() {}

    /** The origins as browsers write them. */
    static Set<String> of(Collection<String> origins) {
        Set<String> canonical = new LinkedHashSet<>();
        for (String origin : origins) {
            canonical.add(canonical(requireNonNull(origin, "origin")));
        }
        return canonical;
    }

    private static String canonical(String origin) {
        URI uri;
        try {
            uri = new URI(origin.toLowerCase(Locale.ROOT));
        } catch (URISyntaxException e) {
            throw wrong(origin, e);
        }
        String scheme = uri.getScheme();
        String host = uri.getHost();
        boolean web = "https".equals(scheme) || "http".equals(scheme);
        if (!web
                || host == null
                || uri.getUserInfo() != null
                || !uri.getRawPath().isEmpty()
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || uri.getPort() == 0
                || uri.getPort() > 65535
                || uri.getRawAuthority().endsWith(":")) {
            throw wrong(origin, null);
        }
        boolean usual = uri.getPort() == ("https".equals(scheme) ? 443 : 80);
        return scheme + "://" + host + (uri.getPort() < 0 || usual ? "" : ":" + uri.getPort());
    }

    private static IllegalArgumentException wrong(String origin, @Nullable Throwable cause) {
        return new IllegalArgumentException(
                "an origin such as https://shop.example or http://localhost:3000 expected, without path and wildcards;"
                        + " got \"" + origin + "\"",
                cause);
    }
}
