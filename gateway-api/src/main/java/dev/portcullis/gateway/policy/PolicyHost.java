package dev.portcullis.gateway.policy;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.policy.spi.Purpose;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A gateway that follows its policy file. A change is taken whole or not at all, within two seconds: the candidate is
 * validated first, then replaces the policy at once for all exchanges that begin from then on; those that are under way end
 * on the policy they began with. A candidate with any mistake changes nothing. What the filters hold goes on where its own
 * settings did not change, and is closed when the last exchange that uses it has ended.
 *
 * <p>All files that the policy names are followed as well, through links, so that a rotated certificate or a swapped
 * Kubernetes ConfigMap is a change. Thread-safe. Stop the server before this is closed.
 */
public final class PolicyHost implements Host, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyHost.class);
    private static final int CLOSING_SECONDS = 15;

    private final PolicyLoader loader;
    private final FileWatch watch;
    private final ScheduledExecutorService timer;
    private final boolean ownsTimer;
    private final List<PolicyListener> listeners = new CopyOnWriteArrayList<>();
    private final ReentrantLock loading = new ReentrantLock();
    private volatile Generation current;
    private volatile boolean closed;
    private volatile Future<?> nextLook = CompletableFuture.completedFuture(null);

    private PolicyHost(PolicyLoader loader, Path file, ScheduledExecutorService timer, boolean ownsTimer)
            throws PolicyErrors {
        this.loader = loader;
        this.watch = new FileWatch(loader, file);
        this.timer = timer;
        this.ownsTimer = ownsTimer;
        LoadedPolicy first = assemble(watch.readNow(), null);
        this.current = new Generation(first, timer);
        active(first);
        schedule(watch.delayMillis());
    }

    /**
     * Loads a policy and follows it, on a daemon thread of its own.
     *
     * @throws PolicyErrors with all mistakes of the file as it is now
     */
    public static PolicyHost follow(PolicyLoader loader, Path file) throws PolicyErrors {
        ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
            Thread thread = new Thread(task, "portcullis-policy");
            thread.setDaemon(true);
            return thread;
        });
        boolean started = false;
        try {
            PolicyHost host = new PolicyHost(loader, file, timer, true);
            started = true;
            return host;
        } finally {
            if (!started) {
                timer.shutdown();
            }
        }
    }

    /**
     * Loads a policy and follows it.
     *
     * @param timer looks at the files, loads candidates and closes what is no longer used, so its tasks block; not shut down
     *     here
     * @throws PolicyErrors with all mistakes of the file as it is now
     */
    public static PolicyHost follow(PolicyLoader loader, Path file, ScheduledExecutorService timer)
            throws PolicyErrors {
        return new PolicyHost(loader, file, requireNonNull(timer, "timer"), false);
    }

    @Override
    public Passage open(RawHead head, Executor home) {
        return opened(gateway -> gateway.open(head, home));
    }

    @Override
    public Passage refuse(RawHead head, Rejection why) {
        return opened(gateway -> gateway.refuse(head, why));
    }

    private Passage opened(Function<Gateway, Passage> open) {
        Generation generation = current;
        while (!generation.enter()) {
            Generation next = current;
            if (next == generation) {
                // closed: what the filters held is gone, and they refuse
                return open.apply(generation.policy().gateway());
            }
            generation = next;
        }
        return new CountedPassage(open.apply(generation.policy().gateway()), generation);
    }

    /** The policy in force. */
    public LoadedPolicy current() {
        return current.policy();
    }

    /** Tells a listener of every policy that becomes active or is refused from now on. */
    public void listen(PolicyListener listener) {
        listeners.add(requireNonNull(listener, "listener"));
    }

    /**
     * Takes the file as it is now, without waiting for it to settle; what SIGHUP asks for.
     *
     * @return whether it was taken
     */
    public boolean reload() {
        loading.lock();
        try {
            return !closed && judge(watch.readNow());
        } finally {
            loading.unlock();
        }
    }

    private void look() {
        long delay = FileWatch.REST_MILLIS;
        try {
            delay = lookNow();
        } catch (RuntimeException | StackOverflowError e) { // the next look may fare better
            LOG.warn("could not look at the policy", e);
        } finally {
            schedule(delay);
        }
    }

    private long lookNow() {
        loading.lock();
        try {
            Draft candidate = closed ? null : watch.poll();
            if (candidate != null) {
                judge(candidate);
            }
            return watch.delayMillis();
        } finally {
            loading.unlock();
        }
    }

    private void schedule(long delay) {
        if (closed) {
            return;
        }
        try {
            nextLook = timer.schedule(this::look, delay, TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.warn("the policy is no longer followed: its timer was shut down");
        }
    }

    private LoadedPolicy assemble(Draft candidate, @Nullable LoadedPolicy before) throws PolicyErrors {
        try {
            return loader.assemble(candidate, Purpose.SERVE, before);
        } finally {
            watch.follow(candidate.sources());
        }
    }

    private boolean judge(Draft candidate) {
        Generation before = current;
        LoadedPolicy next;
        try {
            next = assemble(candidate, before.policy());
        } catch (PolicyErrors e) {
            refused(e.errors());
            return false;
        }
        current = new Generation(next, timer);
        before.retire();
        active(next);
        return true;
    }

    private void active(LoadedPolicy policy) {
        policy.active(all(policy));
    }

    private void refused(List<PolicyError> errors) {
        LOG.warn("the policy was refused, {} stays active: {}", current().metadata(), errors.get(0));
        for (PolicyListener listener : all(current())) {
            LoadedPolicy.tell(() -> listener.refused(errors));
        }
    }

    private List<PolicyListener> all(LoadedPolicy policy) {
        List<PolicyListener> all = new ArrayList<>(policy.listeners());
        all.addAll(listeners);
        return all;
    }

    /**
     * Follows the file no longer, and lets go of what the filters hold. Where no exchange is under way, all of that is closed
     * when this returns, so that a process may end then: an audit trail is written to its end and sealed. This may wait for
     * it, at most fifteen seconds beyond what closing the last policy takes; with a timer of the caller's, policies that were
     * replaced just before are closed by that timer. What exchanges still use is closed when the last of them has ended.
     * Idempotent.
     */
    @Override
    public void close() {
        loading.lock();
        try {
            if (closed) {
                return;
            }
            closed = true;
            nextLook.cancel(false);
        } finally {
            loading.unlock();
        }
        current.retireNow();
        if (ownsTimer) {
            timer.shutdown();
            awaitTimer();
        }
    }

    /** It may be closing a policy that was replaced. A listener that closes this runs on it, under the lock. */
    private void awaitTimer() {
        if (loading.isHeldByCurrentThread()) {
            return;
        }
        try {
            if (!timer.awaitTermination(CLOSING_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a policy that was replaced is not closed after {} s", CLOSING_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
