package dev.portcullis.audit.chain;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** Writes moments in the profile of RFC 3339 with microseconds; remembers the second, which most records share. */
final class Timestamps {
    private static final int SECONDS = 20;
    private static final int WHOLE = 21;

    private final byte[] text = "\"0000-00-00T00:00:00.000000Z\"".getBytes(US_ASCII);
    private long second = Long.MIN_VALUE;

    void write(Instant time, Utf8 out) {
        long now = time.getEpochSecond();
        if (now != second) {
            String whole = time.truncatedTo(ChronoUnit.SECONDS).toString();
            if (whole.length() != SECONDS) {
                out.string(time.toString()); // before the year 0 or after 9999
                return;
            }
            System.arraycopy(whole.getBytes(US_ASCII), 0, text, 1, SECONDS - 1);
            second = now;
        }
        int micros = time.getNano() / 1_000;
        for (int at = WHOLE + 5; at >= WHOLE; at--) {
            text[at] = (byte) ('0' + micros % 10);
            micros /= 10;
        }
        out.put(text);
    }
}
