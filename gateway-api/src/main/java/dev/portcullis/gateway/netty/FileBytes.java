package dev.portcullis.gateway.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.FileRegion;
import io.netty.util.AbstractReferenceCounted;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;

/** Reads from a region that was meant to go from a file to the socket directly, because it has to be inspected. */
final class FileBytes {
    private FileBytes() {}

    /** Up to so many bytes of the region; the region remembers how far it was read. */
    static ByteBuf read(FileRegion region, long atMost) throws IOException {
        long wanted = Math.min(atMost, region.count() - region.transferred());
        ByteBuf bytes = Unpooled.buffer((int) wanted, Math.max(1, (int) wanted));
        Sink sink = new Sink(bytes, (int) wanted);
        while (bytes.readableBytes() < wanted) {
            if (region.transferTo(sink, region.transferred()) <= 0) {
                bytes.release();
                throw new IOException("the file is shorter than its region says");
            }
        }
        return bytes;
    }

    /** What was not read yet, as a region of its own. */
    static FileRegion rest(FileRegion region) {
        return new Rest(region);
    }

    private static final class Sink implements WritableByteChannel {
        private final ByteBuf to;
        private final int capacity;

        private Sink(ByteBuf to, int capacity) {
            this.to = to;
            this.capacity = capacity;
        }

        @Override
        public int write(ByteBuffer from) {
            int n = Math.min(from.remaining(), capacity - to.readableBytes());
            ByteBuffer part = from.slice().limit(n);
            to.writeBytes(part);
            from.position(from.position() + n);
            return n;
        }

        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public void close() {}
    }

    /** A region that begins where the reading ended. */
    private static final class Rest extends AbstractReferenceCounted implements FileRegion {
        private final FileRegion region;
        private final long skipped;

        private Rest(FileRegion region) {
            this.region = region;
            skipped = region.transferred();
        }

        @Override
        public long position() {
            return region.position() + skipped;
        }

        @Override
        @Deprecated
        public long transfered() {
            return region.transferred() - skipped;
        }

        @Override
        public long transferred() {
            return region.transferred() - skipped;
        }

        @Override
        public long count() {
            return region.count() - skipped;
        }

        @Override
        public long transferTo(WritableByteChannel target, long position) throws IOException {
            return region.transferTo(target, skipped + position);
        }

        @Override
        public FileRegion retain() {
            super.retain();
            return this;
        }

        @Override
        public FileRegion retain(int increment) {
            super.retain(increment);
            return this;
        }

        @Override
        public FileRegion touch() {
            return touch(this);
        }

        @Override
        public FileRegion touch(Object hint) {
            region.touch(hint);
            return this;
        }

        @Override
        protected void deallocate() {
            region.release();
        }
    }
}
