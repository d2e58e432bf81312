package dev.portcullis.ratelimit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * Other terms at some time of day. The first window that is open counts; a caller's tier comes before all of them.
 *
 * @param from the first minute, by the clocks of the zone
 * @param to the first minute after it; before {@code from}, the window spans midnight
 * @param zone whose clocks
 * @param terms what counts then; of the same kind, with as many bandwidths, as the limit's own
 */
public record Window(LocalTime from, LocalTime to, ZoneId zone, Terms terms) {
    /** Checks that the window is ever open and closed. */
    public Window {
        requireNonNull(zone, "zone");
        requireNonNull(terms, "terms");
        if (from.equals(to)) {
            throw new IllegalArgumentException("from and to: different times expected, got " + from + " twice");
        }
    }

    /** Whether it is open. Where clocks skip or repeat an hour, what they show counts. */
    public boolean open(Instant at) {
        LocalTime now = LocalTime.ofInstant(at, zone);
        boolean begun = !now.isBefore(from);
        boolean ended = !now.isBefore(to);
        return from.isBefore(to) ? begun && !ended : begun || !ended;
    }
}
