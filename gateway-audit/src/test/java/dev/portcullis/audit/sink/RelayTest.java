package dev.portcullis.audit.sink;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portcullis.audit.chain.LineBatch;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RelayTest extends SinkContract {
    @TempDir
    Path folder;

    private final Fickle inner = new Fickle();

    /** A sink that can be away. */
    private static final class Fickle implements Sink {
        private final List<String> lines = java.util.Collections.synchronizedList(new ArrayList<>());
        private volatile boolean away;

        @Override
        public String name() {
            return "fickle";
        }

        @Override
        public void write(LineBatch batch) throws IOException {
            if (away) {
                throw new IOException("away");
            }
            for (int i = 0; i < batch.lines(); i++) {
                lines.add(new String(batch.line(i), UTF_8).stripTrailing());
            }
        }

        @Override
        public void close() {
            // nothing is held
        }
    }

    @Override
    protected Sink open() {
        return Relay.holding(inner);
    }

    @Override
    protected List<String> arrived(int lines) {
        await().until(() -> inner.lines.size() >= lines);
        return inner.lines;
    }

    /** More than a relay holds. */
    private List<String> flood(Relay relay) throws IOException {
        List<String> sent = new ArrayList<>();
        long bytes = 0;
        while (bytes < Relay.HELD + (1 << 20)) {
            LineBatch batch = batch(1_000, sent);
            bytes += batch.length();
            relay.write(batch);
        }
        return sent;
    }

    @Test
    void holdingItRefusesWhatItHasNoRoomForAndLosesNothingThatItTook() throws Exception {
        inner.away = true;
        Relay relay = Relay.holding(inner);
        assertThatThrownBy(() -> flood(relay)).isInstanceOf(IOException.class).hasMessage("has no room");
        inner.away = false;
        await().until(() -> inner.lines.size() > 1_000);
        relay.close();
    }

    @Test
    void droppingItCountsWhatItHasNoRoomFor() throws Exception {
        inner.away = true;
        Relay relay = Relay.dropping(inner);
        List<String> sent = flood(relay);
        inner.away = false;
        long dropped = relay.takeDropped();
        relay.close();
        assertThat(dropped).isPositive();
        assertThat(inner.lines).isEqualTo(sent.subList(0, sent.size() - (int) dropped));
    }

    @Test
    void spillingItKeepsEveryLineInOrderInAFile() throws Exception {
        inner.away = true;
        Relay relay = Relay.spilling(inner, folder.resolve("spill"));
        List<String> sent = flood(relay);
        inner.away = false;
        assertThat(arrived(sent.size())).isEqualTo(sent);
        relay.close();
        assertThat(folder.resolve("spill")).doesNotExist();
    }

    @Test
    void whatIsLeftInTheFileIsGivenOnByTheNextStart() throws Exception {
        inner.away = true;
        Relay relay = Relay.spilling(inner, folder.resolve("spill"));
        List<String> sent = new ArrayList<>();
        relay.write(batch(10, sent));
        relay.close();
        assertThat(folder.resolve("spill")).exists();
        inner.away = false;
        Relay next = Relay.spilling(inner, folder.resolve("spill"));
        next.write(batch(10, sent));
        assertThat(arrived(20)).isEqualTo(sent);
        next.close();
    }
}
