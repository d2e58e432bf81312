package dev.portcullis.waf.internal;

/** What {@code ctl} may change about the rest of one transaction. */
public final class Switches {
    private Settings.Engine engine = Settings.Engine.OFF;
    private boolean requestBodyAccess;
    private boolean responseBodyAccess;
    private boolean forceRequestBody;
    private boolean forceResponseBody;
    private long requestBodyLimit;
    private long responseBodyLimit;
    private String processor = "";

    Switches(Settings settings) {
        begin(settings);
    }

    /** As the rules are set. */
    final void begin(Settings settings) {
        forceRequestBody = false;
        forceResponseBody = false;
        processor = "";
        engine = settings.engine();
        requestBodyAccess = settings.requestBodyAccess();
        responseBodyAccess = settings.responseBodyAccess();
        requestBodyLimit = settings.requestBodyLimit();
        responseBodyLimit = settings.responseBodyLimit();
    }

    /** Whether rules run and decide. */
    public Settings.Engine engine() {
        return engine;
    }

    void engine(Settings.Engine to) {
        engine = to;
    }

    /** Whether rules want to see the request body. */
    public boolean requestBodyAccess() {
        return requestBodyAccess;
    }

    void requestBodyAccess(boolean to) {
        requestBodyAccess = to;
    }

    /** Whether rules want to see response bodies of inspected types. */
    public boolean responseBodyAccess() {
        return responseBodyAccess;
    }

    void responseBodyAccess(boolean to) {
        responseBodyAccess = to;
    }

    boolean forceRequestBody() {
        return forceRequestBody;
    }

    void forceRequestBody(boolean to) {
        forceRequestBody = to;
    }

    boolean forceResponseBody() {
        return forceResponseBody;
    }

    void forceResponseBody(boolean to) {
        forceResponseBody = to;
    }

    /** Bytes of the request body beyond which the limit's action applies. */
    public long requestBodyLimit() {
        return requestBodyLimit;
    }

    void requestBodyLimit(long to) {
        requestBodyLimit = to;
    }

    /** Bytes of the response body beyond which the limit's action applies. */
    public long responseBodyLimit() {
        return responseBodyLimit;
    }

    void responseBodyLimit(long to) {
        responseBodyLimit = to;
    }

    /** The name of the body processor, empty if there is none. */
    String processor() {
        return processor;
    }

    void processor(String to) {
        processor = to;
    }
}
