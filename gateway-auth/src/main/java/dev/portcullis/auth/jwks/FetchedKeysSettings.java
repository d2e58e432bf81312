package dev.portcullis.auth.jwks;

import java.time.Duration;

/**
 * How an issuer's keys are kept.
 *
 * @param fresh how long fetched keys are taken as current; from then on they are fetched anew in the background while they
 *     still serve. A key that the issuer removed is dead after this and one fetch.
 * @param stale how long keys serve while the issuer cannot be asked, from the last success
 * @param between the least time between two fetches for keys that are not known
 * @param patience how long a token with an unknown key waits for the next permitted fetch
 * @param waiting how many tokens may wait at once
 * @param retry the first delay after a failed fetch; doubles up to {@code fresh}, with jitter
 */
public record FetchedKeysSettings(
        Duration fresh, Duration stale, Duration between, Duration patience, int waiting, Duration retry) {
    /** Five minutes fresh, an hour stale, a fetch in five seconds, 256 tokens waiting up to six seconds. */
    public static final FetchedKeysSettings DEFAULTS = new FetchedKeysSettings(
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofSeconds(5),
            Duration.ofSeconds(6),
            256,
            Duration.ofSeconds(1));

    /** The same with keys current for another time. */
    public FetchedKeysSettings withFresh(Duration other) {
        return new FetchedKeysSettings(other, stale, between, patience, waiting, retry);
    }

    /** The same with keys that serve for another time while the issuer cannot be asked. */
    public FetchedKeysSettings withStale(Duration other) {
        return new FetchedKeysSettings(fresh, other, between, patience, waiting, retry);
    }

    /** The same with tokens that wait for another time. */
    public FetchedKeysSettings withPatience(Duration other) {
        return new FetchedKeysSettings(fresh, stale, between, other, waiting, retry);
    }

    /** Checks that all are positive. */
    public FetchedKeysSettings {
        for (Duration positive : new Duration[] {fresh, stale, between, patience, retry}) {
            if (positive.isNegative() || positive.isZero()) {
                throw new IllegalArgumentException("a time to keep keys by must be positive, got " + positive);
            }
        }
        if (waiting < 0) {
            throw new IllegalArgumentException("waiting: must not be negative, got " + waiting);
        }
    }
}
