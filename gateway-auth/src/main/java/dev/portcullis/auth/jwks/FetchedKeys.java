package dev.portcullis.auth.jwks;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Scheduler;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An issuer's keys, fetched and kept fresh. One fetch at a time serves everybody. A token whose key is not known is answered
 * only after a fetch that began after the token came, so a rotation refuses nobody; such fetches have a budget, within which
 * tokens wait, and beyond which nobody can say ({@link KeySource.Lookup.Unavailable}). A key that was asked for and is not
 * there is remembered as such until the next successful fetch, which whoever asks for it again starts as soon as the budget
 * permits: an issuer may sign with a key before all of it publishes the key.
 *
 * <p>Thread-safe; never blocks, and completes futures without holding its lock.
 */
public final class FetchedKeys implements KeySource {
    private static final Logger LOG = LoggerFactory.getLogger(FetchedKeys.class);
    private static final int MAX_ABSENT = 1000;

    private final String issuer;
    private final KeyFetch fetch;
    private final FetchedKeysSettings settings;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final RandomGenerator random;

    private final Object lock = new Object();
    private final Queue<Waiting> queue = new ArrayDeque<>();
    private final Set<String> absent = new HashSet<>();
    private volatile @Nullable Fetched current;
    private final AtomicLong generation = new AtomicLong();
    private final LongAdder fetches = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private boolean fetching;
    private boolean scheduled;
    private boolean closed;
    private int failures;
    private Instant nextForced = Instant.MIN;
    private Instant nextAttempt = Instant.MIN;

    private record Fetched(VerificationKeys keys, String fingerprint, Instant at, Instant refresh, Instant end) {}

    private record Waiting(
            JwsAlgorithm algorithm, @Nullable String id, CompletableFuture<Lookup> answer, Scheduler.Timer patience) {}

    /**
     * Keys of an issuer; the first fetch is made at once.
     *
     * @param issuer for log lines
     * @param random for the jitter of retries
     */
    public FetchedKeys(
            String issuer,
            KeyFetch fetch,
            FetchedKeysSettings settings,
            InstantSource clock,
            Scheduler scheduler,
            RandomGenerator random) {
        this.issuer = requireNonNull(issuer, "issuer");
        this.fetch = requireNonNull(fetch, "fetch");
        this.settings = requireNonNull(settings, "settings");
        this.clock = requireNonNull(clock, "clock");
        this.scheduler = requireNonNull(scheduler, "scheduler");
        this.random = requireNonNull(random, "random");
        startIfDue(clock.instant());
    }

    @Override
    public CompletionStage<Lookup> find(JwsAlgorithm algorithm, @Nullable String id) {
        Instant now = clock.instant();
        Fetched known = usable(now);
        if (known != null) {
            if (!now.isBefore(known.refresh())) {
                startIfDue(now);
            }
            VerificationKey key = known.keys().get(algorithm, id);
            if (key != null) {
                return CompletableFuture.completedFuture(new Lookup.Found(key));
            }
        }
        return await(algorithm, id, now, known != null);
    }

    /** As promised; and a look that finds the keys no longer fresh has them fetched, like a search does. */
    @Override
    public long generation() {
        Fetched known = current;
        if (known == null) {
            return generation.get();
        }
        Instant now = clock.instant();
        if (!now.isBefore(known.end())) {
            return -1; // the search that follows asks for them, and waits
        }
        if (!now.isBefore(known.refresh())) {
            startIfDue(now);
        }
        return generation.get();
    }

    /** How often keys were asked for. For metrics. */
    public long fetches() {
        return fetches.sum();
    }

    /** How often they could not be had. For metrics. */
    public long failures() {
        return failed.sum();
    }

    /** How many tokens are waiting for keys. For metrics. */
    public int waiting() {
        synchronized (lock) {
            return queue.size();
        }
    }

    /** Which keys are in use, and whether the issuer gives them; equal as long as neither changes. */
    public String state() {
        Fetched known = current;
        boolean failing;
        synchronized (lock) {
            failing = failures > 0;
        }
        String keys = known == null ? "none" : known.keys().keys().size() + " sha256:" + known.fingerprint();
        return failing ? keys + ", cannot be had" : keys;
    }

    /** How old the keys in use are; empty before the first success. For metrics. */
    public Optional<Duration> age() {
        Fetched known = current;
        return known == null ? Optional.empty() : Optional.of(Duration.between(known.at(), clock.instant()));
    }

    private @Nullable Fetched usable(Instant now) {
        Fetched known = current;
        return known != null && now.isBefore(known.end()) ? known : null;
    }

    private CompletionStage<Lookup> await(JwsAlgorithm algorithm, @Nullable String id, Instant now, boolean haveKeys) {
        CompletableFuture<Lookup> answer = new CompletableFuture<>();
        boolean start;
        synchronized (lock) {
            Instant permitted = permitted(haveKeys);
            if (haveKeys && absent.contains(name(algorithm, id)) && !fetching && now.isBefore(permitted)) {
                return CompletableFuture.completedFuture(new Lookup.Unknown());
            }
            Duration wait = fetching || !now.isBefore(permitted) ? Duration.ZERO : Duration.between(now, permitted);
            if (closed || queue.size() >= settings.waiting() || wait.compareTo(settings.patience()) > 0) {
                return CompletableFuture.completedFuture(new Lookup.Unavailable(atLeastASecond(wait)));
            }
            Scheduler.Timer patience = scheduler.schedule(() -> giveUp(answer), settings.patience());
            queue.add(new Waiting(algorithm, id, answer, patience));
            start = !fetching && wait.isZero();
            if (!fetching && !start && !scheduled) {
                scheduled = true;
                scheduler.schedule(this::permittedNow, wait);
            }
        }
        if (start) {
            start(now);
        }
        return answer;
    }

    /** When a fetch for unknown keys may begin: within the budget, and after a failure not before its delay. */
    private Instant permitted(boolean haveKeys) {
        if (!haveKeys) {
            return nextAttempt;
        }
        return nextForced.isAfter(nextAttempt) ? nextForced : nextAttempt;
    }

    private void permittedNow() {
        synchronized (lock) {
            scheduled = false;
        }
        start(clock.instant());
    }

    private void giveUp(CompletableFuture<Lookup> answer) {
        synchronized (lock) {
            queue.removeIf(waiting -> waiting.answer() == answer);
        }
        answer.complete(new Lookup.Unavailable(atLeastASecond(settings.between())));
    }

    private void startIfDue(Instant now) {
        synchronized (lock) {
            if (now.isBefore(nextAttempt)) {
                return;
            }
        }
        start(now);
    }

    private void start(Instant now) {
        List<Waiting> served;
        synchronized (lock) {
            if (fetching || closed) {
                return;
            }
            fetching = true;
            nextForced = now.plus(settings.between());
            served = new ArrayList<>(queue); // whoever comes from now on needs a fetch that begins later
            queue.clear();
        }
        fetches.increment();
        CompletionStage<VerificationKeys> pending;
        try {
            pending = fetch.fetch();
        } catch (RuntimeException e) {
            pending = CompletableFuture.failedFuture(e);
        }
        CompletionStage<Boolean> unused = pending.handle((keys, failure) -> {
            finish(served, keys, failure);
            return true;
        });
    }

    private void finish(List<Waiting> served, @Nullable VerificationKeys keys, @Nullable Throwable failure) {
        Instant now = clock.instant();
        List<Runnable> answers = new ArrayList<>(served.size());
        synchronized (lock) {
            fetching = false;
            boolean usable = false;
            // a set without keys takes away those that are known; before there were any, nobody knows what it means
            if (keys != null && (!keys.keys().isEmpty() || current != null)) {
                usable = true;
                succeeded(keys, now, served, answers);
            } else {
                failed(failure, now, served, answers);
            }
            if (!queue.isEmpty() && !scheduled) {
                scheduled = true;
                Instant permitted = permitted(usable);
                scheduler.schedule(
                        this::permittedNow, now.isBefore(permitted) ? Duration.between(now, permitted) : Duration.ZERO);
            }
        }
        answers.forEach(Runnable::run);
    }

    private void succeeded(VerificationKeys keys, Instant now, List<Waiting> served, List<Runnable> answers) {
        Fetched before = current;
        if (failures > 0) {
            LOG.info("the keys of {} can be had again", issuer);
        }
        Instant refresh = now.plus(settings.fresh());
        current = new Fetched(keys, keys.fingerprint(), now, refresh, refresh.plus(settings.stale()));
        if (before != null && !JwkDiff.keepsAll(before.keys(), keys)) {
            // last: whoever sees the new number can no longer find a key of before, and remember it under that number
            generation.incrementAndGet();
        }
        failures = 0;
        nextAttempt = now;
        absent.clear();
        for (Waiting waiting : served) {
            VerificationKey key = keys.get(waiting.algorithm(), waiting.id());
            if (key == null && absent.size() < MAX_ABSENT) {
                absent.add(name(waiting.algorithm(), waiting.id()));
            }
            Lookup found = key == null ? new Lookup.Unknown() : new Lookup.Found(key);
            answers.add(() -> answer(waiting, found));
        }
        // who came while this fetch was under way may take what it found, but not that it found nothing
        for (Iterator<Waiting> later = queue.iterator(); later.hasNext(); ) {
            Waiting waiting = later.next();
            VerificationKey key = keys.get(waiting.algorithm(), waiting.id());
            if (key != null) {
                later.remove();
                answers.add(() -> answer(waiting, new Lookup.Found(key)));
            }
        }
    }

    private void failed(@Nullable Throwable failure, Instant now, List<Waiting> served, List<Runnable> answers) {
        failures++;
        failed.increment();
        Duration delay = settings.retry();
        for (int i = 1; i < failures && delay.compareTo(settings.fresh()) < 0; i++) {
            delay = delay.multipliedBy(2);
        }
        delay = delay.compareTo(settings.fresh()) > 0 ? settings.fresh() : delay;
        Duration jittered = delay.dividedBy(2).plusNanos(random.nextLong(delay.toNanos() / 2 + 1));
        nextAttempt = now.plus(jittered);
        if (failures == 1) {
            LOG.warn("the keys of {} cannot be had, retrying: {}", issuer, why(failure));
        }
        Lookup nobodyCanSay = new Lookup.Unavailable(atLeastASecond(jittered));
        for (Waiting waiting : served) {
            answers.add(() -> answer(waiting, nobodyCanSay));
        }
        for (Waiting waiting : queue) { // who came meanwhile is no better off; a fetch that hangs is one fetch for all
            answers.add(() -> answer(waiting, nobodyCanSay));
        }
        queue.clear();
    }

    private static String why(@Nullable Throwable failure) {
        if (failure == null) {
            return "the key set holds no public key that verifies signatures";
        }
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException) {
            return "no answer in time";
        }
        return String.valueOf(cause);
    }

    private static void answer(Waiting waiting, Lookup lookup) {
        waiting.patience().cancel();
        waiting.answer().complete(lookup);
    }

    private static String name(JwsAlgorithm algorithm, @Nullable String id) {
        return algorithm + " " + id;
    }

    private static Duration atLeastASecond(Duration wait) {
        return wait.compareTo(Duration.ofSeconds(1)) < 0 ? Duration.ofSeconds(1) : wait;
    }

    @Override
    public void close() {
        List<Waiting> left;
        synchronized (lock) {
            closed = true;
            left = new ArrayList<>(queue);
            queue.clear();
        }
        left.forEach(waiting -> answer(waiting, new Lookup.Unavailable(Duration.ofSeconds(1))));
    }
}
