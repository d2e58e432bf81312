package dev.portcullis.auth.apikey;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.HexFormat;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one API key: who uses it and what it may do, and not the key.
 *
 * @param id names the key in logs and audit; letters, digits and {@code . _ -}
 * @param mac the HMAC-SHA-256 of the key, 64 hexadecimal digits
 * @param subject who uses it
 * @param scopes that it carries
 * @param roles that it carries
 * @param groups that its user is in
 * @param tenant that it belongs to, or {@code null}
 * @param notAfter when it ends, or {@code null} for never
 */
public record ApiKey(
        String id,
        String mac,
        String subject,
        Set<String> scopes,
        Set<String> roles,
        Set<String> groups,
        @Nullable String tenant,
        @Nullable Instant notAfter) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,127}");

    /** Checks the parts and copies the sets. */
    public ApiKey {
        requireId(id);
        requireNonNull(subject, "subject");
        scopes = Set.copyOf(scopes);
        roles = Set.copyOf(roles);
        groups = Set.copyOf(groups);
        if (mac.length() != 2 * KeyMac.LENGTH) {
            throw new IllegalArgumentException("mac: " + 2 * KeyMac.LENGTH + " hexadecimal digits expected");
        }
        HexFormat.of().parseHex(mac); // says where it is no such digit
    }

    static void requireId(String id) {
        if (!ID.matcher(id).matches()) {
            throw new IllegalArgumentException(
                    "id: up to 128 letters, digits and . _ - expected, a letter or digit first");
        }
    }

    byte[] macBytes() {
        return HexFormat.of().parseHex(mac);
    }

    /** Whether the key has ended: it is good up to its last instant, and not at it. */
    boolean ended(Instant now) {
        return notAfter != null && !now.isBefore(notAfter);
    }
}
