package dev.portcullis.gateway.jdk;

import com.sun.net.httpserver.HttpExchange;
import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Step;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/** The content of a request: collected up to a limit for its inspection, then read by the handler from the beginning. */
final class RequestContent extends InputStream {
    private static final int TOLD_EVERY = 64 << 10;
    private static final int FIRST_BUFFER = 8 << 10;

    private final HttpExchange exchange;
    private final boolean announced;
    private final boolean chunked;
    private byte[] collected = new byte[0];
    private int length;
    private int replayed;
    private long count;
    private boolean ended;

    RequestContent(HttpExchange exchange) {
        this.exchange = exchange;
        String size = exchange.getRequestHeaders().getFirst("Content-length");
        chunked = exchange.getRequestHeaders().containsKey("Transfer-encoding");
        announced = chunked || (size != null && !size.equals("0"));
        ended = !announced;
    }

    /** Whether the head announces content. */
    boolean announced() {
        return announced;
    }

    /**
     * Whether the connection must end after this request: the server reads chunk sizes modulo 2^32, so that where such
     * content ends, and the next request begins, somebody before it may see otherwise.
     */
    boolean endIsInDoubt() {
        return chunked;
    }

    /** The content bytes received so far. */
    long count() {
        return count;
    }

    /** Whether all of it was received. */
    boolean ended() {
        return ended;
    }

    /** The content that the head announces and that was not received yet, or -1 where that is not known. */
    long outstanding() {
        String size = exchange.getRequestHeaders().getFirst("Content-length");
        return ended ? 0 : size == null ? -1 : Long.parseLong(size) - count;
    }

    /**
     * Reads until the end, or until there is one byte more than the limit.
     *
     * @param growing is told the length from time to time; what it answers ends the collecting
     */
    @Nullable
    Step collect(int limit, IntFunction<@Nullable Step> growing) throws IOException {
        InputStream in = exchange.getRequestBody();
        int most = limit == Integer.MAX_VALUE ? limit : limit + 1;
        int told = 0;
        while (length < most) {
            if (length == collected.length) {
                collected = Arrays.copyOf(collected, (int) Math.min(most, Math.max(FIRST_BUFFER, 2L * length)));
            }
            int n = in.read(collected, length, collected.length - length);
            if (n < 0) {
                ended = true;
                break;
            }
            length += n;
            count += n;
            if (length - told >= TOLD_EVERY || told == 0) {
                told = length;
                Step early = growing.apply(length);
                if (early != null) {
                    return early;
                }
            }
        }
        return null;
    }

    /** What was collected, up to the limit. */
    Body body(int limit) {
        return Body.of(collected, 0, Math.min(length, limit), length > limit || !ended, Headers.EMPTY);
    }

    /** Reads and drops what is left, up to the bound; returns whether that was all. */
    boolean drain(long atMost) throws IOException {
        byte[] waste = new byte[FIRST_BUFFER];
        long drained = 0;
        InputStream in = exchange.getRequestBody();
        while (!ended && drained < atMost) {
            int n = in.read(waste, 0, waste.length);
            if (n < 0) {
                ended = true;
            } else {
                drained += n;
                count += n;
            }
        }
        return ended;
    }

    @Override
    public int read() throws IOException {
        if (replayed < length) {
            return collected[replayed++] & 0xFF;
        }
        int b = ended ? -1 : exchange.getRequestBody().read();
        passed(b < 0 ? -1 : 1);
        return b;
    }

    @Override
    public int read(byte[] into, int offset, int wanted) throws IOException {
        if (replayed < length && wanted > 0) {
            int n = Math.min(wanted, length - replayed);
            System.arraycopy(collected, replayed, into, offset, n);
            replayed += n;
            return n;
        }
        if (wanted == 0) {
            return 0;
        }
        int n = ended ? -1 : exchange.getRequestBody().read(into, offset, wanted);
        passed(n);
        return n;
    }

    @Override
    public int available() throws IOException {
        return replayed < length
                ? length - replayed
                : ended ? 0 : exchange.getRequestBody().available();
    }

    @Override
    public void close() throws IOException {
        replayed = length;
        exchange.getRequestBody().close();
    }

    private void passed(int n) {
        if (n < 0) {
            ended = true;
        } else {
            count += n;
        }
    }
}
