package dev.portcullis.gateway;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * The distributed trace that an exchange belongs to (W3C Trace Context, section 3.2).
 *
 * @param traceId 32 lower-case hexadecimal digits, not all zero
 * @param parentId 16 lower-case hexadecimal digits, not all zero
 * @param sampled whether the caller recorded its part, or the gateway began the trace
 * @param started whether the gateway began the trace, for want of one that it could continue
 */
public record TraceContext(String traceId, String parentId, boolean sampled, boolean started) {
    /** Left by the filter for traces, for audit and for the handler. */
    public static final Key<TraceContext> KEY = Key.of("trace-context", TraceContext.class);

    private static final int LENGTH = 55; // 00-<32>-<16>-<2>
    private static final long DIGITS = 0x3FFL << '0'; // a bit for each of the first 64 characters
    private static final long LETTERS = 0x3FL << ('a' - 64); // and for each of the next
    private static final String NO_PARENT = "0000000000000000";
    private static final String SOME_PARENT = "0000000000000001";

    /** Checks the ids. */
    public TraceContext {
        requireNonNull(traceId, "traceId");
        requireNonNull(parentId, "parentId");
        if (!isId(traceId, 0, traceId.length(), 32) || !isId(parentId, 0, parentId.length(), 16)) {
            throw new IllegalArgumentException(
                    "a trace id of 32 and a parent id of 16 lower-case hexadecimal digits, not all"
                            + " zero, expected");
        }
    }

    /**
     * A trace that begins with an exchange and has its id, so that whoever has one of them finds the other. The gateway is
     * the parent of what follows, by the second half of this id.
     *
     * @param exchangeId as {@link Exchange#id} has it
     * @throws IllegalArgumentException if the id is no trace id
     */
    public static TraceContext begin(String exchangeId) {
        String parent = exchangeId.substring(exchangeId.length() / 2);
        return new TraceContext(exchangeId, parent.equals(NO_PARENT) ? SOME_PARENT : parent, true, true);
    }

    /**
     * Reads a {@code traceparent}. Versions after 00 are read as far as 00 goes, as the standard asks; {@code null} for what
     * is invalid.
     */
    public static @Nullable TraceContext parse(String traceparent) {
        if (traceparent.length() < LENGTH
                || traceparent.charAt(2) != '-'
                || traceparent.charAt(35) != '-'
                || traceparent.charAt(52) != '-'
                || !isHex(traceparent, 0, 2)
                || !isId(traceparent, 3, 35, 32)
                || !isId(traceparent, 36, 52, 16)
                || !isHex(traceparent, 53, LENGTH)
                || traceparent.startsWith("ff")) {
            return null;
        }
        boolean first = traceparent.startsWith("00");
        if (traceparent.length() > LENGTH && (first || traceparent.charAt(LENGTH) != '-')) {
            return null;
        }
        boolean sampled = (Character.digit(traceparent.charAt(54), 16) & 1) != 0;
        return new TraceContext(traceparent.substring(3, 35), traceparent.substring(36, 52), sampled, false);
    }

    /** The field value, in version 00. */
    public String traceparent() {
        return "00-" + traceId + '-' + parentId + (sampled ? "-01" : "-00");
    }

    private static boolean isId(String text, int from, int to, int length) {
        if (to - from != length) {
            return false;
        }
        boolean zero = true;
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!isHex(c)) {
                return false;
            }
            zero &= c == '0';
        }
        return !zero;
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (!isHex(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isHex(char c) {
        return c < 64 ? (DIGITS >>> c & 1) != 0 : c < 128 && (LETTERS >>> (c - 64) & 1) != 0;
    }
}
