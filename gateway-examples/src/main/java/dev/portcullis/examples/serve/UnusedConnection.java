package dev.portcullis.examples.serve;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Ends a connection on which nothing is under way and nothing has begun for one interval, or at most two: one that nobody uses,
 * and one whose head never becomes whole; also one whose client has taken nothing of an answer in the meantime. A request that is
 * under way has time limits of its own.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a close
final class UnusedConnection implements Runnable {
    private final Channel channel;
    private final BooleanSupplier busy;
    private final LongSupplier begun;
    private long before = -1;
    private long untaken;

    private UnusedConnection(Channel channel, BooleanSupplier busy, LongSupplier begun) {
        this.channel = channel;
        this.busy = busy;
        this.begun = begun;
    }

    /**
     * Watches a connection until it ends.
     *
     * @param interval how long it may be of no use
     * @param busy whether a request is under way; asked on the channel's event loop
     * @param begun how many requests have begun; asked there too
     */
    static void watch(Channel channel, Duration interval, BooleanSupplier busy, LongSupplier begun) {
        long nanos = interval.toNanos();
        ScheduledFuture<?> watching = channel.eventLoop()
                .scheduleAtFixedRate(new UnusedConnection(channel, busy, begun), nanos, nanos, TimeUnit.NANOSECONDS);
        channel.closeFuture().addListener(closed -> watching.cancel(false));
    }

    @Override
    public void run() {
        long now = begun.getAsLong();
        if (busy.getAsBoolean()) {
            before = -1;
            long waiting = channel.bytesBeforeWritable(); // 0 while it is writable
            if (waiting > 0 && waiting == untaken) {
                channel.close();
            }
            untaken = waiting;
        } else if (now == before) {
            channel.close();
        } else {
            before = now;
        }
    }
}
