package dev.portcullis.ratelimit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Scheduler;
import dev.portcullis.ratelimit.bucket.BucketTable;
import dev.portcullis.ratelimit.bucket.Claim;
import dev.portcullis.ratelimit.bucket.Claims;
import dev.portcullis.ratelimit.bucket.Rate;
import dev.portcullis.ratelimit.shared.SharedBuckets;
import dev.portcullis.ratelimit.shared.StoreSettings;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Buckets that the nodes of a gateway share, and what this node does while they are out of reach. One round trip for a
 * request, or none where it holds a lease; a deadline that no request exceeds; nothing is ever tried twice.
 *
 * <p>The tables of a limit hold what the store last said of each key. In an outage {@code localShare} goes on from there with
 * a share of the rate, and afterwards the store is told, so that neither a store that comes back empty nor the share itself
 * gives a drained key another burst. Thread-safe.
 */
public final class ClusterStore implements AutoCloseable {
    /** What came of a request for tokens. */
    enum Result {
        TAKEN,
        REFUSED,
        /** Nobody was asked, and without an answer nobody passes. */
        CLOSED
    }

    private static final CompletionStage<Result> TAKEN = CompletableFuture.completedFuture(Result.TAKEN);
    private static final CompletionStage<Result> REFUSED = CompletableFuture.completedFuture(Result.REFUSED);

    private final SharedBuckets buckets;
    private final StoreSettings settings;
    private final String prefix;
    private final Scheduler scheduler;
    private final LongSupplier nanoTime;
    private final StoreHealth health;
    private final Leases leases;
    private final LongAdder asked = new LongAdder();
    private final LongAdder alone = new LongAdder();
    private final long secretHigh;
    private final long secretLow;

    /**
     * A store.
     *
     * @param prefix what the names of all its buckets begin with: nodes that share limits have the same
     * @param secret what keys are hashed with before they leave the process; the same on all nodes
     * @param random spreads what nodes would otherwise do at the same time
     */
    public ClusterStore(
            SharedBuckets buckets,
            StoreSettings settings,
            String prefix,
            byte[] secret,
            Scheduler scheduler,
            LongSupplier nanoTime,
            RandomGenerator random) {
        this.buckets = requireNonNull(buckets, "buckets");
        this.settings = requireNonNull(settings, "settings");
        this.prefix = requireNonNull(prefix, "prefix");
        this.scheduler = requireNonNull(scheduler, "scheduler");
        this.nanoTime = requireNonNull(nanoTime, "nanoTime");
        this.health = new StoreHealth(buckets::probe, settings.deadline(), scheduler, random);
        this.leases = new Leases(nanoTime);
        ByteBuffer words = ByteBuffer.wrap(digest(secret));
        this.secretHigh = words.getLong();
        this.secretLow = words.getLong();
    }

    private static byte[] digest(byte[] secret) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update("portcullis rate limit keys".getBytes(UTF_8));
            return digest.digest(secret);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    long secretHigh() {
        return secretHigh;
    }

    long secretLow() {
        return secretLow;
    }

    StoreSettings settings() {
        return settings;
    }

    /** Whether the store answers. */
    public boolean up() {
        return health.up();
    }

    /** How often it stopped answering. */
    public long outages() {
        return health.outages();
    }

    /** How many requests were judged without it. */
    public long alone() {
        return alone.sum();
    }

    /** How often it was asked. */
    public long asked() {
        return asked.sum();
    }

    /**
     * Takes the tokens of all claims or of none.
     *
     * @param takings those that want any are told their answers before this completes, within the deadline, and never with a
     *     failure
     */
    CompletionStage<Result> take(List<Taking> takings) {
        if (takings.isEmpty()) {
            return TAKEN;
        }
        for (Taking taking : takings) {
            taking.byCluster();
            if (taking.wantsTooMuch()) {
                return CompletableFuture.completedFuture(Result.REFUSED);
            }
        }
        Taking first = takings.get(0);
        Leases.Lease lease = takings.size() == 1 ? leases.of(first.terms(), first.place()) : null;
        long now = nanoTime.getAsLong();
        if (lease != null) {
            long[] told = lease.take(first.tokens, now);
            if (told != null) {
                first.answers(told, 0);
                return TAKEN;
            }
            long ago = lease.refused(first.tokens, now);
            if (ago >= 0) {
                first.answers(lease.refusal(), 0);
                first.age(ago);
                return REFUSED;
            }
        }
        if (!health.up()) {
            return CompletableFuture.completedFuture(withoutStore(takings));
        }
        long extra = lease != null && settings.lease() > 1 && lease.ask(now)
                ? Math.max(0, settings.lease() - first.tokens)
                : 0;
        return ask(takings, extra, lease);
    }

    private CompletionStage<Result> ask(List<Taking> takings, long extra, Leases.@Nullable Lease lease) {
        asked.increment();
        CompletableFuture<Result> result = new CompletableFuture<>();
        AtomicBoolean settled = new AtomicBoolean();
        Scheduler.Timer deadline = scheduler.schedule(
                () -> {
                    if (settled.compareAndSet(false, true)) {
                        health.late();
                        result.complete(withoutStore(takings));
                    }
                },
                settings.deadline());
        CompletionStage<SharedBuckets.Answer> stage;
        try {
            stage = buckets.take(wanted(takings), extra);
        } catch (RuntimeException e) { // a store that throws is one that does not answer
            stage = CompletableFuture.failedFuture(e);
        }
        stage.whenComplete((answer, failure) -> {
            if (!settled.compareAndSet(false, true)) {
                return;
            }
            deadline.cancel();
            if (failure != null) {
                health.failed(failure);
                result.complete(withoutStore(takings));
                return;
            }
            health.answered();
            result.complete(told(takings, answer, lease));
        });
        return result;
    }

    private List<SharedBuckets.Wanted> wanted(List<Taking> takings) {
        List<SharedBuckets.Wanted> wanted = new ArrayList<>();
        for (Taking taking : takings) {
            String key = prefix
                    + ':'
                    + taking.limiter.storeName()
                    + ':'
                    + Long.toHexString(taking.high)
                    + '.'
                    + Long.toHexString(taking.low)
                    + '.';
            long now = taking.limiter.state.nanos();
            for (int i = 0; i < taking.claims().length; i++) {
                Rate rate = taking.terms().rates()[i];
                long known = taking.limiter
                        .state
                        .tables
                        .get(i)
                        .look(taking.high, taking.low, taking.terms().numbers()[i], now);
                boolean insists = known < 0;
                wanted.add(new SharedBuckets.Wanted(
                        key + i,
                        rate,
                        taking.tokens,
                        taking.terms().allowances()[i],
                        insists ? ~known : known,
                        insists));
            }
        }
        return wanted;
    }

    private Result told(List<Taking> takings, SharedBuckets.Answer answer, Leases.@Nullable Lease lease) {
        int at = 0;
        boolean all = true;
        for (long one : answer.answers()) {
            all &= one >= 0;
        }
        for (Taking taking : takings) {
            taking.answers(answer.answers(), at);
            at += taking.claims().length;
            long now = taking.limiter.state.nanos();
            for (int i = 0; i < taking.claims().length; i++) {
                BucketTable table = taking.limiter.state.tables.get(i);
                table.store(taking.high, taking.low, taking.terms().numbers()[i], taking.missing(i, all), now);
            }
        }
        if (all && lease != null && answer.extra() > 0) {
            lease.grant(answer.extra(), answer.answers(), nanoTime.getAsLong());
        }
        if (!all && lease != null) {
            long now = nanoTime.getAsLong();
            lease.refuse(
                    takings.get(0).tokens,
                    answer.answers(),
                    now,
                    now + takings.get(0).untilAny());
        }
        return all ? Result.TAKEN : Result.REFUSED;
    }

    private Result withoutStore(List<Taking> takings) {
        alone.increment();
        switch (settings.onOutage()) {
            case OPEN -> {
                takings.forEach(Taking::untold);
                return Result.TAKEN;
            }
            case CLOSED -> {
                takings.forEach(Taking::untold);
                return Result.CLOSED;
            }
            case LOCAL_SHARE -> {
                List<Claim> claims = new ArrayList<>();
                long now = nanoTime.getAsLong();
                for (Taking taking : takings) {
                    taking.byShare();
                    taking.at(now);
                    claims.addAll(List.of(taking.claims()));
                }
                return Claims.take(claims.toArray(new Claim[0])) ? Result.TAKEN : Result.REFUSED;
            }
        }
        throw new IllegalStateException("no such way: " + settings.onOutage());
    }

    /** Lets go of the store. */
    @Override
    public void close() {
        health.close();
        buckets.close();
    }
}
