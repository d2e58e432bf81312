package dev.portcullis.gateway.undertow;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.Step;
import io.undertow.util.ConduitFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.FileChannel;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.xnio.XnioIoThread;
import org.xnio.XnioWorker;
import org.xnio.channels.StreamSourceChannel;
import org.xnio.conduits.ConduitWritableByteChannel;
import org.xnio.conduits.Conduits;
import org.xnio.conduits.StreamSinkConduit;
import org.xnio.conduits.WriteReadyHandler;

/**
 * A response that waits for its verdict. The handler writes as usual, on its IO thread or on a worker; what it writes is
 * held within the limit, then refused for as long as the verdict takes. Afterwards the held content leaves first, or the
 * gateway's answer leaves instead and the rest of the handler's is swallowed.
 *
 * <p>One thread writes at a time, as Undertow has it. A verdict may arrive on the IO thread meanwhile: it changes
 * {@code phase} last, and only the writing thread drains.
 */
final class HeldSink implements StreamSinkConduit {
    private enum Phase {
        HOLDING,
        WAITING,
        DRAINING,
        PASSING,
        SWALLOWING,
        ABORTED
    }

    private static final int STRIDE = 64 << 10;

    private final ResponseGate gate;
    private final Passage passage;
    private final ConduitFactory<StreamSinkConduit> factory;
    private final StreamSinkConduit base;
    private final @Nullable Throwable failedBefore;
    private volatile Phase phase = Phase.HOLDING;
    private volatile CountDownLatch verdict = new CountDownLatch(0);
    private volatile boolean resumed;
    private volatile boolean terminated;
    private volatile @Nullable MeteredSink next;
    private boolean replied;
    private int limit;
    private byte[] held = new byte[0];
    private int size;
    private int told;
    private ByteBuffer pending = ByteBuffer.allocate(0);

    HeldSink(ResponseGate gate, Passage passage, ConduitFactory<StreamSinkConduit> factory, StreamSinkConduit base) {
        this.gate = gate;
        this.passage = passage;
        this.factory = factory;
        this.base = base;
        this.failedBefore = gate.failure();
    }

    /** Takes a step, on the writing thread or, after a park, on the IO thread while the writing thread waits. */
    void decide(Step step) {
        if (step instanceof Step.Park park) {
            verdict = new CountDownLatch(1);
            phase = Phase.WAITING;
            gate.watchClient(park.next());
            park.next().whenComplete((then, impossible) -> {
                decide(then);
                verdict.countDown();
                if (resumed) {
                    sink().wakeupWrites();
                }
            });
        } else if (step instanceof Step.Collect collect) {
            limit = collect.limit();
            phase = Phase.HOLDING;
        } else if (step instanceof Step.Reply reply) {
            reply(reply);
        } else {
            gate.edit();
            if (terminated) {
                gate.announce(size);
            }
            open(ByteBuffer.wrap(held, 0, size));
        }
    }

    private void reply(Step.Reply reply) {
        if (gate.replace(reply)) {
            replied = true;
            open(ByteBuffer.wrap(reply.body()));
        } else {
            phase = Phase.ABORTED;
            gate.abort();
        }
    }

    private void open(ByteBuffer first) {
        pending = first;
        next = gate.open(factory);
        phase = Phase.DRAINING;
    }

    /** Whether all that was held, or the reply, is with the real conduit. */
    private boolean drain() throws IOException {
        MeteredSink out = requireNonNull(next);
        while (pending.hasRemaining()) {
            if (out.write(pending) == 0) {
                return false;
            }
        }
        held = new byte[0];
        if (terminated) {
            out.terminateWrites();
        }
        phase = replied ? Phase.SWALLOWING : Phase.PASSING;
        return true;
    }

    @Override
    public int write(ByteBuffer from) throws IOException {
        return switch (phase) {
            case HOLDING -> hold(from);
            case WAITING -> 0;
            case DRAINING -> drain() || replied ? pass(from) : 0;
            case PASSING, SWALLOWING -> pass(from);
            case ABORTED -> throw new ClosedChannelException();
        };
    }

    private int pass(ByteBuffer from) throws IOException {
        if (!replied) {
            return requireNonNull(next).write(from);
        }
        int n = from.remaining();
        from.position(from.limit());
        return n;
    }

    private int hold(ByteBuffer from) {
        int n = (int) Math.min(from.remaining(), limit + 1L - size);
        if (held.length - size < n) {
            held = Arrays.copyOf(held, (int) Math.max(Math.min(held.length * 2L, limit + 1L), size + (long) n));
        }
        from.get(held, size, n);
        size += n;
        if (size > limit) {
            decide(passage.responseBody(Body.of(held, 0, limit, true, Headers.EMPTY)));
        } else if (size - told >= STRIDE) {
            told = size;
            Step step = passage.collected(size);
            if (step != null) {
                decide(step);
            }
        }
        return n;
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) throws IOException {
        long total = 0;
        for (int i = offset; i < offset + length; i++) {
            while (from[i].hasRemaining()) {
                int n = write(from[i]);
                if (n == 0) {
                    return total;
                }
                total += n;
            }
        }
        return total;
    }

    @Override
    public int writeFinal(ByteBuffer from) throws IOException {
        return Conduits.writeFinalBasic(this, from);
    }

    @Override
    public long writeFinal(ByteBuffer[] from, int offset, int length) throws IOException {
        return Conduits.writeFinalBasic(this, from, offset, length);
    }

    @Override
    public long transferFrom(FileChannel from, long position, long count) throws IOException {
        return from.transferTo(position, count, new ConduitWritableByteChannel(this));
    }

    @Override
    public long transferFrom(StreamSourceChannel source, long count, ByteBuffer through) throws IOException {
        return org.xnio.IoUtils.transfer(source, count, through, new ConduitWritableByteChannel(this));
    }

    @Override
    public void terminateWrites() throws IOException {
        if (terminated) {
            return;
        }
        terminated = true;
        switch (phase) {
            case HOLDING ->
                decide(
                        gate.failure() != failedBefore
                                ? gate.serverError()
                                : passage.responseBody(Body.of(held, 0, size, false, Headers.EMPTY)));
            case PASSING, SWALLOWING -> requireNonNull(next).terminateWrites();
            case WAITING, DRAINING, ABORTED -> {} // drained by the flush that follows
        }
    }

    @Override
    public boolean flush() throws IOException {
        return switch (phase) {
            case HOLDING, ABORTED -> true;
            case WAITING -> false;
            case DRAINING -> drain() && requireNonNull(next).flush();
            case PASSING, SWALLOWING -> requireNonNull(next).flush();
        };
    }

    @Override
    public void truncateWrites() throws IOException {
        MeteredSink out = next;
        if (out != null) {
            out.truncateWrites();
        } else {
            phase = Phase.ABORTED;
            gate.abort();
        }
    }

    @Override
    public boolean isWriteShutdown() {
        MeteredSink out = next;
        return phase == Phase.ABORTED || (out != null && out.isWriteShutdown());
    }

    private StreamSinkConduit sink() {
        MeteredSink out = next;
        return out == null ? base : out;
    }

    @Override
    public void resumeWrites() {
        resumed = true;
        if (phase != Phase.WAITING) {
            sink().resumeWrites();
        }
    }

    @Override
    public void suspendWrites() {
        resumed = false;
        sink().suspendWrites();
    }

    @Override
    public void wakeupWrites() {
        resumed = true;
        sink().wakeupWrites();
    }

    @Override
    public boolean isWriteResumed() {
        return resumed;
    }

    @Override
    public void awaitWritable() throws IOException {
        try {
            verdict.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException();
        }
        if (next != null) {
            sink().awaitWritable();
        }
    }

    @Override
    public void awaitWritable(long time, TimeUnit unit) throws IOException {
        try {
            if (!verdict.await(time, unit)) {
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new java.io.InterruptedIOException();
        }
        if (next != null) {
            sink().awaitWritable(time, unit);
        }
    }

    @Override
    public XnioIoThread getWriteThread() {
        return base.getWriteThread();
    }

    @Override
    public XnioWorker getWorker() {
        return base.getWorker();
    }

    @Override
    public void setWriteReadyHandler(WriteReadyHandler handler) {
        sink().setWriteReadyHandler(handler);
    }
}
