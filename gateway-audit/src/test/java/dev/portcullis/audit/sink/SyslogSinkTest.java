package dev.portcullis.audit.sink;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.BindException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.SocketFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SyslogSinkTest extends SinkContract {
    private SyslogServer server;

    @BeforeEach
    void start() throws Exception {
        server = SyslogServer.start(0);
    }

    @AfterEach
    void stop() throws Exception {
        server.close();
    }

    @Override
    protected Sink open() {
        return new SyslogSink("127.0.0.1", server.port(), SocketFactory.getDefault(), InstantSource.system());
    }

    @Override
    protected List<String> arrived(int lines) {
        await().until(() -> server.messages().size() >= lines);
        List<String> bodies = new ArrayList<>();
        for (String message : server.messages()) {
            assertThat(message).matches("(?s)<110>1 \\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z \\S+ portcullis \\d+ audit - \\{.*");
            bodies.add(message.substring(message.indexOf('{')));
        }
        return bodies;
    }

    @Test
    void aServerThatWasAwayGetsWhatWaitedOnceItIsBack() throws Exception {
        List<String> sent = new ArrayList<>();
        Relay relay = Relay.holding(open());
        relay.write(batch(5, sent));
        await().until(() -> server.messages().size() == 5);
        int port = server.port();
        server.close();
        for (int i = 0; i < 10; i++) {
            relay.write(batch(3, sent));
        }
        server = await().ignoreException(BindException.class).until(() -> SyslogServer.start(port), started -> true);
        // syslog acknowledges nothing: what went into the closing connection is missing, and nothing after it
        relay.write(batch(3, sent));
        String last = sent.get(sent.size() - 1);
        await().atMost(30, TimeUnit.SECONDS)
                .until(() -> server.messages().stream().anyMatch(message -> message.endsWith(last)));
        List<String> got = arrived(3);
        assertThat(got).isEqualTo(sent.subList(sent.size() - got.size(), sent.size()));
        relay.close();
    }
}
