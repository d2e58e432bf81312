package dev.portcullis.waf.internal;

/** Fills the variables that a response stands for. */
public final class ResponseFacts {
    private static final byte[] CONTENT_TYPE = Ascii.bytes("content-type");
    private static final byte[] CONTENT_LENGTH = Ascii.bytes("content-length");

    private final Execution execution;
    private final Values values;
    private final Slices slices;

    /** Fills the variables of this transaction. */
    ResponseFacts(Execution execution) {
        this.execution = execution;
        this.values = execution.values();
        this.slices = execution.slices();
    }

    /** The status line; the phrase may be empty. */
    public void line(int status, String protocol, String phrase) {
        values.set(Variable.RESPONSE_STATUS, status);
        Text version = slices.text(protocol);
        values.set(Variable.RESPONSE_PROTOCOL, version);
        ByteBuilder line = execution.scratch().append(version.bytes, version.from, version.to);
        line.append((byte) ' ').append(status);
        if (!phrase.isEmpty()) {
            Text reason = slices.text(phrase);
            line.append((byte) ' ').append(reason.bytes, reason.from, reason.to);
        }
        values.set(Variable.STATUS_LINE, slices.copy(line));
        values.set(Variable.RESPONSE_CONTENT_TYPE, Text.EMPTY);
    }

    /** One header line. */
    public void header(String headerName, String headerValue) {
        Text name = slices.text(headerName);
        Text value = slices.text(headerValue);
        values.add(Variable.RESPONSE_HEADERS, name, value);
        if (Ascii.equalsLower(name.bytes, name.from, name.to, CONTENT_TYPE)) {
            values.set(Variable.RESPONSE_CONTENT_TYPE, value);
        } else if (Ascii.equalsLower(name.bytes, name.from, name.to, CONTENT_LENGTH)) {
            values.set(Variable.RESPONSE_CONTENT_LENGTH, Ascii.number(value.bytes, value.from, value.to));
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
        values.set(Variable.RESPONSE_BODY, slices.text(body, from, end));
    }
}
