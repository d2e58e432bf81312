package dev.portcullis.gateway.proxy;

import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * An upstream's content on its way to one client: one piece is fetched ahead, so that a short answer is whole when its head
 * is, and no more than that before the client asks. It is broken off when a piece that was asked for does not come in time;
 * a client that does not ask for more stops the clock: its slowness is not the upstream's.
 *
 * <p>The client is called by one thread at a time, and never under the lock.
 */
final class UpstreamContent
        implements HttpResponse.BodySubscriber<@Nullable Void>, Flow.Publisher<List<ByteBuffer>>, Flow.Subscription {
    private static final CompletionStage<@Nullable Void> NO_VALUE = CompletableFuture.completedStage(null);

    private final long within;
    private final ScheduledExecutorService timer;
    private final Object lock = new Object();
    private Flow.@Nullable Subscription upstream;
    private Flow.@Nullable Subscriber<? super List<ByteBuffer>> client;
    private @Nullable List<ByteBuffer> ahead;
    private @Nullable Throwable failure;
    private @Nullable ScheduledFuture<?> alarm;
    private long wanted;
    private long waitingSince;
    private boolean waiting;
    private boolean ended;
    private boolean over;
    private boolean delivering;

    UpstreamContent(Duration within, ScheduledExecutorService timer) {
        this.within = within.toNanos();
        this.timer = timer;
    }

    /** The answer does not wait for its content. */
    @Override
    public CompletionStage<@Nullable Void> getBody() {
        return NO_VALUE;
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        boolean unwanted;
        synchronized (lock) {
            unwanted = over;
            upstream = subscription;
        }
        if (unwanted) {
            subscription.cancel();
        } else {
            subscription.request(1);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> piece) {
        synchronized (lock) {
            if (over) {
                return;
            }
            ahead = piece;
        }
        deliver();
    }

    @Override
    public void onError(Throwable cause) {
        end(cause);
    }

    @Override
    public void onComplete() {
        end(null);
    }

    private void end(@Nullable Throwable cause) {
        synchronized (lock) {
            if (ended) {
                return;
            }
            ended = true;
            failure = cause;
        }
        deliver();
    }

    @Override
    public void subscribe(Flow.Subscriber<? super List<ByteBuffer>> subscriber) {
        boolean second;
        synchronized (lock) {
            second = client != null;
            if (!second) {
                client = subscriber;
                delivering = true; // nothing before the subscription itself
            }
        }
        if (second) {
            subscriber.onSubscribe(new Spent());
            subscriber.onError(new IllegalStateException("the content can be had once"));
            return;
        }
        subscriber.onSubscribe(this);
        deliverAll(subscriber);
    }

    @Override
    public void request(long n) {
        synchronized (lock) {
            wanted = wanted + n < 0 ? Long.MAX_VALUE : wanted + n;
        }
        deliver();
    }

    @Override
    public void cancel() {
        Flow.Subscription from;
        synchronized (lock) {
            if (over) {
                return;
            }
            finish();
            from = upstream;
        }
        if (from != null) {
            from.cancel();
        }
    }

    private void deliver() {
        Flow.Subscriber<? super List<ByteBuffer>> to;
        synchronized (lock) {
            if (delivering || client == null) {
                return; // who is delivering looks again; without a client there is nobody to deliver to
            }
            delivering = true;
            to = client;
        }
        deliverAll(to);
    }

    private void deliverAll(Flow.Subscriber<? super List<ByteBuffer>> to) {
        while (true) {
            List<ByteBuffer> piece;
            Flow.Subscription from;
            Throwable broken;
            synchronized (lock) {
                piece = over || wanted == 0 ? null : ahead;
                from = ended ? null : upstream;
                broken = failure;
                if (piece != null) {
                    ahead = null;
                    waiting = false;
                    wanted -= wanted == Long.MAX_VALUE ? 0 : 1;
                } else if (over || !ended || ahead != null) {
                    delivering = false;
                    expectMore();
                    return;
                } else {
                    finish();
                    delivering = false;
                }
            }
            if (piece == null) {
                tellEnd(to, broken);
                return;
            }
            to.onNext(piece);
            if (from != null) {
                from.request(1);
            }
        }
    }

    private static void tellEnd(Flow.Subscriber<? super List<ByteBuffer>> to, @Nullable Throwable broken) {
        if (broken == null) {
            to.onComplete();
        } else {
            to.onError(broken);
        }
    }

    /** Starts the clock where the client waits. An alarm that is set already is left: it looks at the clock itself. */
    private void expectMore() {
        if (over || wanted == 0 || ahead != null || waiting) {
            return;
        }
        waiting = true;
        waitingSince = System.nanoTime();
        if (alarm == null) {
            alarm = timer.schedule(this::alarm, within, TimeUnit.NANOSECONDS);
        }
    }

    private void alarm() {
        synchronized (lock) {
            alarm = null;
            if (over || !waiting) {
                return;
            }
            long left = within - (System.nanoTime() - waitingSince);
            if (left > 0) {
                alarm = timer.schedule(this::alarm, left, TimeUnit.NANOSECONDS);
                return;
            }
        }
        Flow.Subscription from = upstream;
        end(new IOException("the upstream sent nothing for " + Duration.ofNanos(within)));
        if (from != null) {
            from.cancel();
        }
    }

    private void finish() {
        over = true;
        ahead = null;
        if (alarm != null) {
            alarm.cancel(false);
            alarm = null;
        }
    }

    /** For who comes second. */
    private static final class Spent implements Flow.Subscription {
        @Override
        public void request(long n) {}

        @Override
        public void cancel() {}
    }
}
