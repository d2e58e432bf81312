package dev.portcullis.waf.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * {@code @ipMatch} and {@code @ipMatchFromFile}: whether the value is an address of one of the networks. A value that is
 * no address does not match. Logarithmic in the number of networks.
 */
final class IpOperator implements Operator {
    private static final int LONGEST_ADDRESS = 45;

    /** Sorted and disjoint. */
    private final IpRange[] ranges;

    private IpOperator(List<IpRange> sorted) {
        List<IpRange> merged = new ArrayList<>();
        for (IpRange range : sorted) {
            IpRange before = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (before == null || IpRange.compare(range.first(), before.last()) > 0) {
                merged.add(range);
            } else if (IpRange.compare(range.last(), before.last()) > 0) {
                merged.set(merged.size() - 1, new IpRange(before.first(), range.last()));
            }
        }
        this.ranges = merged.toArray(new IpRange[0]);
    }

    static Compiled<Operator> of(byte[] argument) {
        return parse(new String(argument, StandardCharsets.ISO_8859_1).split(",", -1), "@ipMatch");
    }

    static Compiled<Operator> fromFile(byte[] argument, OperatorOptions options) {
        String name = new String(argument, StandardCharsets.UTF_8).strip();
        if (name.isEmpty() || name.startsWith("http://") || name.startsWith("https://")) {
            return Compiled.refused("@ipMatchFromFile needs the name of a file, and fetches nothing");
        }
        try {
            String content = new String(options.files().read(name), StandardCharsets.ISO_8859_1);
            List<String> entries = new ArrayList<>();
            for (String line : content.split("\n", -1)) {
                int comment = line.indexOf('#');
                String text = comment < 0 ? line : line.substring(0, comment);
                Collections.addAll(entries, text.split(",", -1));
            }
            return parse(entries.toArray(new String[0]), name);
        } catch (IOException e) {
            return Compiled.refused("the addresses cannot be read: " + e.getMessage());
        }
    }

    private static Compiled<Operator> parse(String[] entries, String where) {
        List<IpRange> ranges = new ArrayList<>();
        for (String entry : entries) {
            String text = entry.strip();
            if (text.isEmpty()) {
                continue;
            }
            IpRange range = IpRange.parse(text);
            if (range == null) {
                return Compiled.refused(where + " has an entry that is no address and no network: " + text);
            }
            ranges.add(range);
        }
        if (ranges.isEmpty()) {
            return Compiled.refused(where + " names no address");
        }
        Collections.sort(ranges);
        return Compiled.ready(new IpOperator(ranges));
    }

    @Override
    public boolean matches(byte[] value, int from, int to, Evaluation evaluation) {
        IpAddress ip = to - from > LONGEST_ADDRESS ? null : IpAddress.parse(value, from, to);
        if (ip == null) {
            return false;
        }
        int low = 0;
        int high = ranges.length - 1;
        while (low <= high) {
            int middle = (low + high) >>> 1;
            if (IpRange.compare(ip, ranges[middle].first()) < 0) {
                high = middle - 1;
            } else if (IpRange.compare(ip, ranges[middle].last()) > 0) {
                low = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }
}
