package dev.portcullis.waf;

import java.util.concurrent.atomic.LongAdder;

/** What a firewall filter did so far. Thread-safe. */
public final class WafCounters {
    private final LongAdder inspected = new LongAdder();
    private final LongAdder requests = new LongAdder();
    private final LongAdder responses = new LongAdder();
    private final LongAdder limits = new LongAdder();
    private final LongAdder matches = new LongAdder();
    private final LongAdder shadowMatches = new LongAdder();

    WafCounters() {}

    void inspected() {
        inspected.increment();
    }

    void refused(Interruption stop) {
        LongAdder counter = stop.cause() == Interruption.Cause.LIMIT ? limits : stop.phase() < 3 ? requests : responses;
        counter.increment();
    }

    void matched(Transaction transaction) {
        matches.add(transaction.matchCount());
        shadowMatches.add(transaction.shadowMatchCount());
    }

    /** Exchanges that rules looked at. */
    public long exchanges() {
        return inspected.sum();
    }

    /** Requests that rules refused. */
    public long refusedRequests() {
        return requests.sum();
    }

    /** Responses that rules refused. */
    public long refusedResponses() {
        return responses.sum();
    }

    /** Refusals because a limit was reached. */
    public long reachedLimits() {
        return limits.sum();
    }

    /** Rules that matched, each once an exchange. */
    public long matchedRules() {
        return matches.sum();
    }

    /** Rules that matched in shadow, each once an exchange. */
    public long shadowMatchedRules() {
        return shadowMatches.sum();
    }
}
