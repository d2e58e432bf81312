package dev.portcullis.gateway.proxy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Passes an upstream's content on, and breaks it off when a piece that was asked for does not come in time. A client that
 * does not ask for more stops the clock: its slowness is not the upstream's.
 */
final class StallGuard implements Flow.Publisher<List<ByteBuffer>> {
    private final Flow.Publisher<List<ByteBuffer>> content;
    private final Duration within;
    private final ScheduledExecutorService timer;

    StallGuard(Flow.Publisher<List<ByteBuffer>> content, Duration within, ScheduledExecutorService timer) {
        this.content = content;
        this.within = within;
        this.timer = timer;
    }

    @Override
    public void subscribe(Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
        content.subscribe(new Guarded(subscriber));
    }

    private final class Guarded implements Flow.Subscriber<List<ByteBuffer>>, Flow.Subscription {
        private final Flow.Subscriber<? super List<ByteBuffer>> client;
        private final Object lock = new Object();
        private Flow.@Nullable Subscription upstream;
        private @Nullable ScheduledFuture<?> alarm;
        private long wanted;
        private boolean ended;

        Guarded(Flow.Subscriber<? super List<ByteBuffer>> client) {
            this.client = client;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            upstream = subscription;
            client.onSubscribe(this);
        }

        @Override
        public void request(long n) {
            synchronized (lock) {
                wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
                if (!ended && alarm == null) {
                    arm();
                }
            }
            if (upstream != null) {
                upstream.request(n);
            }
        }

        @Override
        public void cancel() {
            if (end() && upstream != null) {
                upstream.cancel();
            }
        }

        @Override
        public void onNext(List<ByteBuffer> piece) {
            synchronized (lock) {
                if (ended) {
                    return;
                }
                disarm();
                if (wanted != Long.MAX_VALUE) {
                    wanted--;
                }
                if (wanted > 0) {
                    arm();
                }
            }
            client.onNext(piece);
        }

        @Override
        public void onError(Throwable failure) {
            if (end()) {
                client.onError(failure);
            }
        }

        @Override
        public void onComplete() {
            if (end()) {
                client.onComplete();
            }
        }

        private void stalled() {
            if (end()) {
                if (upstream != null) {
                    upstream.cancel();
                }
                client.onError(new IOException("the upstream sent nothing for " + within));
            }
        }

        private boolean end() {
            synchronized (lock) {
                if (ended) {
                    return false;
                }
                ended = true;
                disarm();
                return true;
            }
        }

        private void arm() {
            alarm = timer.schedule(this::stalled, within.toNanos(), TimeUnit.NANOSECONDS);
        }

        private void disarm() {
            if (alarm != null) {
                alarm.cancel(false);
                alarm = null;
            }
        }
    }
}
