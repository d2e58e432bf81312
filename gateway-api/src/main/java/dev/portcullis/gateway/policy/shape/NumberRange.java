package dev.portcullis.gateway.policy.shape;

/** A regular expression for the decimal numbers of a range, because JSON Schema cannot bound a number with a unit. */
final class NumberRange {
    private NumberRange() {}

    /** Matches the decimal numbers from {@code low} to {@code high} without leading zeros, both not negative. */
    static String regex(long low, long high) {
        StringBuilder alternatives = new StringBuilder();
        long first = 0;
        long last = 9;
        while (first <= high) {
            long from = Math.max(low, first);
            long to = Math.min(high, last);
            if (from <= to) {
                alternatives.append(alternatives.isEmpty() ? "" : "|");
                alternatives.append(sameLength(Long.toString(from), Long.toString(to)));
            }
            if (last == Long.MAX_VALUE) {
                break;
            }
            first = last + 1;
            last = last > Long.MAX_VALUE / 10 - 1 ? Long.MAX_VALUE : last * 10 + 9;
        }
        return "(?:" + alternatives + ")";
    }

    private static String sameLength(String from, String to) {
        int rest = from.length() - 1;
        if (from.equals("0".repeat(rest + 1)) && to.equals("9".repeat(rest + 1))) {
            return any(rest + 1);
        }
        char low = from.charAt(0);
        char high = to.charAt(0);
        if (low == high) {
            return rest == 0 ? String.valueOf(low) : low + "(?:" + sameLength(from.substring(1), to.substring(1)) + ")";
        }
        StringBuilder alternatives = new StringBuilder();
        if (!from.substring(1).equals("0".repeat(rest))) {
            alternatives.append(low).append("(?:");
            alternatives.append(sameLength(from.substring(1), "9".repeat(rest))).append(")|");
            low++;
        }
        String end = "";
        if (!to.substring(1).equals("9".repeat(rest))) {
            end = "|" + high + "(?:" + sameLength("0".repeat(rest), to.substring(1)) + ")";
            high--;
        }
        if (low <= high) {
            alternatives.append(low == high ? String.valueOf(low) : "[" + low + "-" + high + "]");
            alternatives.append(any(rest)).append(end);
        } else if (!end.isEmpty()) {
            alternatives.setLength(alternatives.length() - 1);
            alternatives.append(end);
        }
        return alternatives.toString();
    }

    private static String any(int digits) {
        return switch (digits) {
            case 0 -> "";
            case 1 -> "[0-9]";
            default -> "[0-9]{" + digits + "}";
        };
    }
}
