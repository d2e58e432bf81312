package dev.portcullis.audit;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes instants in the profile of RFC 3339 with microseconds; remembers the second, which most records share. */
final class Timestamps {
    private long second = Long.MIN_VALUE;
    private final char[] text = "0000-00-00T00:00:00.000000Z".toCharArray();

    String text(Instant time) {
        long now = time.getEpochSecond();
        if (now != second) {
            String whole = time.truncatedTo(ChronoUnit.SECONDS).toString();
            if (whole.length() != 20) {
                return time.toString(); // before the year 0 or after 9999
            }
            whole.getChars(0, 19, text, 0);
            second = now;
        }
        int micros = time.getNano() / 1_000;
        for (int at = 25; at >= 20; at--) {
            text[at] = (char) ('0' + micros % 10);
            micros /= 10;
        }
        return new String(text);
    }
}
