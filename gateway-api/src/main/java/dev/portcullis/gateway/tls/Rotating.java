package dev.portcullis.gateway.tls;

import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Settings and what was made of them, replaced together. Thread-safe. */
final class Rotating<S> {
    private final Make<S> make;
    private final ReentrantLock replacing = new ReentrantLock();
    private final SSLContext context;
    private volatile Moment<S> moment;
    private volatile long rotations;

    /** Makes the context of settings. */
    interface Make<S> {
        RotatingContext.Current of(S settings) throws TlsMaterialException;
    }

    private record Moment<S>(S settings, RotatingContext.Current current) {}

    Rotating(S settings, Make<S> make) throws TlsMaterialException {
        this.make = make;
        this.moment = new Moment<>(settings, make.of(settings));
        this.context = RotatingContext.of(() -> moment.current());
    }

    /** The context that always is what the latest settings say. */
    SSLContext context() {
        return context;
    }

    /** The context of this moment, which stays as it is. */
    SSLContext contextNow() {
        RotatingContext.Current now = moment.current();
        return RotatingContext.of(() -> now);
    }

    SSLParameters parameters() {
        return moment.current().parameters();
    }

    S settings() {
        return moment.settings();
    }

    long rotations() {
        return rotations;
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // under the lock
    boolean replace(S replacement) throws TlsMaterialException {
        replacing.lock();
        try {
            if (replacement.equals(moment.settings())) {
                return false;
            }
            moment = new Moment<>(replacement, make.of(replacement));
            rotations++;
            return true;
        } finally {
            replacing.unlock();
        }
    }
}
