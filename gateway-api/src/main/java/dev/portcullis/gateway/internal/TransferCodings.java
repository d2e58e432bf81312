package dev.portcullis.gateway.internal;

import org.jspecify.annotations.Nullable;

/**
 * The transfer codings of one message, over all lines (RFC 9112, section 6.1). Only {@code chunked}, once, by itself, is read
 * alike by everyone.
 */
final class TransferCodings {
    private int chunked;
    private int others;
    private boolean chunkedLast;

    void add(String line) {
        int from = 0;
        while (from <= line.length()) {
            int comma = line.indexOf(',', from);
            int to = comma < 0 ? line.length() : comma;
            coding(line, from, to);
            from = to + 1;
        }
    }

    private void coding(String line, int from, int to) {
        int first = FieldValues.skipSpace(line, from, to);
        int end = FieldValues.trimSpace(line, first, to);
        chunkedLast = FieldValues.is(line, first, end, "chunked");
        if (chunkedLast) {
            chunked++;
        } else {
            others++; // an empty element too: it has no business here
        }
    }

    @Nullable
    HeadRefusal refusal() {
        if (!chunkedLast || chunked > 1) {
            return HeadRefusal.TRANSFER_ENCODING_NOT_CHUNKED;
        }
        return others > 0 ? HeadRefusal.TRANSFER_ENCODING_UNSUPPORTED : null;
    }
}
