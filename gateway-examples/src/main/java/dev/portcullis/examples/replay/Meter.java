package dev.portcullis.examples.replay;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** What the calling thread spends between {@link #start()} and {@link #stop()}; what a JVM does not tell is 0. */
final class Meter {
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final boolean tellsProcessorTime = threads.isCurrentThreadCpuTimeSupported();
    private final long thread = Thread.currentThread().getId();
    private long wall;
    private long processor;
    private long bytes;

    void start() {
        bytes = threads.getThreadAllocatedBytes(thread);
        processor = processorTime();
        wall = System.nanoTime();
    }

    void stop() {
        wall = System.nanoTime() - wall;
        processor = processorTime() - processor;
        bytes = threads.getThreadAllocatedBytes(thread) - bytes;
    }

    private long processorTime() {
        return tellsProcessorTime ? threads.getCurrentThreadCpuTime() : 0;
    }

    /** Nanoseconds of wall clock. */
    long wall() {
        return wall;
    }

    /** Nanoseconds of processor time. */
    long processor() {
        return processor;
    }

    /** Bytes allocated; those that it takes to ask count too. */
    long bytes() {
        return bytes;
    }
}
