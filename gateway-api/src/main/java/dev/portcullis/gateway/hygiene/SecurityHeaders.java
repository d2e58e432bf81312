package dev.portcullis.gateway.hygiene;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.HeaderEdits;
import dev.portcullis.gateway.Verdict;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Tells browsers what they must not do with any response, refusals included: guess content types, show it in a frame of
 * another site, send the full address elsewhere and, over TLS, come back without TLS (RFC 6797, sent over TLS only). What
 * the handler says itself about frames and referrers stands; the rest is the gateway's. For
 * {@link dev.portcullis.gateway.Stage#HYGIENE}. Immutable and thread-safe.
 */
public final class SecurityHeaders implements Filter {
    private final @Nullable String transportSecurity;
    private final @Nullable String frameAncestors;
    private final @Nullable String frameOptions;
    private final @Nullable String referrerPolicy;

    private SecurityHeaders(Builder builder) {
        transportSecurity = builder.transportSecurity;
        frameAncestors = builder.frameAncestors == null ? null : "frame-ancestors " + builder.frameAncestors;
        frameOptions = frameOptions(builder.frameAncestors);
        referrerPolicy = builder.referrerPolicy;
    }

    /** One year of TLS for this host, no frames, and the origin alone for other sites. */
    public static SecurityHeaders defaults() {
        return builder().build();
    }

    /** Begins with what {@link #defaults} has. */
    public static Builder builder() {
        return new Builder();
    }

    @Override
    public Verdict onRequest(Exchange exchange) {
        HeaderEdits edits = exchange.responseHeaders();
        edits.set("X-Content-Type-Options", "nosniff");
        if (transportSecurity != null && exchange.request().scheme().equals("https")) {
            edits.set("Strict-Transport-Security", transportSecurity);
        }
        if (frameAncestors != null) {
            edits.setIfAbsent("Content-Security-Policy", frameAncestors);
        }
        if (frameOptions != null) {
            edits.setIfAbsent("X-Frame-Options", frameOptions);
        }
        if (referrerPolicy != null) {
            edits.setIfAbsent("Referrer-Policy", referrerPolicy);
        }
        return Decision.CONTINUE;
    }

    @Override
    public String name() {
        return "security-headers";
    }

    /** What browsers without Content-Security-Policy are told; it has no words for a list of sites. */
    private static @Nullable String frameOptions(@Nullable String ancestors) {
        if (ancestors == null) {
            return null;
        }
        return switch (ancestors) {
            case "'none'" -> "DENY";
            case "'self'" -> "SAMEORIGIN";
            default -> null;
        };
    }

    /** Collects what is said. Not thread-safe. */
    public static final class Builder {
        private @Nullable String transportSecurity = "max-age=31536000";
        private @Nullable String frameAncestors = "'none'";
        // not no-referrer: with that, browsers send "Origin: null" with forms of the same site (Fetch, section 3.1)
        private @Nullable String referrerPolicy = "strict-origin-when-cross-origin";

        private Builder() {}

        /**
         * Sets how long browsers come back over TLS only (RFC 6797, section 6.1).
         *
         * @param maxAge from now on; at least a second
         * @param includeSubDomains whether for every host below this one too
         */
        public Builder transportSecurity(Duration maxAge, boolean includeSubDomains) {
            if (maxAge.toSeconds() < 1) {
                throw new IllegalArgumentException("maxAge: at least a second, got " + maxAge);
            }
            transportSecurity = "max-age=" + maxAge.toSeconds() + (includeSubDomains ? "; includeSubDomains" : "");
            return this;
        }

        /** Lets browsers come back without TLS. */
        public Builder omitTransportSecurity() {
            transportSecurity = null;
            return this;
        }

        /**
         * Sets which sites may show a response in a frame (CSP level 3, section 6.4.2), where the handler has no
         * Content-Security-Policy of its own.
         *
         * @param sources such as {@code 'self'} or {@code https://portal.example}
         */
        public Builder frameAncestors(String sources) {
            FieldNames.requireValue(sources, "sources");
            if (sources.isBlank() || sources.indexOf(';') >= 0 || sources.indexOf(',') >= 0) {
                throw new IllegalArgumentException("sources: separated by spaces, got \"" + sources + "\"");
            }
            frameAncestors = sources;
            return this;
        }

        /** Lets every site show a response in a frame. */
        public Builder allowFramingByAnySite() {
            frameAncestors = null;
            return this;
        }

        /** Sets the referrer policy, where the handler has none of its own; {@code null} for none. */
        public Builder referrerPolicy(@Nullable String policy) {
            referrerPolicy = policy == null ? null : FieldNames.requireToken(requireNonNull(policy), "policy");
            return this;
        }

        /** The filter. */
        public SecurityHeaders build() {
            return new SecurityHeaders(this);
        }
    }
}
