package dev.portcullis.auth.json;

/** Text that is no strict JSON; the message says what and where, and nothing of the text. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean duplicate;

    MalformedJsonException(String message, boolean duplicate) {
        super(message, null, false, false); // the flood of bad tokens pays for no stack traces
        this.duplicate = duplicate;
    }

    /** Whether a member was given twice. */
    public boolean duplicate() {
        return duplicate;
    }
}
