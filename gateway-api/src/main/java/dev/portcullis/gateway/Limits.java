package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * The bounds of everything that a client can make the gateway hold. Beyond each there is a refusal, never a guess.
 *
 * @param requestLine the longest request target in bytes; beyond: 414
 * @param headers the largest header section, names and values, in bytes; beyond: 431
 * @param headerCount the most field lines of a head; beyond: 431
 * @param body the largest request body in bytes on a route that is not a stream and has no limit of its own; beyond: 413. A
 *     body of unknown length is collected, so that the bound holds before the handler sees a byte; {@link Integer#MAX_VALUE}
 *     is no bound
 * @param bodyTime the time for a request body that is collected; beyond: 408
 * @param buffers the bytes that all collected bodies of the gateway hold together; beyond: 503
 * @param parked the exchanges that may wait for a deferred verdict at the same time; beyond: 503
 */
public record Limits(
        int requestLine, int headers, int headerCount, int body, Duration bodyTime, long buffers, int parked) {
    /** 8 KiB request line, 32 KiB and 100 lines of headers, 1 MiB and 30 s for a body, 64 MiB of buffers, 1000 parked. */
    public static final Limits DEFAULTS =
            new Limits(8 << 10, 32 << 10, 100, 1 << 20, Duration.ofSeconds(30), 64L << 20, 1000);

    /** Checks that nothing is negative and the time positive. */
    public Limits {
        requireNonNull(bodyTime, "bodyTime");
        notNegative("requestLine", requestLine);
        notNegative("headers", headers);
        notNegative("headerCount", headerCount);
        notNegative("body", body);
        notNegative("buffers", buffers);
        notNegative("parked", parked);
        if (bodyTime.isZero() || bodyTime.isNegative()) {
            throw new IllegalArgumentException("bodyTime: must be positive, got " + bodyTime);
        }
    }

    /** These limits with another bound for request bodies. */
    public Limits withBody(int bytes) {
        return new Limits(requestLine, headers, headerCount, bytes, bodyTime, buffers, parked);
    }

    /** These limits with another bound for all buffers together. */
    public Limits withBuffers(long bytes) {
        return new Limits(requestLine, headers, headerCount, body, bodyTime, bytes, parked);
    }

    /** These limits with another bound for exchanges that wait. */
    public Limits withParked(int exchanges) {
        return new Limits(requestLine, headers, headerCount, body, bodyTime, buffers, exchanges);
    }

    /** These limits with another time for a request body. */
    public Limits withBodyTime(Duration time) {
        return new Limits(requestLine, headers, headerCount, body, time, buffers, parked);
    }

    private static void notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + ": must not be negative, got " + value);
        }
    }
}
