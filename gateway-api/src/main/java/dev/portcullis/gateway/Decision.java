package dev.portcullis.gateway;

/** A verdict that stands: go on, refuse, or answer in the handler's place. */
public sealed interface Decision extends Verdict permits Answer, Continue, Reject {
    /** Go on to the next filter, and after the last to the handler. A constant, so that the fast path allocates nothing. */
    Decision CONTINUE = Continue.INSTANCE;

    /** Refuse the request or, from a response inspector, replace the handler's answer. */
    static Decision reject(Rejection rejection) {
        return new Reject(rejection);
    }

    /** Refuses with the given reason and code; see {@link Rejection#of}. */
    static Decision reject(Reason reason, String code, String logDetail) {
        return new Reject(Rejection.of(reason, code, logDetail));
    }

    /** Answers by the gateway itself, without content, such as 204 to a CORS preflight; nothing is forwarded. */
    static Decision answer(int status, Headers headers) {
        return new Answer(status, headers);
    }
}
