package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.Reason;

/** A body that cannot be shown to its inspectors as the other side will see it. */
final class UndecodableBodyException extends Exception {
    private static final long serialVersionUID = 1;

    private final Reason reason;
    private final String code;

    UndecodableBodyException(Reason reason, String code, String detail) {
        super(detail, null, false, false); // a kind of request, not a place in the code
        this.reason = reason;
        this.code = code;
    }

    Reason reason() {
        return reason;
    }

    String code() {
        return code;
    }

    String detail() {
        String detail = getMessage();
        return detail == null ? code : detail;
    }
}
