package dev.portcullis.ratelimit;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/** Which window of a schedule is open; looked up once a minute, as windows begin and end on the minute. Thread-safe. */
final class Schedule {
    static final int NONE = -1;

    private static final long MINUTE = 60_000;

    private record Open(long minute, int window) {}

    private final List<Window> windows;
    private final InstantSource clock;
    private volatile Open open;

    Schedule(List<Window> windows, InstantSource clock) {
        this.windows = windows;
        this.clock = clock;
        this.open = at(Math.floorDiv(clock.millis(), MINUTE));
    }

    /** The index of the window that is open, or {@link #NONE}. */
    int current() {
        if (windows.isEmpty()) {
            return NONE;
        }
        long minute = Math.floorDiv(clock.millis(), MINUTE);
        Open known = open;
        if (known.minute != minute) {
            known = at(minute);
            open = known;
        }
        return known.window;
    }

    private Open at(long minute) {
        Instant instant = Instant.ofEpochMilli(minute * MINUTE);
        for (int i = 0; i < windows.size(); i++) {
            if (windows.get(i).open(instant)) {
                return new Open(minute, i);
            }
        }
        return new Open(minute, NONE);
    }
}
