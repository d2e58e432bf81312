package dev.portcullis.gateway.tls;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the files that the TLS of a server or a client is made of, through links, so that the swap of a Kubernetes secret
 * is a change. What they hold is taken when two looks, {@value #LOOK_MILLIS} ms apart, see the same. A pair that is broken,
 * does not match, or has expired changes nothing and is reported with its reason. For hosts without a policy file; a policy
 * follows its own.
 *
 * <pre>{@code
 * ServerTls tls = ServerTls.of(read());
 * TlsRotation rotation = TlsRotation.follow(tls, this::read, List.of(certificate, key), timer, listener);
 * }</pre>
 */
public final class TlsRotation implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TlsRotation.class);
    private static final long LOOK_MILLIS = 200;

    private final Target target;
    private final List<Path> files;
    private final Listener listener;
    private final ScheduledFuture<?> looking;
    private @Nullable FileStates judged;
    private @Nullable FileStates changed;

    /**
     * Reads the files anew.
     *
     * @param <S> the settings of a server or of a client
     */
    public interface Material<S> {
        /** The settings that the files hold now. */
        S read() throws TlsMaterialException;
    }

    /** Is told what becomes of changes, on the thread that looks; what it throws is logged and dropped. */
    public interface Listener {
        /** New connections are made with what the files hold now. */
        default void rotated() {}

        /**
         * The files hold nothing usable; what was in force stays.
         *
         * @param why its code is stable, its message names the file
         */
        default void refused(TlsMaterialException why) {}
    }

    private interface Target {
        boolean replace() throws TlsMaterialException;
    }

    private TlsRotation(Target target, List<Path> files, ScheduledExecutorService timer, Listener listener) {
        this.target = target;
        this.files = List.copyOf(files);
        this.listener = requireNonNull(listener, "listener");
        this.looking = timer.scheduleWithFixedDelay(this::look, LOOK_MILLIS, LOOK_MILLIS, TimeUnit.MILLISECONDS);
    }

    /**
     * Follows the files of a server, by the system's clock.
     *
     * @param timer looks, and reads; not shut down here
     */
    public static TlsRotation follow(
            ServerTls tls,
            Material<ServerTlsSettings> material,
            List<Path> files,
            ScheduledExecutorService timer,
            Listener listener) {
        return follow(tls, material, files, timer, listener, InstantSource.system());
    }

    static TlsRotation follow(
            ServerTls tls,
            Material<ServerTlsSettings> material,
            List<Path> files,
            ScheduledExecutorService timer,
            Listener listener,
            InstantSource clock) {
        Target target = () -> {
            ServerTlsSettings next = material.read();
            requireInTime(next, tls.settings(), ServerTlsSettings::identities, clock);
            return tls.replace(next);
        };
        return new TlsRotation(target, files, timer, listener);
    }

    /**
     * Follows the files of a client, by the system's clock.
     *
     * @param timer looks, and reads; not shut down here
     */
    public static TlsRotation follow(
            ClientTls tls,
            Material<ClientTlsSettings> material,
            List<Path> files,
            ScheduledExecutorService timer,
            Listener listener) {
        Target target = () -> {
            ClientTlsSettings next = material.read();
            requireInTime(next, tls.settings(), TlsRotation::identities, InstantSource.system());
            return tls.replace(next);
        };
        return new TlsRotation(target, files, timer, listener);
    }

    private static List<TlsIdentity> identities(ClientTlsSettings settings) {
        TlsIdentity identity = settings.identity();
        return identity == null ? List.of() : List.of(identity);
    }

    /** That a certificate has ended while it was shown must not keep the others from being replaced. */
    private static <S> void requireInTime(
            S next, S current, Function<S, List<TlsIdentity>> identities, InstantSource clock)
            throws TlsMaterialException {
        for (TlsIdentity identity : identities.apply(next)) {
            if (!identities.apply(current).contains(identity)) {
                identity.requireValidAt(clock.instant());
            }
        }
    }

    private void look() {
        FileStates now = FileStates.of(files);
        if (now.equals(judged)) {
            changed = null;
        } else if (!now.equals(changed)) {
            changed = now;
        } else {
            judged = now;
            changed = null;
            judge();
        }
    }

    private void judge() {
        try {
            if (target.replace()) {
                LOG.info("TLS was replaced from {}", files);
                listener.rotated();
            }
        } catch (TlsMaterialException e) {
            LOG.warn("TLS stays as it was: {} {}", e.code(), e.getMessage());
            tell(e);
        } catch (RuntimeException e) { // the next change may fare better
            LOG.warn("TLS could not be read anew from {}: {}", files, e.toString());
        }
    }

    private void tell(TlsMaterialException why) {
        try {
            listener.refused(why);
        } catch (RuntimeException e) { // a listener's failure is its own
            LOG.warn("a listener of TLS failed: {}", e.toString());
        }
    }

    /** Follows the files no longer. */
    @Override
    public void close() {
        looking.cancel(false);
    }
}
