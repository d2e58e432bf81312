package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/** The variable {@code FULL_REQUEST}: request line, header lines and what was read of the body, put together again. */
final class FullRequest {
    private static final byte[] LINE_END = {'\r', '\n'};
    private static final byte[] COLON = {':', ' '};

    private FullRequest() {}

    static Text of(Values values, Text body) {
        ByteBuilder out = new ByteBuilder(1024 + body.length());
        append(out, values.first(Variable.REQUEST_LINE));
        out.append(LINE_END);
        EntryList headers = values.list(Variable.REQUEST_HEADERS);
        for (int i = 0; i < headers.size(); i++) {
            append(out, headers.get(i).name);
            out.append(COLON);
            append(out, headers.get(i));
            out.append(LINE_END);
        }
        out.append(LINE_END);
        append(out, body);
        return Text.of(out.toArray());
    }

    private static void append(ByteBuilder out, @Nullable Text text) {
        if (text != null) {
            out.append(text.bytes, text.from, text.to);
        }
    }
}
