package dev.portcullis.gateway;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Address ranges to look an address up in: logarithmic in their number, and without allocating more than the bytes of the
 * address. Immutable and thread-safe.
 */
public final class CidrSet {
    private static final Comparator<Cidr> BY_FIRST_ADDRESS = (a, b) -> {
        int family = Boolean.compare(a.isV4(), b.isV4());
        return family != 0 ? family : compare(a.high(), a.low(), b.high(), b.low());
    };

    /** No range. */
    public static final CidrSet EMPTY = new CidrSet(List.of());

    private final List<Cidr> ranges;
    private final Cidr[] disjoint; // the IPv6 ranges, then the IPv4 ranges, each by first address, none inside another
    private final int v4From;

    private CidrSet(Collection<Cidr> ranges) {
        this.ranges = List.copyOf(ranges);
        List<Cidr> sorted = new ArrayList<>(this.ranges);
        sorted.sort(BY_FIRST_ADDRESS.thenComparingInt(Cidr::prefixLength));
        List<Cidr> kept = new ArrayList<>(sorted.size());
        int v6 = 0;
        for (Cidr range : sorted) {
            if (kept.isEmpty() || !kept.get(kept.size() - 1).contains(range)) {
                kept.add(range);
                v6 += range.isV4() ? 0 : 1;
            }
        }
        disjoint = kept.toArray(Cidr[]::new);
        v4From = v6;
    }

    /** The set of these ranges. */
    public static CidrSet of(Collection<Cidr> ranges) {
        return ranges.isEmpty() ? EMPTY : new CidrSet(ranges);
    }

    /** The set of these ranges, each as {@link Cidr#parse} reads it. */
    public static CidrSet parse(String... ranges) {
        List<Cidr> parsed = new ArrayList<>(ranges.length);
        for (String range : ranges) {
            parsed.add(Cidr.parse(range));
        }
        return of(parsed);
    }

    /** Whether one of the ranges has the address. */
    public boolean contains(InetAddress address) {
        if (disjoint.length == 0) {
            return false;
        }
        byte[] bytes = address.getAddress();
        long high = Cidr.high(bytes);
        long low = Cidr.low(bytes);
        boolean v4 = Cidr.isV4(high, low);
        int from = v4 ? v4From : 0;
        int to = (v4 ? disjoint.length : v4From) - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            Cidr range = disjoint[middle];
            if (compare(high, low, range.high(), range.low()) < 0) {
                to = middle - 1;
            } else if (compare(high, low, range.lastHigh(), range.lastLow()) > 0) {
                from = middle + 1;
            } else {
                return true;
            }
        }
        return false;
    }

    /** Whether there is no range. */
    public boolean isEmpty() {
        return ranges.isEmpty();
    }

    /** The ranges as they were given. */
    public List<Cidr> ranges() {
        return ranges;
    }

    private static int compare(long high, long low, long otherHigh, long otherLow) {
        int upper = Long.compareUnsigned(high, otherHigh);
        return upper != 0 ? upper : Long.compareUnsigned(low, otherLow);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CidrSet set && set.ranges.equals(ranges);
    }

    @Override
    public int hashCode() {
        return ranges.hashCode();
    }

    @Override
    public String toString() {
        return ranges.toString();
    }
}
