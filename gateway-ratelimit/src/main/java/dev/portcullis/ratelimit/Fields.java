package dev.portcullis.ratelimit;

import dev.portcullis.ratelimit.bucket.Bandwidth;
import dev.portcullis.ratelimit.bucket.Rate;
import java.util.List;

/**
 * The fields that tell a client about its limits, as the {@link RateLimit#DRAFT draft} has them, in the syntax of RFC 9651.
 *
 * <p>{@code q} is the capacity and {@code w} the seconds in which an empty bucket fills. {@code r} is what is left, and
 * {@code t} the seconds until all of it is there again or, in a refusal, until there is enough for the request that was
 * refused; {@code Retry-After} is then the same.
 */
final class Fields {
    static final String POLICY = "RateLimit-Policy";
    static final String LIMIT = "RateLimit";
    static final String RETRY_AFTER = "Retry-After";
    static final String QUOTA_EXCEEDED = "https://iana.org/assignments/http-problem-types#quota-exceeded";

    private static final long NANOS = 1_000_000_000;
    /** The largest integer of RFC 9651, section 3.3.1. */
    private static final long LARGEST = 999_999_999_999_999L;

    private Fields() {}

    /** What a limit's bandwidth is called; each needs a name of its own. */
    static String name(String limit, int index, List<Bandwidth> bandwidths) {
        return bandwidths.size() == 1 ? limit : limit + '.' + (index + 1);
    }

    /** The item of {@code RateLimit-Policy} for a bandwidth. */
    static String policy(String name, Rate rate, Cost cost) {
        StringBuilder item = new StringBuilder().append('"').append(name).append("\";q=");
        item.append(bounded(rate.bandwidth().capacity() * unit(cost)));
        if (cost instanceof Cost.ByBodyBytes) {
            item.append(";qu=\"content-bytes\"");
        }
        return item.append(";w=").append(seconds(rate.nanosFor(rate.full()))).toString();
    }

    /** The item of {@code RateLimit-Policy} for places. */
    static String policy(String name, int places) {
        return '"' + name + "\";q=" + places + ";qu=\"concurrent-requests\"";
    }

    /** Adds an item of {@code RateLimit}. */
    static void item(StringBuilder to, String name, long left, long nanos) {
        if (to.length() > 0) {
            to.append(", ");
        }
        to.append('"').append(name).append("\";r=").append(bounded(left));
        if (nanos >= 0) {
            to.append(";t=").append(seconds(nanos));
        }
    }

    /** How much content a token stands for, where it stands for content. */
    static long unit(Cost cost) {
        return cost instanceof Cost.ByBodyBytes body ? body.unit() : 1;
    }

    /** Whole seconds, rounded up. */
    static long seconds(long nanos) {
        return bounded(nanos <= 0 ? 0 : (nanos - 1) / NANOS + 1);
    }

    private static long bounded(long number) {
        return Math.min(number, LARGEST);
    }
}
