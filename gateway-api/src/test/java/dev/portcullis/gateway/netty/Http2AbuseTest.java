package dev.portcullis.gateway.netty;

import static dev.portcullis.gateway.netty.FrameWire.CONTINUATION;
import static dev.portcullis.gateway.netty.FrameWire.DATA;
import static dev.portcullis.gateway.netty.FrameWire.END_HEADERS;
import static dev.portcullis.gateway.netty.FrameWire.END_STREAM;
import static dev.portcullis.gateway.netty.FrameWire.ENHANCE_YOUR_CALM;
import static dev.portcullis.gateway.netty.FrameWire.GOAWAY;
import static dev.portcullis.gateway.netty.FrameWire.HEADERS;
import static dev.portcullis.gateway.netty.FrameWire.PING;
import static dev.portcullis.gateway.netty.FrameWire.PROTOCOL_ERROR;
import static dev.portcullis.gateway.netty.FrameWire.REFUSED_STREAM;
import static dev.portcullis.gateway.netty.FrameWire.RST_STREAM;
import static dev.portcullis.gateway.netty.FrameWire.WINDOW_UPDATE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.HostBench;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestServer;
import dev.portcullis.gateway.testkit.Trial;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a hostile client of HTTP/2 can do is bounded, each flood with its outcome; other connections go on. */
class Http2AbuseTest extends HostBench {
    private static final int STREAMS = 100;
    private static final int RESETS = 200;
    private static final int PINGS = 20_000;
    private static final int SMALL_CONTINUATIONS = 16;
    private static final Decision REFUSED = Decision.reject(Reason.FORBIDDEN, "test.refused", "");

    private CompletableFuture<Decision> never;

    @BeforeAll
    static void listenForLeaks() {
        Leaks.listen();
    }

    @Override
    protected TestServer newServer() {
        return Http2Server.create();
    }

    @BeforeEach
    void holdVerdicts() {
        never = new CompletableFuture<>();
    }

    @AfterEach
    void release() {
        never.complete(REFUSED);
    }

    private Trial serve(Filter filter) {
        return serve(request -> Script.text(200, "ok"), filter);
    }

    private Filter parking() {
        return exchange -> exchange.request().path().equals("/parked")
                ? Verdict.defer(never, Duration.ofMinutes(5), REFUSED)
                : Decision.CONTINUE;
    }

    private static void assertServesOthers(Trial trial) throws IOException {
        try (Http2Client other = Http2Client.connect(trial.address(), 65_535)) {
            assertThat(other.open().send(TestRequest.get("/")).read().text()).isEqualTo("ok");
        }
    }

    /** The connection is told why it ends, and ends. */
    private static void assertEnded(FrameWire wire, int error) throws IOException {
        assertThat(wire.next(GOAWAY).error()).isEqualTo(error);
        assertThat(wire.isClosed()).isTrue();
    }

    @Test
    void streamsBeyondTheBoundAreRefusedEvenBeforeTheClientAcknowledgesIt() throws IOException {
        Trial trial = serve(parking());
        try (FrameWire wire = FrameWire.connect(trial.address())) {
            for (int i = 0; i < STREAMS + 50; i++) {
                wire.add(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, FrameWire.fields("/parked"));
            }
            wire.flush();
            for (int i = 0; i < 50; i++) {
                FrameWire.Frame reset = wire.next(RST_STREAM);
                assertThat(reset.error()).isEqualTo(REFUSED_STREAM);
                assertThat(reset.stream()).isEqualTo(2 * (STREAMS + i) + 1);
            }
            trial.awaitUntil(() -> trial.parked() == STREAMS);
            assertThat(trial.begun()).isEqualTo(STREAMS);
            assertServesOthers(trial);
        }
        trial.awaitUntil(() -> trial.parked() == 0);
        assertThat(trial.received()).hasSize(1);
    }

    @Test
    void rapidResetEndsTheConnectionAndCancelsWhatItBegan() throws IOException {
        Trial trial = serve(parking());
        try (FrameWire wire = FrameWire.connect(trial.address())) {
            for (int i = 0; i <= RESETS; i++) {
                wire.add(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, FrameWire.fields("/parked"));
                wire.add(RST_STREAM, 0, 2 * i + 1, FrameWire.number(8));
            }
            wire.flush();
            assertEnded(wire, ENHANCE_YOUR_CALM);
        }
        trial.awaitUntil(() -> trial.parked() == 0);
        assertThat(trial.begun()).isBetween(1, RESETS + 1);
        assertThat(trial.outcomes(trial.begun())).extracting(Outcome::end).containsOnly(Outcome.End.CANCELLED);
        assertThat(trial.received()).isEmpty();
        assertServesOthers(trial);
    }

    @Test
    void resetsThatTheClientProvokesFromTheServerEndTheConnection() throws IOException {
        Trial trial = serve(parking());
        try (FrameWire wire = FrameWire.connect(trial.address())) {
            for (int i = 0; i <= RESETS; i++) {
                wire.add(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, FrameWire.fields("/parked"));
                wire.add(WINDOW_UPDATE, 0, 2 * i + 1, FrameWire.number(0)); // an error of the stream alone
            }
            wire.flush();
            assertEnded(wire, ENHANCE_YOUR_CALM);
        }
        trial.awaitUntil(() -> trial.parked() == 0);
        assertThat(trial.begun()).isBetween(1, RESETS + 1);
        assertThat(trial.received()).isEmpty();
        assertServesOthers(trial);
    }

    @Test
    void headThatIsNoRequestIsResetAndCounts() throws IOException {
        Trial trial = serve(parking());
        try (FrameWire wire = FrameWire.connect(trial.address())) {
            byte[] methodAlone = {(byte) 0x82};
            wire.add(HEADERS, END_HEADERS | END_STREAM, 1, methodAlone).flush();
            assertThat(wire.next(RST_STREAM).error()).isEqualTo(PROTOCOL_ERROR);
            for (int i = 1; i <= RESETS; i++) {
                wire.add(HEADERS, END_HEADERS | END_STREAM, 2 * i + 1, methodAlone);
            }
            wire.flush();
            assertEnded(wire, ENHANCE_YOUR_CALM);
        }
        assertThat(trial.begun()).isZero();
        assertServesOthers(trial);
    }

    @Test
    void smallContinuationsWithoutEndEndTheConnection() throws IOException {
        Trial trial = serve(parking());
        for (int length = 0; length <= 1; length++) {
            try (FrameWire wire = FrameWire.connect(trial.address())) {
                wire.add(HEADERS, END_STREAM, 1, FrameWire.fields("/"));
                for (int i = 0; i <= SMALL_CONTINUATIONS; i++) {
                    wire.add(CONTINUATION, 0, 1, fieldsOfTheTable(0x90, length));
                }
                wire.flush();
                assertEnded(wire, ENHANCE_YOUR_CALM);
            }
        }
        assertThat(trial.begun()).isZero();
        assertServesOthers(trial);
    }

    @Test
    void largeContinuationsWithoutEndEndTheConnectionAtTheBoundOfAHead() throws IOException {
        Trial trial = serve(parking());
        try (FrameWire wire = FrameWire.connect(trial.address())) {
            wire.add(HEADERS, END_STREAM, 1, FrameWire.fields("/"));
            for (int i = 0; i < 8; i++) {
                wire.add(CONTINUATION, 0, 1, fieldsOfTheTable(0x90, 2000));
            }
            wire.flush();
            assertEnded(wire, PROTOCOL_ERROR);
        }
        assertThat(trial.begun()).isZero();
        assertServesOthers(trial);
    }

    /** One field of the tables, by its index, so many times. */
    private static byte[] fieldsOfTheTable(int index, int times) {
        byte[] fields = new byte[times];
        Arrays.fill(fields, (byte) index);
        return fields;
    }

    @Test
    void compressedHeadThatUnfoldsBeyondTheBoundEndsTheConnection() throws IOException {
        Trial trial = serve(parking());
        try (FrameWire wire = FrameWire.connect(trial.address())) {
            ByteArrayOutputStream bomb = new ByteArrayOutputStream();
            bomb.writeBytes(FrameWire.fields("/"));
            bomb.writeBytes(new byte[] {0x40, 1, 'x'}); // a new name, put into the table
            bomb.writeBytes(new byte[] {0x7f, (byte) 0x81, 0x1e}); // with a value of 127 + 1 + 30 * 128 bytes
            bomb.writeBytes("a".repeat(3968).getBytes(StandardCharsets.ISO_8859_1));
            bomb.writeBytes(fieldsOfTheTable(0xbe, 12_000)); // the newest of the table: 48 MB in all
            wire.add(HEADERS, END_HEADERS | END_STREAM, 1, bomb.toByteArray()).flush();
            assertEnded(wire, PROTOCOL_ERROR);
        }
        assertThat(trial.begun()).isZero();
        assertServesOthers(trial);
    }

    @Test
    void pingsWhoseAnswersAreReadAreAnswered() throws IOException {
        Trial trial = serve(parking());
        try (FrameWire wire = FrameWire.connect(trial.address())) {
            for (int i = 0; i < PINGS; i += 100) {
                for (int j = 0; j < 100; j++) {
                    wire.add(PING, 0, 0, new byte[8]);
                }
                wire.flush();
                for (int j = 0; j < 100; j++) {
                    assertThat(wire.next(PING).flags()).isEqualTo(FrameWire.ACK);
                }
            }
        }
    }

    @Test
    void emptyDataWithoutEndEndsTheConnection() throws IOException {
        Trial trial = serve(exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        try (FrameWire wire = FrameWire.connect(trial.address())) {
            wire.add(HEADERS, END_HEADERS, 1, FrameWire.fields("/"));
            for (int i = 0; i < 100; i++) {
                wire.add(DATA, 0, 1);
            }
            wire.flush();
            assertEnded(wire, ENHANCE_YOUR_CALM);
        }
        assertThat(trial.outcome().end()).isEqualTo(Outcome.End.CANCELLED);
        assertThat(trial.received()).isEmpty();
    }
}
