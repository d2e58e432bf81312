package dev.portcullis.waf;

import org.jspecify.annotations.Nullable;

/**
 * A rule's message as a record may have it. Of its macros only scores and other counters stand there with their value: a
 * variable of the transaction with a name, holding a number too short to be anybody's secret. What any other macro stands for
 * may come from the request, and is {@code [redacted]}.
 */
final class RecordedMessage {
    private static final String BEGIN = "%{";
    private static final String COUNTERS = "tx.";
    private static final String REDACTED = "[redacted]";
    private static final int MOST_DIGITS = 5;

    private final String written;
    private final String expanded;
    private final StringBuilder told = new StringBuilder();
    /** Where the expanded text goes on, or -1 where it cannot be told. */
    private int at;

    private RecordedMessage(String written, String expanded) {
        this.written = written;
        this.expanded = expanded;
    }

    /**
     * The message.
     *
     * @param written as the rule has it
     * @param expanded the same with all its macros expanded
     */
    static String of(String written, String expanded) {
        return written.contains(BEGIN) ? new RecordedMessage(written, expanded).tell() : written;
    }

    private String tell() {
        int from = 0;
        int begin = written.indexOf(BEGIN);
        at = expanded.startsWith(written.substring(0, begin)) ? begin : -1;
        while (begin >= 0) {
            int end = written.indexOf('}', begin);
            if (end < 0) {
                break;
            }
            told.append(written, from, begin);
            from = end + 1;
            int next = written.indexOf(BEGIN, from);
            String value = value(written.substring(from, next < 0 ? written.length() : next), next < 0);
            boolean counter = isCounter(written.substring(begin + BEGIN.length(), end));
            told.append(counter && value != null && isShortNumber(value) ? value : REDACTED);
            begin = next;
        }
        return told.append(written, from, written.length()).toString();
    }

    /** What stands before the text that follows it. */
    private @Nullable String value(String following, boolean last) {
        if (at < 0) {
            return null;
        }
        int end = last && following.isEmpty() ? expanded.length() : expanded.indexOf(following, at);
        if (end < 0 || (following.isEmpty() && !last)) {
            at = -1; // two macros side by side: nobody knows whose value is whose
            return null;
        }
        String value = expanded.substring(at, end);
        at = end + following.length();
        return value;
    }

    private static boolean isCounter(String macro) {
        return macro.regionMatches(true, 0, COUNTERS, 0, COUNTERS.length())
                && macro.length() > COUNTERS.length()
                && !Character.isDigit(macro.charAt(COUNTERS.length())); // what a pattern captured
    }

    private static boolean isShortNumber(String value) {
        if (value.length() > MOST_DIGITS) {
            return false;
        }
        for (int i = 0; i < value.length(); i++) {
            if (value.charAt(i) < '0' || value.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }
}
