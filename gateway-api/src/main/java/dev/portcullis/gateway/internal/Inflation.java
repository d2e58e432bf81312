package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Body;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Decodes gzip (RFC 1952) and deflate (RFC 1950) content up to a length, checksums included. All members of a gzip stream are
 * read, as handlers do, and what follows the last is an error: nothing of the content goes unseen.
 */
final class Inflation {
    /** Content may swell to this many times its size; benign text stays below a tenth of it. */
    private static final int RATIO = 100;
    /** Below this the ratio is no matter. */
    private static final int SMALL = 64 << 10;

    private static final int FHCRC = 2;
    private static final int FEXTRA = 4;
    private static final int FNAME = 8;
    private static final int FCOMMENT = 16;
    private static final int RESERVED = 0xE0;

    private final Coding coding;
    private final Reason broken;
    private final String code;
    private final boolean bounded;
    private byte[] in = new byte[0];
    private int at;
    private byte[] out = new byte[0];
    private int length;

    private Inflation(Coding coding, Reason broken, String code, boolean bounded) {
        this.coding = coding;
        this.broken = broken;
        this.code = code;
        this.bounded = bounded;
    }

    static Inflation ofRequest(Coding coding) {
        return new Inflation(coding, Reason.MALFORMED, "body.coding_broken", true);
    }

    static Inflation ofResponse(Coding coding) {
        return new Inflation(coding, Reason.BAD_RESPONSE, "response.coding_broken", false);
    }

    /**
     * Decodes the body.
     *
     * @param limit the most bytes to make; beyond it the result is truncated
     */
    Body inflate(Body body, int limit) throws UndecodableBodyException {
        in = body.toByteArray();
        out = new byte[Math.min(limit, Math.max(256, 4 * Math.min(in.length, 1 << 20)))];
        boolean whole;
        Inflater inflater = new Inflater(coding == Coding.GZIP);
        try {
            whole = coding == Coding.GZIP
                    ? members(inflater, limit, body.truncated())
                    : member(inflater, limit, body.truncated());
            if (whole && at < in.length) {
                throw broken("bytes after the end");
            }
        } finally {
            inflater.end();
        }
        boolean complete = whole && !body.truncated();
        return Body.of(out, 0, length, !complete, complete ? body.trailers() : Headers.EMPTY);
    }

    private boolean members(Inflater inflater, int limit, boolean cut) throws UndecodableBodyException {
        do {
            int start = length;
            try {
                header();
            } catch (ArrayIndexOutOfBoundsException e) {
                return ended(cut, "inside a header");
            }
            inflater.reset();
            if (!member(inflater, limit, cut)) {
                return false;
            }
            if (in.length - at < 8) {
                return ended(cut, "inside a checksum");
            }
            CRC32 crc = new CRC32();
            crc.update(out, start, length - start);
            if (word() != (int) crc.getValue() || word() != length - start) {
                throw broken("wrong checksum");
            }
        } while (at < in.length);
        return true;
    }

    /** Inflates one stream; returns whether it came to its end. */
    private boolean member(Inflater inflater, int limit, boolean cut) throws UndecodableBodyException {
        inflater.setInput(in, at, in.length - at);
        int start = at;
        byte[] probe = new byte[1];
        try {
            while (!inflater.finished()) {
                if (inflater.needsDictionary()) {
                    throw broken("a preset dictionary");
                }
                boolean full = length == limit;
                if (!full && length == out.length) {
                    out = Arrays.copyOf(out, (int) Math.min(limit, 2L * out.length));
                }
                int made = full ? inflater.inflate(probe) : inflater.inflate(out, length, out.length - length);
                if (full && made > 0) {
                    return false; // there is more than anyone wants
                }
                length += made;
                at = start + (int) inflater.getBytesRead();
                if (bounded && length > SMALL && length / RATIO > at) {
                    throw new UndecodableBodyException(
                            Reason.TOO_LARGE, "body.ratio", "content swells to more than " + RATIO + " times its size");
                }
                if (made == 0 && inflater.needsInput() && !inflater.finished()) {
                    return ended(cut, "inside a stream");
                }
            }
        } catch (DataFormatException e) {
            throw broken("not a deflate stream");
        }
        at = start + (int) inflater.getBytesRead();
        return true;
    }

    private void header() throws UndecodableBodyException {
        if (octet() != 0x1F || octet() != 0x8B || octet() != 8) {
            throw broken("no gzip header");
        }
        int flags = octet();
        if ((flags & RESERVED) != 0) {
            throw broken("reserved flags");
        }
        at += 6; // time, extra flags, system
        if ((flags & FEXTRA) != 0) {
            int extra = octet() | octet() << 8;
            at += extra;
        }
        if ((flags & FNAME) != 0) {
            skipText();
        }
        if ((flags & FCOMMENT) != 0) {
            skipText();
        }
        if ((flags & FHCRC) != 0) {
            at += 2;
        }
        if (at > in.length) {
            throw new ArrayIndexOutOfBoundsException(at);
        }
    }

    private void skipText() {
        while (octet() != 0) {
            // up to its end
        }
    }

    private int octet() {
        return in[at++] & 0xFF;
    }

    private int word() {
        return octet() | octet() << 8 | octet() << 16 | octet() << 24;
    }

    private boolean ended(boolean cut, String where) throws UndecodableBodyException {
        if (cut) {
            return false;
        }
        throw broken("ends " + where);
    }

    private UndecodableBodyException broken(String what) {
        return new UndecodableBodyException(broken, code, what);
    }
}
