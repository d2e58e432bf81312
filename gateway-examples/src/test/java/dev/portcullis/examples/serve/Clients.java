package dev.portcullis.examples.serve;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Clients of a load, a thread each, which do the same again and again until they are stopped or fail. */
final class Clients implements AutoCloseable {
    private final List<Thread> threads = new ArrayList<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean stopped;

    /** What a client does once. */
    interface Client {
        void run() throws IOException;
    }

    void start(String name, Client client) {
        Thread thread = new Thread(() -> untilStopped(client), name);
        threads.add(thread);
        thread.start();
    }

    private void untilStopped(Client client) {
        while (!stopped) {
            try {
                client.run();
            } catch (IOException | RuntimeException e) {
                failed(e.toString());
                return;
            }
        }
    }

    void failed(String how) {
        failures.add(Thread.currentThread().getName() + ": " + how);
    }

    boolean isStopped() {
        return stopped;
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() throws InterruptedException {
        stopped = true;
        for (Thread thread : threads) {
            thread.join(30_000);
        }
    }
}
