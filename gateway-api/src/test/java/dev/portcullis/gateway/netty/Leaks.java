package dev.portcullis.gateway.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.util.ResourceLeakDetector;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Turns what Netty's leak detector finds into failures. */
final class Leaks {
    private static final List<String> FOUND = new CopyOnWriteArrayList<>();

    static {
        ResourceLeakDetector.setLevel(ResourceLeakDetector.Level.PARANOID);
        ByteBufUtil.setLeakListener((type, records) -> FOUND.add(type + " " + records));
    }

    private Leaks() {}

    /** Begins to listen. */
    static void listen() {
        assertThat(ResourceLeakDetector.getLevel()).isEqualTo(ResourceLeakDetector.Level.PARANOID);
    }

    /** Fails if a buffer was collected as garbage before it was released. */
    static void assertNone() {
        for (int i = 0; i < 3; i++) {
            System.gc();
            // The detector reports when the next buffer is made.
            ByteBuf buffer = UnpooledByteBufAllocator.DEFAULT.directBuffer(16);
            buffer.release();
        }
        assertThat(FOUND).as("leaked buffers").isEmpty();
    }
}
