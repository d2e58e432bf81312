package dev.portcullis.gateway.netty;

import io.netty.channel.ChannelPromise;
import io.netty.channel.DefaultChannelPromise;
import org.jspecify.annotations.Nullable;

/**
 * The promise of the last write of a response where no handler waits for it, which is so for nearly all: it tells the gate
 * itself, without a listener.
 */
@SuppressWarnings("VoidUsed") // as the overridden methods name it
final class LastWrite extends DefaultChannelPromise {
    private final ResponseGate gate;

    LastWrite(Line line, ResponseGate gate) {
        super(line.ctx().channel(), line.ctx().executor());
        this.gate = gate;
    }

    @Override
    public ChannelPromise setSuccess(@Nullable Void result) {
        super.setSuccess(null);
        tell();
        return this;
    }

    @Override
    public boolean trySuccess(@Nullable Void result) {
        boolean first = super.trySuccess(null);
        if (first) {
            tell();
        }
        return first;
    }

    @Override
    public ChannelPromise setFailure(Throwable cause) {
        super.setFailure(cause);
        tell();
        return this;
    }

    @Override
    public boolean tryFailure(Throwable cause) {
        boolean first = super.tryFailure(cause);
        if (first) {
            tell();
        }
        return first;
    }

    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean first = super.cancel(mayInterruptIfRunning);
        if (first) {
            tell();
        }
        return first;
    }

    private void tell() {
        if (executor().inEventLoop()) {
            told();
        } else {
            executor().execute(this::told);
        }
    }

    private void told() {
        gate.lastWritten(cause());
    }
}
