package dev.portcullis.auth.jwt;

import static java.util.Objects.requireNonNull;

import dev.portcullis.auth.jwks.JwsAlgorithm;
import dev.portcullis.auth.jwks.KeySource;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An issuer whose tokens are accepted, and on what terms. The terms belong to the issuer: a key or an algorithm of one never
 * serves a token of another (RFC 8725, section 3.8). Immutable.
 */
public final class JwtIssuer {
    /** What is allowed where nothing else is said. */
    public static final Set<JwsAlgorithm> DEFAULT_ALGORITHMS =
            Set.of(JwsAlgorithm.RS256, JwsAlgorithm.PS256, JwsAlgorithm.ES256, JwsAlgorithm.EdDSA);

    /** The most that clocks may differ. */
    public static final Duration MAX_CLOCK_SKEW = Duration.ofMinutes(5);

    /** What kind of token is accepted. */
    public enum Type {
        /** Everything but an ID token, and nothing that declares to be something else. */
        ANY,
        /** Access tokens after RFC 9068 alone, with {@code typ: at+jwt} and all claims that it requires. */
        ACCESS
    }

    private final String issuer;
    private final Set<String> audience;
    private final Set<JwsAlgorithm> algorithms;
    private final KeySource keys;
    private final Duration clockSkew;
    private final Type type;
    private final @Nullable Duration maxAge;
    private final boolean missingExpirationAllowed;

    private JwtIssuer(Builder builder) {
        issuer = builder.issuer;
        audience = builder.audience;
        algorithms = builder.algorithms;
        keys = builder.keys;
        clockSkew = builder.clockSkew;
        type = builder.type;
        maxAge = builder.maxAge;
        missingExpirationAllowed = builder.missingExpirationAllowed;
    }

    /**
     * Starts the terms of an issuer.
     *
     * @param issuer compared byte for byte with the claim {@code iss}
     * @param audience at least one of these must be among the claim {@code aud}
     * @param keys of this issuer
     * @throws IllegalArgumentException without an audience: a token for anybody is a token for nobody
     */
    public static Builder of(String issuer, Set<String> audience, KeySource keys) {
        return new Builder(issuer, audience, keys);
    }

    /** Compared byte for byte with the claim {@code iss}. */
    public String issuer() {
        return issuer;
    }

    Set<String> audience() {
        return audience;
    }

    boolean allows(JwsAlgorithm algorithm) {
        return algorithms.contains(algorithm);
    }

    KeySource keys() {
        return keys;
    }

    Duration clockSkew() {
        return clockSkew;
    }

    Type type() {
        return type;
    }

    @Nullable
    Duration maxAge() {
        return maxAge;
    }

    boolean missingExpirationAllowed() {
        return missingExpirationAllowed;
    }

    @Override
    public String toString() {
        return "JwtIssuer[" + issuer + "]";
    }

    /** The terms in the making. Not thread-safe. */
    public static final class Builder {
        private final String issuer;
        private final Set<String> audience;
        private final KeySource keys;
        private Set<JwsAlgorithm> algorithms = DEFAULT_ALGORITHMS;
        private Duration clockSkew = Duration.ofSeconds(30);
        private Type type = Type.ANY;
        private @Nullable Duration maxAge;
        private boolean missingExpirationAllowed;

        private Builder(String issuer, Set<String> audience, KeySource keys) {
            this.issuer = requireNonNull(issuer, "issuer");
            this.audience = Set.copyOf(audience);
            this.keys = requireNonNull(keys, "keys");
            if (audience.isEmpty()) {
                throw new IllegalArgumentException("audience: at least one is required");
            }
        }

        /**
         * Sets which algorithms are allowed.
         *
         * @throws IllegalArgumentException for none, or for one with a shared secret: {@link #allowSharedSecret} says that
         */
        public Builder algorithms(Set<JwsAlgorithm> allowed) {
            if (allowed.isEmpty()) {
                throw new IllegalArgumentException("algorithms: at least one is required");
            }
            for (JwsAlgorithm algorithm : allowed) {
                if (algorithm.symmetric()) {
                    throw new IllegalArgumentException(algorithm + " has a shared secret; see allowSharedSecret");
                }
            }
            algorithms = Set.copyOf(allowed);
            return this;
        }

        /** Allows one algorithm with a shared secret and no other: whoever verifies could sign too. */
        public Builder allowSharedSecret(JwsAlgorithm algorithm) {
            if (!algorithm.symmetric()) {
                throw new IllegalArgumentException(algorithm + " has no shared secret");
            }
            algorithms = EnumSet.of(algorithm);
            return this;
        }

        /** Sets how far clocks may differ, at most {@link #MAX_CLOCK_SKEW}. */
        public Builder clockSkew(Duration skew) {
            if (skew.isNegative() || skew.compareTo(MAX_CLOCK_SKEW) > 0) {
                throw new IllegalArgumentException("clockSkew: between 0 and " + MAX_CLOCK_SKEW + " expected");
            }
            clockSkew = skew;
            return this;
        }

        /** Sets what kind of token is accepted. */
        public Builder type(Type accepted) {
            type = requireNonNull(accepted, "accepted");
            return this;
        }

        /** Refuses tokens that were issued longer ago, or do not say when. */
        public Builder maxAge(Duration age) {
            if (age.isNegative() || age.isZero()) {
                throw new IllegalArgumentException("maxAge: must be positive");
            }
            maxAge = age;
            return this;
        }

        /** Accepts tokens that never expire. */
        public Builder allowMissingExpiration() {
            missingExpirationAllowed = true;
            return this;
        }

        /** The terms. */
        public JwtIssuer build() {
            return new JwtIssuer(this);
        }
    }
}
