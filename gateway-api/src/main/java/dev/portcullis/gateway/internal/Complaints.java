package dev.portcullis.gateway.internal;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warnings about a degraded gateway, each kind at most once a minute. */
final class Complaints {
    private static final Logger LOG = LoggerFactory.getLogger("dev.portcullis.gateway");
    private static final long MINUTE = 60_000_000_000L;

    private final LongSupplier nanoTime;
    private final AtomicLong lastObserver;
    private final AtomicLong lastHome;
    private final AtomicLong lastEngine;

    Complaints(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        long before = nanoTime.getAsLong() - MINUTE;
        lastObserver = new AtomicLong(before);
        lastHome = new AtomicLong(before);
        lastEngine = new AtomicLong(before);
    }

    void observerFailed(String filter, Throwable failure) {
        if (due(lastObserver)) {
            LOG.warn(
                    "Filter {} failed when told the end of an exchange; the exchange is not affected",
                    filter,
                    withoutMessage(failure));
        }
    }

    void homeRefused(Throwable failure) {
        if (due(lastHome)) {
            LOG.warn(
                    "The server took no task to resume a parked exchange; it is refused with 503",
                    withoutMessage(failure));
        }
    }

    void engineFailed(Throwable failure) {
        if (due(lastEngine)) {
            LOG.warn("The gateway failed on an exchange, which is refused with 503", withoutMessage(failure));
        }
    }

    /** Where it happened, and what: a message may carry what a client sent. */
    private static Throwable withoutMessage(Throwable failure) {
        Throwable told = new Throwable(failure.getClass().getName());
        told.setStackTrace(failure.getStackTrace());
        return told;
    }

    private boolean due(AtomicLong last) {
        long then = last.get();
        long now = nanoTime.getAsLong();
        return now - then >= MINUTE && last.compareAndSet(then, now);
    }
}
