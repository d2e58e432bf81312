package dev.portcullis.auth.access;

import static java.util.Objects.requireNonNull;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.Set;

/**
 * A window of the day by the clocks of a zone: from one time up to another, the latter excluded. A window whose end is before
 * its start goes over midnight and belongs to the day on which it starts. Where clocks are set back, an hour comes twice and is
 * in the window both times; where they are set forward, the missing hour never comes. Immutable.
 *
 * @param from the first time of day
 * @param to the first that is no longer in it
 * @param zone whose clocks
 * @param days on which it starts; all for every day
 */
public record TimeWindow(LocalTime from, LocalTime to, ZoneId zone, Set<DayOfWeek> days) {
    /** Checks that the window is not empty, and copies the days. */
    public TimeWindow {
        requireNonNull(zone, "zone");
        days = Set.copyOf(days);
        if (from.equals(to)) {
            throw new IllegalArgumentException("from and to are the same time");
        }
        if (days.isEmpty()) {
            throw new IllegalArgumentException("days: at least one is required");
        }
    }

    /** Whether the instant is in the window. */
    public boolean contains(Instant instant) {
        ZonedDateTime there = instant.atZone(zone);
        LocalTime time = there.toLocalTime();
        if (from.isBefore(to)) {
            return !time.isBefore(from) && time.isBefore(to) && days.contains(there.getDayOfWeek());
        }
        if (!time.isBefore(from)) {
            return days.contains(there.getDayOfWeek());
        }
        return time.isBefore(to) && days.contains(there.getDayOfWeek().minus(1));
    }
}
