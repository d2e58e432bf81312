package dev.portcullis.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.audit.chain.LineBatch;
import dev.portcullis.audit.sink.Sink;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A sink in memory that can fail, and can be stuck. */
final class FakeSink implements Sink {
    final List<String> lines = new CopyOnWriteArrayList<>();
    volatile boolean failing;
    volatile boolean stuck;

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public void write(LineBatch batch) throws IOException {
        while (stuck) {
            Thread.onSpinWait();
            Thread.yield();
        }
        if (failing) {
            throw new IOException("No space left on device");
        }
        for (int i = 0; i < batch.lines(); i++) {
            lines.add(new String(batch.line(i), UTF_8));
        }
    }

    /** The lines of one kind of event. */
    List<String> of(String event) {
        return lines.stream()
                .filter(line -> line.contains("\"event\":\"" + event + "\""))
                .toList();
    }

    @Override
    public void close() {
        stuck = false;
    }
}
