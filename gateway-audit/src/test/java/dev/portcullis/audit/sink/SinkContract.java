package dev.portcullis.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.audit.chain.Chain;
import dev.portcullis.audit.chain.LineBatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every sink does; a sink of one's own inherits it. */
public abstract class SinkContract {
    private final Chain chain = Chain.start(null);

    /** Opens the sink. */
    protected abstract Sink open() throws Exception;

    /** The lines that arrived, without their ends, once there are so many, in order. */
    protected abstract List<String> arrived(int lines) throws Exception;

    /** Lines of a chain; their texts are added to {@code all}. */
    protected final LineBatch batch(int lines, List<String> all) {
        LineBatch batch = new LineBatch();
        for (int i = 0; i < lines; i++) {
            chain.begin().text("text", "\u00e4\u20ac \"quoted\"\n" + i);
            chain.append(batch);
            all.add(new String(batch.line(i), UTF_8).stripTrailing());
        }
        return batch;
    }

    @Test
    void everyLineArrivesWholeAndInOrder() throws Exception {
        List<String> sent = new ArrayList<>();
        try (Sink sink = open()) {
            for (int i = 1; i <= 20; i++) {
                sink.write(batch(i, sent));
            }
            sink.sync();
            assertThat(arrived(sent.size())).isEqualTo(sent);
        }
    }

    @Test
    void whatWasTakenHasLeftOnceItIsClosed() throws Exception {
        List<String> sent = new ArrayList<>();
        Sink sink = open();
        sink.write(batch(50, sent));
        sink.close();
        sink.close();
        assertThat(arrived(50)).isEqualTo(sent);
    }

    @Test
    void itsNameSaysWhatItIs() throws Exception {
        try (Sink sink = open()) {
            assertThat(sink.name()).isNotBlank();
        }
    }
}
