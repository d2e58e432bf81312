package dev.portcullis.ratelimit;

import dev.portcullis.ratelimit.bucket.Claim;
import dev.portcullis.ratelimit.bucket.KeyHash;
import dev.portcullis.ratelimit.bucket.Permits;
import dev.portcullis.ratelimit.bucket.Rate;
import org.jspecify.annotations.Nullable;

/** What one limit has to do with one request: the buckets it takes from, or the place. Not thread-safe. */
final class Taking {
    private static final Claim[] NO_CLAIMS = {};

    final Limiter limiter;
    final long high;
    final long low;
    final long tokens;
    private final RateSet whole;
    private RateSet terms;
    private Claim[] claims;
    private boolean untold;
    private Permits.@Nullable Key key;
    private boolean holdsPlace;
    private boolean crowdedOut;
    private boolean tried;
    private int free;
    private long triedAt;

    Taking(Limiter limiter, RateSet terms, KeyHash key, long tokens) {
        this.limiter = limiter;
        this.whole = terms;
        this.terms = terms;
        this.high = key.high();
        this.low = key.low();
        this.tokens = tokens;
        this.claims = claims(terms);
    }

    private Claim[] claims(RateSet of) {
        int count = of.rates().length;
        Claim[] each = count == 0 ? NO_CLAIMS : new Claim[count];
        for (int i = 0; i < count; i++) {
            each[i] = new Claim(limiter.state.tables.get(i), high, low, of.numbers()[i], tokens, of.allowances()[i]);
        }
        return each;
    }

    RateSet terms() {
        return terms;
    }

    /** The buckets that it takes from; none for places. */
    Claim[] claims() {
        return claims;
    }

    /** Takes from the buckets that all nodes share. */
    void byCluster() {
        apply(whole);
    }

    /** Takes from this node's own share of them. */
    void byShare() {
        RateSet share = whole.share();
        if (share != null) {
            apply(share);
        }
    }

    @SuppressWarnings("ReferenceEquality") // one of the two that it was made with
    private void apply(RateSet other) {
        untold = false;
        if (terms != other) {
            terms = other;
            claims = claims(other);
        }
    }

    /** Notes that nobody was asked, so that there is nothing to tell. */
    void untold() {
        untold = true;
    }

    /** Whether nobody was asked, or this node alone. */
    @SuppressWarnings("ReferenceEquality") // as above
    boolean withoutStore() {
        return untold || terms != whole;
    }

    boolean isUntold() {
        return untold;
    }

    /** Takes down what a store answered to its claims, from an index on. */
    void answers(long[] told, int from) {
        for (int i = 0; i < claims.length; i++) {
            claims[i].answer(told[from + i]);
        }
    }

    /** Whether it wants more than there could ever be; its claims are then answered. */
    boolean wantsTooMuch() {
        boolean tooMuch = false;
        for (int i = 0; i < claims.length; i++) {
            boolean never = tokens > terms.rates()[i].bandwidth().capacity();
            claims[i].answer(never ? Rate.NEVER : tokens * terms.rates()[i].price());
            tooMuch |= never;
        }
        return tooMuch;
    }

    /** Brings what a refused attempt was told up to date; what was refused stays refused. */
    void age(long passed) {
        for (int i = 0; i < claims.length; i++) {
            long answer = claims[i].answer();
            if (answer < 0 && answer != Rate.NEVER) {
                claims[i].answer(Math.min(-1, answer + terms.rates()[i].units(passed)));
            }
        }
    }

    /** Brings what is known up to date, where nothing was tried or that was a while ago; changes nothing. */
    void look(long now) {
        if (tried) {
            age(now - triedAt);
        } else {
            at(now);
            peek();
        }
    }

    /** Finds out what there is at the time of the attempt, without taking it. */
    void peek() {
        if (limiter.concurrency()) {
            free = limiter.state.permits.free(place(), terms.concurrency());
        }
        for (int i = 0; i < claims.length; i++) {
            claims[i].answer(terms.rates()[i].consume(known(i), tokens, terms.allowances()[i]));
        }
    }

    /** The units that a bucket misses, as far as this process knows. */
    private long known(int i) {
        LimitState state = limiter.state;
        long known = state.tables.get(i).look(high, low, terms.numbers()[i], state.at(triedAt));
        return known < 0 ? ~known : known;
    }

    /** Notes that those before it in line will take what there is, so that it could have what comes after that at best. */
    void overtakesNobody() {
        if (refuses()) {
            return;
        }
        free = -1;
        for (int i = 0; i < claims.length; i++) {
            claims[i].answer(-tokens * terms.rates()[i].price());
        }
    }

    /** Sets the time of the next attempt. */
    void at(long now) {
        tried = true;
        triedAt = now;
        for (Claim claim : claims) {
            claim.at(limiter.state.at(now));
        }
    }

    /** Who is counted: whose places, and whose line. */
    Permits.Key place() {
        Permits.Key known = key;
        if (known == null) {
            known = new Permits.Key(high, low);
            key = known;
        }
        return known;
    }

    /** The line to wait in, or {@code null} where nobody waits. */
    OnLimit.@Nullable Queue queue() {
        return !limiter.shadow && limiter.limit.onLimit() instanceof OnLimit.Queue queue ? queue : null;
    }

    /** Takes a place; returns false where none is free. */
    boolean acquire() {
        free = limiter.state.permits.acquire(place(), terms.concurrency());
        holdsPlace = free >= 0;
        return holdsPlace;
    }

    /** Gives the place back, if it has one. */
    boolean release() {
        if (!holdsPlace) {
            return false;
        }
        holdsPlace = false;
        free++;
        limiter.state.permits.release(place());
        return true;
    }

    /** Notes that the line has no place, so that nothing was tried. */
    void crowdedOut() {
        crowdedOut = true;
    }

    /** Whether this limit stands in the request's way. */
    boolean refuses() {
        if (crowdedOut) {
            return true;
        }
        if (limiter.concurrency()) {
            return free < 0;
        }
        for (Claim claim : claims) {
            if (claim.answer() < 0) {
                return true;
            }
        }
        return false;
    }

    /** Whether the request asks for more than the limit could ever give. */
    boolean never() {
        for (Claim claim : claims) {
            if (claim.answer() == Rate.NEVER) {
                return true;
            }
        }
        return false;
    }

    /** The time until a request for as many tokens, that was refused, could be let through, in nanoseconds. */
    long untilAny() {
        long wait = 0;
        for (int i = 0; i < claims.length; i++) {
            long answer = claims[i].answer();
            wait = Math.max(wait, answer < 0 && answer != Rate.NEVER ? terms.rates()[i].nanosFor(-answer) : 0);
        }
        return wait;
    }

    /** The time until the tokens are there, in nanoseconds. */
    long waitNanos() {
        OnLimit.Queue queue = queue();
        if (crowdedOut && queue != null) {
            return queue.timeout().toNanos(); // by then nobody is in the line who is in it now
        }
        long wait = 0;
        for (int i = 0; i < claims.length; i++) {
            wait = Math.max(wait, waitNanos(i));
        }
        return wait;
    }

    /** The time until the tokens of one bucket are there, in nanoseconds. */
    long waitNanos(int i) {
        Rate rate = terms.rates()[i];
        long answer = claims[i].answer();
        if (answer == Rate.NEVER) {
            return rate.nanosFor(rate.full());
        }
        // what was reserved is there once the bucket is no longer in debt; what was refused, once that much has come
        return rate.nanosFor(answer >= 0 ? answer - rate.full() : terms.allowances()[i] - answer);
    }

    /** The units that a bucket misses now. */
    long missing(int i, boolean taken) {
        Rate rate = terms.rates()[i];
        if (crowdedOut) {
            return rate.full();
        }
        long answer = claims[i].answer();
        if (answer == Rate.NEVER) {
            return known(i);
        }
        if (answer >= 0) {
            return taken ? answer : Math.max(0, answer - tokens * rate.price());
        }
        return Math.max(0, -answer + rate.full() + terms.allowances()[i] - tokens * rate.price());
    }

    /** The places that are free, not negative. */
    int free() {
        return Math.max(0, free);
    }

    /** Whether the line had no place. */
    boolean isCrowdedOut() {
        return crowdedOut;
    }
}
