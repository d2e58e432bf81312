package dev.portcullis.examples.serve;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import org.apache.coyote.AbstractProcessor;
import org.apache.coyote.http11.Http11NioProtocol;
import org.apache.tomcat.util.net.NioChannel;
import org.apache.tomcat.util.net.SocketWrapperBase;
import org.jspecify.annotations.Nullable;

/**
 * Tomcat's connections, of which one ends whose head takes longer than an interval, or at most one and a half: its bytes come
 * drop by drop, which the connection's time-out takes for activity.
 */
final class TomcatHeads extends Http11NioProtocol {
    private final long nanos;
    private @Nullable ScheduledFuture<?> looking;

    TomcatHeads(Duration interval) {
        this.nanos = interval.toNanos();
    }

    @Override
    public void start() throws Exception {
        super.start();
        looking = getUtilityExecutor().scheduleWithFixedDelay(this::look, nanos / 2, nanos / 2, TimeUnit.NANOSECONDS);
    }

    @Override
    public void stop() throws Exception {
        ScheduledFuture<?> task = looking;
        if (task != null) {
            task.cancel(false);
        }
        super.stop();
    }

    private void look() {
        long now = System.nanoTime();
        for (SocketWrapperBase<NioChannel> connection : getEndpoint().getConnections()) {
            Lock lock = connection.getLock(); // whoever holds it is reading or serving a request
            if (lock.tryLock()) {
                try {
                    if (isAtOneHead(connection.getCurrentProcessor(), now - nanos)) {
                        connection.close();
                    }
                } finally {
                    lock.unlock();
                }
            }
        }
    }

    /** Between its requests a connection has no processor, or one whose request has not started. */
    private static boolean isAtOneHead(@Nullable Object processor, long since) {
        if (!(processor instanceof AbstractProcessor http) || http.isAsync() || http.isUpgrade()) {
            return false;
        }
        long started = http.getRequest().getStartTimeNanos();
        return started >= 0 && started - since < 0;
    }
}
