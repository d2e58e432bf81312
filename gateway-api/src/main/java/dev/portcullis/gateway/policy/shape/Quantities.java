package dev.portcullis.gateway.policy.shape;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers with a unit: durations and sizes. */
final class Quantities {
    private static final String DIGITS = "(?:0|[1-9][0-9]{0,8})";
    private static final String POSITIVE = "[1-9][0-9]{0,8}";
    private static final Map<String, Long> DURATIONS = new LinkedHashMap<>();
    private static final Map<String, Long> SIZES = new LinkedHashMap<>();

    static {
        DURATIONS.put("ms", 1L);
        DURATIONS.put("s", 1_000L);
        DURATIONS.put("m", 60_000L);
        DURATIONS.put("h", 3_600_000L);
        DURATIONS.put("d", 86_400_000L);
        SIZES.put("B", 1L);
        SIZES.put("KiB", 1L << 10);
        SIZES.put("MiB", 1L << 20);
        SIZES.put("GiB", 1L << 30);
    }

    private Quantities() {}

    static Shape<Duration> duration(String least, @Nullable String most) {
        return shape("a duration such as 250ms, 30s, 5m, 1h or 7d", DURATIONS, least, most)
                .as("invalid", text -> Duration.ofMillis(value(text, DURATIONS)));
    }

    static Shape<Long> size(String least, @Nullable String most) {
        return shape("a size such as 512B, 64KiB or 1MiB", SIZES, least, most)
                .as("invalid", text -> value(text, SIZES));
    }

    private static Shape<String> shape(String words, Map<String, Long> units, String least, @Nullable String most) {
        long low = value(least, units);
        StringBuilder regex = new StringBuilder();
        if (most == null && low <= 1) {
            regex.append(low == 0 ? DIGITS : POSITIVE).append("(?:");
            regex.append(String.join("|", units.keySet())).append(')');
            return new TextShape(words, regex.toString(), 16, List.of());
        }
        long high = most == null ? Long.MAX_VALUE : value(most, units);
        units.forEach((unit, factor) -> {
            long from = (low + factor - 1) / factor;
            long to = Math.min(high / factor, 999_999_999L);
            if (from <= to) {
                regex.append(regex.isEmpty() ? "" : "|");
                regex.append(NumberRange.regex(from, to)).append(unit);
            }
        });
        String range = most == null ? ", at least " + least : ", from " + least + " to " + most;
        return new TextShape(words + range, regex.toString(), 16, List.of());
    }

    private static long value(String text, Map<String, Long> units) {
        int end = 0;
        while (end < text.length() && Character.isDigit(text.charAt(end))) {
            end++;
        }
        Long factor = units.get(text.substring(end));
        if (end == 0 || factor == null) {
            throw new IllegalArgumentException("a number and a unit expected, got " + text);
        }
        return Math.multiplyExact(Long.parseLong(text.substring(0, end)), factor);
    }
}
