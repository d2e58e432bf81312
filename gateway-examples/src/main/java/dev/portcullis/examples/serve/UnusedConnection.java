package dev.portcullis.examples.serve;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * Ends a connection on which nothing is under way and nothing has begun for one interval, or at most two: one that nobody uses,
 * and one whose head never becomes whole. A request that is under way has time limits of its own.
 */
@SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the end of a close
final class UnusedConnection implements Runnable {
    private static final long SECONDS = 30;

    private final Channel channel;
    private final BooleanSupplier busy;
    private final LongSupplier begun;
    private long before = -1;

    private UnusedConnection(Channel channel, BooleanSupplier busy, LongSupplier begun) {
        this.channel = channel;
        this.busy = busy;
        this.begun = begun;
    }

    /**
     * Watches a connection until it ends.
     *
     * @param busy whether a request is under way; asked on the channel's event loop
     * @param begun how many requests have begun; asked there too
     */
    static void watch(Channel channel, BooleanSupplier busy, LongSupplier begun) {
        ScheduledFuture<?> watching = channel.eventLoop()
                .scheduleAtFixedRate(new UnusedConnection(channel, busy, begun), SECONDS, SECONDS, TimeUnit.SECONDS);
        channel.closeFuture().addListener(closed -> watching.cancel(false));
    }

    @Override
    public void run() {
        long now = begun.getAsLong();
        if (busy.getAsBoolean()) {
            before = -1;
        } else if (now == before) {
            channel.close();
        } else {
            before = now;
        }
    }
}
