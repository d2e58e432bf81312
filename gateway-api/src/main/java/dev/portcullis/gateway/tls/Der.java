package dev.portcullis.gateway.tls;

/** Walks the elements of one level of a DER encoding (X.690); anything that does not fit ends the walk. */
final class Der {
    private final byte[] bytes;
    private final int end;
    private int at;
    private int tag;
    private int from;
    private int to;

    Der(byte[] bytes, int from, int end) {
        this.bytes = bytes;
        this.at = from;
        this.end = end;
    }

    /** Steps to the next element; false at the end. */
    boolean next() {
        if (at + 2 > end) {
            return false;
        }
        tag = bytes[at] & 0xff;
        int first = bytes[at + 1] & 0xff;
        int header = 2;
        int length = first;
        if (first >= 0x80) {
            int octets = first & 0x7f;
            if (octets == 0 || octets > 3 || at + 2 + octets > end) {
                return false;
            }
            length = 0;
            for (int i = 0; i < octets; i++) {
                length = (length << 8) | (bytes[at + 2 + i] & 0xff);
            }
            header += octets;
        }
        from = at + header;
        to = from + length;
        at = to;
        return to <= end;
    }

    int tag() {
        return tag;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }
}
