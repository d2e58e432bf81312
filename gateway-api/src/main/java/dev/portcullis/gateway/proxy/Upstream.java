package dev.portcullis.gateway.proxy;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Where requests go.
 *
 * @param origin scheme and authority, and a path that is put before each target; {@code http} or {@code https}, without
 *     query, fragment or user info
 * @param timeout for the connection, then for the head of the answer, then between any two pieces of its content; positive
 * @param tls what an {@code https} upstream is trusted by and shown, or {@code null} for the JDK's defaults; the host name
 *     is checked in either case
 */
public record Upstream(
        URI origin, Duration timeout, @Nullable SSLContext tls) {
    /** How long an upstream may take where nothing else is said. */
    public static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(30);

    /** Checks the origin and the time-out. */
    public Upstream {
        requireNonNull(origin, "origin");
        requireNonNull(timeout, "timeout");
        String scheme = origin.getScheme() == null ? "" : origin.getScheme().toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            throw new IllegalArgumentException("origin: http or https expected, got scheme \"" + scheme + "\"");
        }
        if (origin.getHost() == null || origin.getRawUserInfo() != null) {
            throw new IllegalArgumentException("origin: a host, and no user info, expected");
        }
        if (origin.getRawQuery() != null || origin.getRawFragment() != null) {
            throw new IllegalArgumentException("origin: neither query nor fragment expected");
        }
        if (timeout.isNegative() || timeout.isZero()) {
            throw new IllegalArgumentException("timeout: must be positive, got " + timeout);
        }
    }

    /** The upstream at this origin, with the default time-out. */
    public static Upstream of(String origin) {
        return new Upstream(URI.create(origin), DEFAULT_TIMEOUT, null);
    }

    /** What precedes each target: the origin without a trailing slash. */
    String prefix() {
        String path = origin.getRawPath() == null ? "" : origin.getRawPath();
        String kept = path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
        return origin.getScheme() + "://" + origin.getRawAuthority() + kept;
    }
}
