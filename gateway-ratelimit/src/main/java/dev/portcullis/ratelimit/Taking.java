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

    /** Finds out what there is, where nothing was tried; changes nothing. */
    void look(long now) {
        if (tried) {
            age(now - triedAt);
            return;
        }
        at(now);
        if (limiter.concurrency()) {
            free = limiter.state.permits.free(place(), terms.concurrency());
        }
        for (int i = 0; i < claims.length; i++) {
            long known = limiter.state.tables.get(i).look(high, low, terms.numbers()[i], limiter.state.at(now));
            claims[i].answer(terms.rates()[i].consume(known < 0 ? ~known : known, tokens, terms.allowances()[i]));
        }
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

    private long waitNanos(int i) {
        Rate rate = terms.rates()[i];
        long answer = claims[i].answer();
        if (answer == Rate.NEVER) {
            return rate.nanosFor(rate.full());
        }
        // what was reserved is there once the bucket is no longer in debt; what was refused, once that much has come
        return rate.nanosFor(answer >= 0 ? answer - rate.full() : terms.allowances()[i] - answer);
    }

    /** The items of {@code RateLimit}. */
    void describe(StringBuilder to, boolean taken) {
        if (limiter.concurrency()) {
            Fields.item(to, limiter.names[0], Math.max(0, free), -1);
            return;
        }
        if (crowdedOut) {
            Fields.item(to, limiter.names[0], 0, waitNanos());
            return;
        }
        long unit = Fields.unit(limiter.limit.cost());
        for (int i = 0; i < claims.length; i++) {
            Rate rate = terms.rates()[i];
            long missing = missing(i, taken);
            boolean refused = claims[i].answer() < 0;
            long nanos = refused ? waitNanos(i) : rate.nanosFor(missing);
            Fields.item(to, limiter.names[i], rate.tokens(missing) * unit, nanos);
        }
    }

    /** The units that a bucket misses now. */
    long missing(int i, boolean taken) {
        Rate rate = terms.rates()[i];
        if (crowdedOut) {
            return rate.full();
        }
        long answer = claims[i].answer();
        if (answer == Rate.NEVER) {
            return rate.full();
        }
        if (answer >= 0) {
            return taken ? answer : Math.max(0, answer - tokens * rate.price());
        }
        return Math.max(0, -answer + rate.full() + terms.allowances()[i] - tokens * rate.price());
    }

    /** The tokens left in the bucket that has the fewest. */
    long left(boolean taken) {
        if (limiter.concurrency()) {
            return Math.max(0, free);
        }
        long least = Long.MAX_VALUE;
        for (int i = 0; i < claims.length; i++) {
            least = Math.min(least, terms.rates()[i].tokens(missing(i, taken)));
        }
        return least;
    }

    /** The capacity of the bucket that has the fewest tokens left. */
    long most(boolean taken) {
        if (limiter.concurrency()) {
            return terms.concurrency();
        }
        long most = 0;
        long least = Long.MAX_VALUE;
        for (int i = 0; i < claims.length; i++) {
            long left = terms.rates()[i].tokens(missing(i, taken));
            if (left < least) {
                least = left;
                most = terms.rates()[i].bandwidth().capacity();
            }
        }
        return most;
    }

    /** The time until all its buckets are full, in nanoseconds. */
    long resetNanos(boolean taken) {
        long reset = refuses() ? waitNanos() : 0;
        for (int i = 0; i < claims.length; i++) {
            reset = Math.max(reset, terms.rates()[i].nanosFor(missing(i, taken)));
        }
        return reset;
    }
}
