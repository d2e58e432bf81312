package dev.portcullis.waf.internal;

import java.time.Clock;
import java.time.ZonedDateTime;
import java.util.function.LongSupplier;

/** What a transaction knows about time. */
final class TimeOfTransaction {
    /** Time stands still. */
    static final TimeOfTransaction NONE = new TimeOfTransaction(Surroundings.NONE.clock(), Surroundings.NONE.nanos());

    private final Clock clock;
    private final LongSupplier nanos;
    private final long start;

    TimeOfTransaction(Clock clock, LongSupplier nanos) {
        this.clock = clock;
        this.nanos = nanos;
        start = nanos.getAsLong();
    }

    long microsSinceStart() {
        return (nanos.getAsLong() - start) / 1000;
    }

    /** {@code HH:MM:SS} in the clock's zone. */
    String clockTime() {
        ZonedDateTime now = ZonedDateTime.now(clock);
        return two(now.getHour()) + ":" + two(now.getMinute()) + ":" + two(now.getSecond());
    }

    private static String two(int number) {
        return (number < 10 ? "0" : "") + number;
    }

    long number(Variable variable) {
        ZonedDateTime now = ZonedDateTime.now(clock);
        return switch (variable) {
            case TIME_DAY -> now.getDayOfMonth();
            case TIME_EPOCH -> now.toEpochSecond();
            case TIME_HOUR -> now.getHour();
            case TIME_MIN -> now.getMinute();
            case TIME_MON -> now.getMonthValue() - 1;
            case TIME_SEC -> now.getSecond();
            case TIME_WDAY -> now.getDayOfWeek().getValue() % 7;
            case TIME_YEAR -> now.getYear();
            default -> throw new IllegalArgumentException("not a time: " + variable);
        };
    }
}
