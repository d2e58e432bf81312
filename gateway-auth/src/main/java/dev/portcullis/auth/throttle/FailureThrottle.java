package dev.portcullis.auth.throttle;

import static java.util.Objects.requireNonNull;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.RemovalCause;
import dev.portcullis.gateway.Cidr;
import dev.portcullis.gateway.ClientAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Counts failed authentications by client address and by presented credential. It is asked about failures only, so a good
 * credential is never refused for what others did behind the same address or with its name. Memory is bounded: beyond some
 * hundred thousand addresses or credentials the least used are forgotten. Thread-safe; never blocks.
 */
public final class FailureThrottle implements AutoCloseable {
    /** How many counted failures are kept at most in each of the two tables. */
    private static final int KEPT = 1_000_000;

    private static final int MOST = 100_000;
    private static final int LEAST = 1_000;

    private final FailureLimits limits;
    private final InstantSource clock;
    private final Cache<Cidr, Failures> addresses;
    private final Cache<String, Failures> credentials;
    private final AtomicLong forgotten = new AtomicLong();

    /** Counts by these limits. */
    public FailureThrottle(FailureLimits limits, InstantSource clock) {
        this.limits = requireNonNull(limits, "limits");
        this.clock = requireNonNull(clock, "clock");
        this.addresses = cache(limits.perAddress());
        this.credentials = cache(limits.perCredential());
    }

    private <K> Cache<K, Failures> cache(int each) {
        return Caffeine.newBuilder()
                .maximumSize(Math.max(LEAST, Math.min(MOST, KEPT / each)))
                .expireAfterAccess(limits.within().plus(limits.lockout()))
                .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
                .executor(Runnable::run)
                .removalListener((key, value, cause) -> {
                    if (cause == RemovalCause.SIZE) {
                        forgotten.incrementAndGet();
                    }
                })
                .build();
    }

    /**
     * Takes note of a failure.
     *
     * @param client from where; addresses of one IPv6 /64 count as one
     * @param credential what was presented, by a name of bounded length, or {@code null}
     * @return how long failures are throttled from now; {@code null} where this one is answered as it is
     */
    public @Nullable Duration failed(ClientAddress client, @Nullable String credential) {
        long now = clock.millis();
        long address = count(addresses, client.network(), limits.perAddress(), now);
        long presented = credential == null ? 0 : count(credentials, credential, limits.perCredential(), now);
        long longer = Math.max(address, presented);
        return longer <= 0 ? null : Duration.ofMillis(longer);
    }

    private <K> long count(Cache<K, Failures> failures, K key, int limit, long now) {
        Failures counted = failures.get(key, unused -> new Failures(limit));
        return counted.add(now, limits.within().toMillis(), limits.lockout().toMillis());
    }

    /** How many addresses and credentials are remembered. */
    public long remembered() {
        return addresses.estimatedSize() + credentials.estimatedSize();
    }

    /** How many were forgotten because there were too many. */
    public long forgotten() {
        return forgotten.get();
    }

    @Override
    public void close() {
        addresses.invalidateAll();
        credentials.invalidateAll();
    }
}
