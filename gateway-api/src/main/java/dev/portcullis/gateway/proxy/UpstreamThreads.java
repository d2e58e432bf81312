package dev.portcullis.gateway.proxy;

import java.net.URI;
import java.util.concurrent.Executor;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Who does the work for one upstream. Reading and writing is done in place, on the one thread that the client has for its
 * connections; TLS has two more, for what a handshake computes. Looking up a name may block, so a request to a name starts on
 * a thread of its own: one, because all of them would wait for the same answer. Idle threads end after a minute.
 */
final class UpstreamThreads {
    private static final int IDLE_SECONDS = 60;
    private static final int TLS_THREADS = 2;

    private UpstreamThreads() {}

    /** Where a request starts when its caller must not block. */
    static Executor start(URI origin) {
        if (isAddress(origin.getHost())) {
            return Runnable::run; // nothing to look up
        }
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), UpstreamThreads::named);
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    /** What the client hands its own work to. */
    static Executor work(boolean tls) {
        return tls ? new ForkJoinPool(TLS_THREADS, UpstreamThreads::worker, null, true) : new InPlace();
    }

    private static Thread named(Runnable task) {
        Thread thread = new Thread(task, "portcullis-upstream-start");
        thread.setDaemon(true);
        return thread;
    }

    private static ForkJoinWorkerThread worker(ForkJoinPool pool) {
        ForkJoinWorkerThread thread = ForkJoinPool.defaultForkJoinWorkerThreadFactory.newThread(pool);
        thread.setName("portcullis-upstream-tls-" + thread.getPoolIndex());
        return thread;
    }

    /** Whether the host is an address and no name: one of version 6 in brackets, or four numbers. */
    static boolean isAddress(String host) {
        if (host.startsWith("[")) {
            return true;
        }
        int numbers = 0;
        int number = -1;
        for (int i = 0; i <= host.length(); i++) {
            char c = i == host.length() ? '.' : host.charAt(i);
            if (c == '.') {
                if (number < 0) {
                    return false;
                }
                numbers++;
                number = -1;
            } else if (c >= '0' && c <= '9') {
                number = Math.max(number, 0) * 10 + c - '0';
                if (number > 255) {
                    return false;
                }
            } else {
                return false;
            }
        }
        return numbers == 4;
    }
}
