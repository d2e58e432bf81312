package dev.portcullis.ratelimit;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.HeaderEdits;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Problem;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What clients are told. */
final class Answers {
    private Answers() {}

    /** Tells about limits that let a request through. */
    static void describe(Exchange exchange, Taking[] takings) {
        for (Taking taking : takings) {
            RateLimit limit = taking.limiter.limit;
            if (limit.fields() == RateLimit.Fields.ALWAYS && !taking.isUntold()) {
                fields(exchange.responseHeaders(), new Standing(taking, true));
            }
        }
        legacy(exchange, takings, true);
    }

    /** Refuses, and tells what a client may know. */
    static Decision refuse(Exchange exchange, Taking[] takings) {
        List<String> violated = new ArrayList<>();
        String first = null;
        long wait = 0;
        for (Taking taking : takings) {
            if (taking.limiter.limit.fields() != RateLimit.Fields.NEVER) {
                fields(exchange.responseHeaders(), new Standing(taking, false));
            }
            if (taking.refuses()) {
                first = first == null ? taking.limiter.limit.name() : first;
                wait = Math.max(wait, taking.waitNanos());
                for (int i = 0; i < taking.limiter.names.length; i++) {
                    if (taking.isCrowdedOut() || taking.claims().length == 0 || taking.claims()[i].answer() < 0) {
                        violated.add(taking.limiter.names[i]);
                    }
                }
            }
        }
        legacy(exchange, takings, false);
        return refusal(first == null ? "unknown" : first, violated, wait);
    }

    /** A refusal by a limit; {@code Retry-After} is at least a second, so that nobody asks again at once. */
    static Decision refusal(String name, List<String> violated, long waitNanos) {
        String after = Long.toString(Math.max(1, Fields.seconds(waitNanos)));
        return Decision.reject(new Rejection(
                Reason.RATE_LIMITED,
                "limit." + name,
                "the limit " + name + " is reached; again after " + after + " s",
                Headers.of(Fields.RETRY_AFTER, after),
                new Problem(Fields.QUOTA_EXCEEDED, Map.of("violated-policies", violated))));
    }

    /** A refusal because nobody knows whether there are tokens. */
    static Decision unavailable(String name) {
        return Decision.reject(new Rejection(
                Reason.UNAVAILABLE,
                "limit.store_unavailable",
                "the store of the limit " + name + " does not answer, and the policy says onOutage: closed",
                Headers.of(Fields.RETRY_AFTER, "1")));
    }

    private static void fields(HeaderEdits edits, Standing standing) {
        StringBuilder item = new StringBuilder(48);
        standing.describe(item);
        edits.add(Fields.POLICY, standing.taking().terms().policy()).add(Fields.LIMIT, item.toString());
    }

    /** The fields that many clients knew before there was a draft, for the limit that has the least left. */
    private static void legacy(Exchange exchange, Taking[] takings, boolean taken) {
        Standing tightest = null;
        for (Taking taking : takings) {
            if (taking.limiter.limit.legacyFields() && !taking.isUntold()) {
                Standing standing = new Standing(taking, taken);
                tightest = tightest == null || standing.left() < tightest.left() ? standing : tightest;
            }
        }
        if (tightest != null) {
            exchange.responseHeaders()
                    .set("X-RateLimit-Limit", Long.toString(tightest.most()))
                    .set("X-RateLimit-Remaining", Long.toString(tightest.left()))
                    .set("X-RateLimit-Reset", Long.toString(Fields.seconds(tightest.resetNanos())));
        }
    }
}
