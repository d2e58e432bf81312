package dev.portcullis.waf.internal;

/** Fills the variables that a response stands for. */
public final class ResponseFacts {
    private static final byte[] CONTENT_TYPE = Ascii.bytes("content-type");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length");

    private final Execution execution;
    private final Values values;

    /** Fills the variables of this transaction. */
    public ResponseFacts(Execution execution) {
        this.execution = execution;
        this.values = execution.values();
    }

    /** The status line; the phrase may be empty. */
    public void line(int status, String protocol, String phrase) {
        values.set(Variable.RESPONSE_STATUS, status);
        values.set(Variable.RESPONSE_PROTOCOL, Text.of(protocol));
        String line = protocol + " " + status + (phrase.isEmpty() ? "" : " " + phrase);
        values.set(Variable.STATUS_LINE, Text.of(line));
        values.set(Variable.RESPONSE_CONTENT_TYPE, Text.EMPTY);
    }

    /** One header line. */
    public void header(byte[] name, byte[] value) {
        values.add(Variable.RESPONSE_HEADERS, Text.of(name), value, 0, value.length);
        if (Ascii.equalsLower(name, 0, name.length, CONTENT_TYPE)) {
            values.set(Variable.RESPONSE_CONTENT_TYPE, Text.of(value));
        } else if (Ascii.equalsLower(name, 0, name.length, CONTENT_LENGTH)) {
            values.set(Variable.RESPONSE_CONTENT_LENGTH, Ascii.number(value, 0, value.length));
        }
    }

    /** Whether rules want to see the body of this response. */
    public boolean wantsBody() {
        Switches switches = execution.switches();
        if (switches.engine() == Settings.Engine.OFF || !switches.responseBodyAccess()) {
            return false;
        }
        Text type = values.first(Variable.RESPONSE_CONTENT_TYPE);
        if (type == null || switches.forceResponseBody()) {
            return switches.forceResponseBody();
        }
        int end = RequestFacts.indexOf(type.bytes, type.from, type.to, ';');
        String media = Ascii.lower(Ascii.text(type.bytes, type.from, end < 0 ? type.to : end))
                .strip();
        return execution.settings().responseTypes().contains(media);
    }

    /**
     * Takes the body, if rules want to see it.
     *
     * @param more whether the body goes on beyond these bytes
     */
    public void body(byte[] body, int from, int to, boolean more) {
        if (!wantsBody()) {
            return;
        }
        long limit = execution.switches().responseBodyLimit();
        int end = to;
        if (to - from > limit) {
            end = (int) (from + limit);
            values.set(Variable.OUTBOUND_DATA_ERROR, 1);
            if (execution.settings().rejectLargeResponseBody()) {
                execution.limit("waf.response_body", 413);
            }
        } else if (more) {
            values.set(Variable.OUTBOUND_DATA_ERROR, 1);
        }
        if (values.number(Variable.RESPONSE_CONTENT_LENGTH) == 0) {
            values.set(Variable.RESPONSE_CONTENT_LENGTH, to - from);
        }
        values.set(Variable.RESPONSE_BODY, new Text(body, from, end));
    }
}
