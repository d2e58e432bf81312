package dev.portcullis.ratelimit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.ratelimit.bucket.Bandwidth;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** When a window of a schedule is open, by the clocks that people see. */
class WindowTest {
    private static final Terms TERMS = new Terms.Tokens(List.of(new Bandwidth(1, 1, Duration.ofSeconds(1))));

    @ParameterizedTest
    @CsvSource({
        "22:00, 06:00, Europe/Berlin, 2026-11-20T20:59:59Z, false",
        "22:00, 06:00, Europe/Berlin, 2026-11-20T21:00:00Z, true",
        "22:00, 06:00, Europe/Berlin, 2026-11-20T23:30:00Z, true",
        "22:00, 06:00, Europe/Berlin, 2026-11-21T04:59:59Z, true",
        "22:00, 06:00, Europe/Berlin, 2026-11-21T05:00:00Z, false",
        // in summer the same clocks show the same an hour earlier
        "22:00, 06:00, Europe/Berlin, 2026-07-01T19:59:59Z, false",
        "22:00, 06:00, Europe/Berlin, 2026-07-01T20:00:00Z, true",
        "22:00, 06:00, Europe/Berlin, 2026-07-02T04:00:00Z, false",
        // 02:30 is skipped on 29 March: a window of that hour never opens that night
        "02:00, 03:00, Europe/Berlin, 2026-03-29T00:59:59Z, false",
        "02:00, 03:00, Europe/Berlin, 2026-03-29T01:00:00Z, false",
        // and is there twice on 25 October
        "02:00, 03:00, Europe/Berlin, 2026-10-25T00:30:00Z, true",
        "02:00, 03:00, Europe/Berlin, 2026-10-25T01:30:00Z, true",
        "02:00, 03:00, Europe/Berlin, 2026-10-25T02:00:00Z, false",
        "08:00, 18:00, Asia/Kolkata, 2026-11-20T02:30:00Z, true",
        "08:00, 18:00, Asia/Kolkata, 2026-11-20T12:30:00Z, false",
    })
    void opensAndClosesByTheClocksOfItsZone(LocalTime from, LocalTime to, ZoneId zone, Instant at, boolean open) {
        assertThat(new Window(from, to, zone, TERMS).open(at)).isEqualTo(open);
    }
}
