package dev.portcullis.waf.internal;

import dev.portcullis.waf.seclang.SyntaxException;
import java.util.ArrayList;
import java.util.List;

/** Ids of rules as directives and {@code ctl} give them: {@code 10}, {@code 10-20}, or several with commas or blanks. */
record IdRanges(List<Range> ranges) {
    /** Ids from first to last, both included. */
    record Range(long first, long last) {}

    IdRanges {
        ranges = List.copyOf(ranges);
    }

    static IdRanges of(String text) throws SyntaxException {
        List<Range> ranges = new ArrayList<>();
        for (String part : text.strip().split("[ ,]+", -1)) {
            int dash = part.indexOf('-', 1);
            long first = id(dash < 0 ? part : part.substring(0, dash));
            ranges.add(new Range(first, dash < 0 ? first : id(part.substring(dash + 1))));
        }
        return new IdRanges(ranges);
    }

    private static long id(String text) throws SyntaxException {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            throw new SyntaxException("not the id of a rule, nor a range of ids: " + text);
        }
    }

    /** A number that is no id. */
    static int number(String text) throws SyntaxException {
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException e) {
            throw new SyntaxException("not a number: " + text);
        }
    }

    boolean has(long id) {
        for (Range range : ranges) {
            if (range.first <= id && id <= range.last) {
                return true;
            }
        }
        return false;
    }

    boolean has(RuleDraft rule) {
        return has(rule.id());
    }
}
