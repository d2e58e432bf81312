package dev.portcullis.gateway.netty;

/** A field of the head goes on in the next line (RFC 9112, section 5.2); the decoder has joined the two. */
final class FoldedFieldException extends Exception {
    private static final long serialVersionUID = 1L;

    FoldedFieldException() {
        super("a field is folded over lines", null, false, false);
    }
}
