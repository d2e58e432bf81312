package dev.portcullis.auth.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TimeWindowTest {
    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Set<DayOfWeek> ALL = EnumSet.allOf(DayOfWeek.class);

    private static TimeWindow window(String from, String to, Set<DayOfWeek> days) {
        return new TimeWindow(LocalTime.parse(from), LocalTime.parse(to), BERLIN, days);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T06:59:59.999Z, false", // 07:59:59.999 in Berlin
        "2026-11-20T07:00:00Z, true",
        "2026-11-20T16:59:59.999Z, true",
        "2026-11-20T17:00:00Z, false",
        "2026-07-20T06:00:00Z, true", // summer time
        "2026-07-20T05:59:59Z, false",
        "2026-07-20T16:00:00Z, false",
    })
    void includesItsStartAndNotItsEnd(Instant at, boolean within) {
        assertThat(window("08:00", "18:00", ALL).contains(at)).isEqualTo(within);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-20T20:59:59Z, false",
        "2026-11-20T21:00:00Z, true", // Friday 22:00
        "2026-11-21T04:59:59Z, true", // Saturday 05:59
        "2026-11-21T05:00:00Z, false",
        "2026-11-21T21:00:00Z, false", // Saturday 22:00
        "2026-11-20T04:00:00Z, false", // Friday 05:00 belongs to Thursday
    })
    void goesOverMidnightAndBelongsToTheDayOnWhichItStarts(Instant at, boolean within) {
        assertThat(window("22:00", "06:00", EnumSet.of(DayOfWeek.FRIDAY)).contains(at))
                .isEqualTo(within);
    }

    @Test
    void anHourThatComesTwiceIsInBothTimes() {
        TimeWindow early = window("02:00", "03:00", ALL);
        assertThat(early.contains(Instant.parse("2026-10-25T00:30:00Z"))).isTrue(); // 02:30, the first time
        assertThat(early.contains(Instant.parse("2026-10-25T01:30:00Z"))).isTrue(); // 02:30, the second
        assertThat(early.contains(Instant.parse("2026-10-25T02:00:00Z"))).isFalse();
        assertThat(early.contains(Instant.parse("2026-03-29T01:30:00Z"))).isFalse(); // 03:30: there was no 02:30
    }

    @Test
    void anEmptyWindowIsAMistake() {
        assertThatThrownBy(() -> window("08:00", "08:00", ALL)).hasMessageContaining("the same time");
        assertThatThrownBy(() -> window("08:00", "09:00", Set.of())).hasMessageContaining("days");
    }
}
