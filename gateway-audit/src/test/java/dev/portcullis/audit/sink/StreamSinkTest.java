package dev.portcullis.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;

class StreamSinkTest extends SinkContract {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Override
    protected Sink open() {
        return new StreamSink("a stream", out);
    }

    @Override
    protected List<String> arrived(int lines) {
        return out.toString(UTF_8).lines().toList();
    }
}
