package dev.portcullis.waf.seclang;

import java.util.ArrayList;
import java.util.List;

/** Joins lines that end in a backslash and leaves out comments and empty lines. */
final class LogicalLines {
    /** A joined line and the number of its first part. */
    record Line(String text, int number) {}

    private LogicalLines() {}

    static List<Line> of(String text) {
        List<Line> lines = new ArrayList<>();
        StringBuilder joined = new StringBuilder();
        int first = 0;
        int number = 0;
        for (int at = 0; at < text.length(); ) {
            int end = text.indexOf('\n', at);
            if (end < 0) {
                end = text.length();
            }
            int start = at;
            at = end + 1;
            number++;
            if (end > start && text.charAt(end - 1) == '\r') {
                end--;
            }
            if (joined.isEmpty()) {
                if (isComment(text, start, end)) {
                    continue;
                }
                first = number;
            }
            if (end > start && text.charAt(end - 1) == '\\') {
                joined.append(text, start, end - 1);
                continue;
            }
            joined.append(text, start, end);
            add(lines, joined, first);
        }
        add(lines, joined, first);
        return lines;
    }

    private static void add(List<Line> lines, StringBuilder joined, int first) {
        String line = joined.toString().strip();
        joined.setLength(0);
        if (!line.isEmpty()) {
            lines.add(new Line(line, first));
        }
    }

    private static boolean isComment(String text, int from, int to) {
        int at = from;
        while (at < to && Character.isWhitespace(text.charAt(at))) {
            at++;
        }
        return at < to && text.charAt(at) == '#';
    }
}
