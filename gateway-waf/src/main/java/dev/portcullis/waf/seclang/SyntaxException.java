package dev.portcullis.waf.seclang;

/** A part of a directive cannot be read. Its message is the reason of a {@link Flaw}. Has no stack trace. */
public final class SyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    /** A mistake with this reason. */
    public SyntaxException(String reason) {
        super(reason, null, false, false);
    }

    /** The reason. */
    public String reason() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}
