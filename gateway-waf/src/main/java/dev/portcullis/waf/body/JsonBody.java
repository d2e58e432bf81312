package dev.portcullis.waf.body;

/**
 * {@code JSON} (RFC 8259): each leaf is an argument named by its path, {@code json.order.lines.array_0.item}; an empty key
 * is {@code empty-key}, {@code null} an empty value. Keys that repeat are all told. A byte order mark is passed over; any
 * other departure from the grammar is a mistake.
 */
final class JsonBody implements BodyProcessor {
    @Override
    public void process(byte[] body, int from, int to, BodyInput input, BodySink sink) {
        int start = from;
        if (to - from >= 3
                && body[from] == (byte) 0xEF
                && body[from + 1] == (byte) 0xBB
                && body[from + 2] == (byte) 0xBF) {
            start = from + 3;
        }
        String problem = new JsonReader(body, start, to, input, sink).read();
        if (problem != null) {
            sink.error("JSON parsing error: " + problem);
        }
    }
}
