package dev.portcullis.ratelimit.bucket4j;

import static java.util.Objects.requireNonNull;

import dev.portcullis.ratelimit.bucket.Bandwidth;
import dev.portcullis.ratelimit.bucket.Rate;
import dev.portcullis.ratelimit.shared.SharedBuckets;
import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.proxy.AsyncProxyManager;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Buckets in whatever a Bucket4j {@link AsyncProxyManager} reaches: Hazelcast, Infinispan, Ignite, SQL databases, Redis by
 * another client. Its clock, its round trips and its retries are the manager's own. Several buckets are taken from one after
 * the other, and what was taken is given back where a later one refuses; no leases. Thread-safe.
 */
public final class ProxyManagerBuckets implements SharedBuckets {
    private static final String PROBE = "portcullis:probe";

    private final AsyncProxyManager<String> manager;

    /**
     * Buckets of a manager, which is not closed here.
     *
     * @param manager never blocks; with keys of text
     */
    public ProxyManagerBuckets(AsyncProxyManager<String> manager) {
        this.manager = requireNonNull(manager, "manager");
    }

    @Override
    public CompletionStage<Answer> take(List<Wanted> wanted, long extra) {
        return takeFrom(wanted, 0, new long[wanted.size()]);
    }

    private CompletableFuture<Answer> takeFrom(List<Wanted> wanted, int at, long[] answers) {
        if (at == wanted.size()) {
            return CompletableFuture.completedFuture(new Answer(answers, 0));
        }
        Wanted one = wanted.get(at);
        return bucket(one).tryConsumeAndReturnRemaining(one.tokens()).thenCompose(probe -> {
            answers[at] = answer(one, probe);
            return probe.isConsumed()
                    ? takeFrom(wanted, at + 1, answers)
                    : giveBack(wanted, at).thenApply(unused -> new Answer(answers, 0));
        });
    }

    private CompletableFuture<?> giveBack(List<Wanted> wanted, int taken) {
        CompletableFuture<?>[] all = new CompletableFuture<?>[taken];
        for (int i = 0; i < taken; i++) {
            all[i] = bucket(wanted.get(i)).addTokens(wanted.get(i).tokens());
        }
        return CompletableFuture.allOf(all);
    }

    /** In units of the rate, from what Bucket4j tells in whole tokens and nanoseconds. */
    private static long answer(Wanted wanted, ConsumptionProbe probe) {
        Rate rate = wanted.rate();
        if (probe.isConsumed()) {
            return rate.full() - probe.getRemainingTokens() * rate.price();
        }
        return -Math.max(1, rate.units(probe.getNanosToWaitForRefill()));
    }

    private AsyncBucketProxy bucket(Wanted wanted) {
        BucketConfiguration configuration = configuration(wanted.rate().bandwidth());
        return manager.builder().build(wanted.key(), () -> CompletableFuture.completedFuture(configuration));
    }

    private static BucketConfiguration configuration(Bandwidth bandwidth) {
        return BucketConfiguration.builder()
                .addLimit(
                        limit -> limit.capacity(bandwidth.capacity()).refillGreedy(bandwidth.refill(), bandwidth.per()))
                .build();
    }

    @Override
    public CompletionStage<?> probe() {
        return manager.getProxyConfiguration(PROBE);
    }

    @Override
    public void close() {}
}
