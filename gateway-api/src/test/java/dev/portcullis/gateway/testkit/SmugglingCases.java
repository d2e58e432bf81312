package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Requests that two parties might read differently (RFC 9112, sections 5.1, 6.3, 7.1 and 11.2). It does not matter who
 * refuses, the server's parser or the gateway: the handler sees nothing, and nothing more is read on that connection.
 */
interface SmugglingCases extends Bench {
    String POST = "POST / HTTP/1.1\r\nHost: localhost\r\n";
    String SMUGGLED = "GET /smuggled HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @Test
    default void twoWaysToFrameOneBodyAreRefused() throws IOException {
        assertRefused(POST + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
        assertRefused(POST + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED);
        assertRefused(POST + "Content-Length: 0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
        assertRefused("POST / HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
    }

    @Test
    default void lengthThatIsNotOneNumberIsRefused() throws IOException {
        for (String length :
                List.of("+4", "-4", "0x4", "4 4", "4,4", "4, 5", "4;4", "four", "", "4.0", "99999999999999999999")) {
            assertRefused(POST + "Content-Length: " + length + "\r\n\r\nabcd" + SMUGGLED);
        }
        assertRefused(POST + "Content-Length: 4\r\nContent-Length: 5\r\n\r\nabcd" + SMUGGLED);
        assertRefused(POST + "Content-Length: 4\r\nContent-Length: 4\r\n\r\nabcd" + SMUGGLED);
    }

    @Test
    default void codingsOtherThanChunkedAreRefused() throws IOException {
        for (String coding : List.of(
                "xchunked",
                "chunkedx",
                "chunked, chunked",
                "gzip, chunked",
                "chunked, identity",
                "identity",
                "\"chunked\"",
                "chunked;q=1")) {
            assertRefused(POST + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n" + SMUGGLED);
        }
        assertRefused(POST + "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n\r\n0\r\n\r\n" + SMUGGLED);
    }

    @Test
    default void codingWithAControlCharacterIsRefused() throws IOException {
        for (String coding : List.of("\u000bchunked", "chunked\u000b", "\0chunked", "chunked\f")) {
            assertRefused(POST + "Transfer-Encoding: " + coding + "\r\n\r\n0\r\n\r\n" + SMUGGLED);
        }
    }

    @Test
    default void whiteSpaceAroundAFieldNameIsRefused() throws IOException {
        assertRefused(POST + "Content-Length : 4\r\n\r\nabcd" + SMUGGLED);
        assertRefused(POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
        assertRefused(POST + "Transfer-Encoding\t: chunked\r\n\r\n0\r\n\r\n" + SMUGGLED);
        assertRefused("GET / HTTP/1.1\r\n Host: localhost\r\n\r\n" + SMUGGLED);
    }

    @Test
    default void foldedLineIsRefusedOrUnfolded() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> Decision.CONTINUE);
        try (Wire wire = trial.connect().patience(4000)) {
            wire.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-Folded: a\r\n Transfer-Encoding: chunked\r\n\r\n");
            int status = wire.read().status();
            if (status == 200) {
                assertThat(trial.onlyReceived().headers().contains("Transfer-Encoding"))
                        .isFalse();
                assertThat(trial.onlyReceived().headers().first("X-Folded").orElse(""))
                        .doesNotContain("\r", "\n");
            } else {
                assertThat(status).isBetween(400, 499);
                assertThat(trial.received()).isEmpty();
            }
        }
    }

    @Test
    default void foldedFieldIsRefused() throws IOException {
        for (String fold : List.of("X-A: 1\r\n 2\r\n", "X-A: 1\r\n\t2\r\n", "X-A:\r\n 2\r\n", "X-A: 1\r\n \r\n")) {
            assertRefused("GET / HTTP/1.1\r\nHost: localhost\r\n" + fold + "\r\n" + SMUGGLED);
            assertRefused("GET / HTTP/1.1\r\n" + fold + "Host: localhost\r\n\r\n" + SMUGGLED);
        }
    }

    /** Where the server joins the lines itself: filters and handler see one field, and no other, in it. */
    default void assertFoldedFieldIsJoined() throws IOException {
        StringBuilder judged = new StringBuilder();
        Trial trial = serve(Handlers.echo(), exchange -> {
            judged.append(exchange.request().headers().all("X-A"));
            return Decision.CONTINUE;
        });
        try (Wire wire = trial.connect()) {
            wire.send("GET / HTTP/1.1\r\nHost: localhost\r\nX-A: 1\r\n X-B: 2\r\n\r\n");
            assertThat(wire.read().status()).isEqualTo(200);
        }
        assertThat(judged.toString()).matches("\\[1 +X-B: 2]");
        assertThat(trial.onlyReceived().headers().all("X-A")).hasToString(judged.toString());
        assertThat(trial.onlyReceived().headers().contains("X-B")).isFalse();
    }

    @Test
    default void foldedFramingFieldIsRefused() throws IOException {
        assertRefused(POST + "Transfer-Encoding:\r\n chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED);
        assertRefused(POST + "Content-Length: 4\r\n 5\r\n\r\nabcd" + SMUGGLED);
    }

    @Test
    default void controlCharactersInTheHeadAreRefused() throws IOException {
        for (char c : new char[] {'\0', '\1', '\u000b', '\f', '\u007f'}) {
            assertRefused("GET / HTTP/1.1\r\nHost: localhost\r\nX-Value: a" + c + "b\r\n\r\n" + SMUGGLED);
            assertRefused("GET / HTTP/1.1\r\nHost: localhost\r\nX-" + c + "Name: a\r\n\r\n" + SMUGGLED);
            assertRefused("GET /a" + c + "b HTTP/1.1\r\nHost: localhost\r\n\r\n" + SMUGGLED);
        }
    }

    @Test
    default void bareCarriageReturnInAFieldIsRefused() throws IOException {
        assertRefused("GET / HTTP/1.1\r\nHost: localhost\r\nX-Value: a\rX-Other: b\r\n\r\n" + SMUGGLED);
    }

    @Test
    default void bareCarriageReturnCannotHideAFramingField() throws IOException {
        assertRefused(POST + "X-Value: a\rTransfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + SMUGGLED);
    }

    @Test
    default void chunkSizeThatIsNoNumberIsRefused() throws IOException {
        for (String size : List.of("x", "-1", "+1", "0x1", "1 1", "fffffffffffffffff1", "", "g", "1,", "\u00b2")) {
            assertRefused(
                    POST + "Transfer-Encoding: chunked\r\n\r\n" + size + "\r\na\r\n0\r\n\r\n" + SMUGGLED, collecting());
        }
    }

    @Test
    default void chunkThatDoesNotEndWhereItsSizeSaysIsRefused() throws IOException {
        for (String chunk : List.of("1\r\nab\r\n", "2\r\na\r\n", "1\r\naXX", "1\r\na\nX")) {
            assertRefused(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunk + "0\r\n\r\n" + SMUGGLED, collecting());
        }
    }

    @Test
    default void chunkExtensionCannotHideARequest() throws IOException {
        for (String line :
                List.of("1;a=b", "1;a=\"b\"", "1;a\n", "1;\r", "1;a\rb", "1\n", "1 ;a", "1;" + "x".repeat(100))) {
            Trial trial = serve(Handlers.echo(), collecting());
            try (Wire wire = trial.connect().patience(1000)) {
                wire.send(POST + "Transfer-Encoding: chunked\r\n\r\n" + line + "\r\na\r\n0\r\n\r\n");
                String answer = textUntilSilence(wire);
                assertThat(answer.split("HTTP/1.1 ", -1).length - 1)
                        .as("answers to %s", line)
                        .isLessThanOrEqualTo(1);
                if (answer.startsWith("HTTP/1.1 200")) {
                    assertThat(trial.onlyReceived().text()).as(line).isEqualTo("a");
                } else {
                    assertThat(trial.received()).as(line).isEmpty();
                }
            }
        }
    }

    /** However a server reads these, whoever stands before it may read them otherwise. */
    @Test
    default void oddChunksAreNeverFollowedByARequest() throws IOException {
        for (String chunks : List.of(
                "1\na\r\n0\r\n\r\n",
                "1;x\na\r\n0\r\n\r\n",
                "1;\n\r\na\r\n0\r\n\r\n",
                "1;a\rb\r\na\r\n0\r\n\r\n",
                "1;a=\"x\r\ny\"\r\na\r\n0\r\n\r\n",
                "1 \r\na\r\n0\r\n\r\n",
                "1\r\na\n0\r\n\r\n",
                "1\r\nab\r\n0\r\n\r\n",
                "1\r\na\r\n0\n\n",
                "1\r\na\r\n0\r\nX\r\n\r\n",
                "100000001\r\na\r\n0\r\n\r\n",
                "10000000000000001\r\na\r\n0\r\n\r\n",
                "1;" + "x".repeat(100_000) + "\r\na\r\n0\r\n\r\n")) {
            Trial trial = serve(Handlers.echo(), collecting());
            try (Wire wire = trial.connect().patience(2000)) {
                wire.send(POST + "Transfer-Encoding: chunked\r\n\r\n" + chunks + SMUGGLED + SMUGGLED);
                assertThat(textUntilSilence(wire).split("HTTP/1\\.1 ", -1).length - 1)
                        .as("answers to %s", chunks)
                        .isLessThanOrEqualTo(1);
            } catch (SocketException e) {
                // broken off while it was still being sent
            }
            assertThat(trial.received())
                    .as("what the handler saw of %s", chunks)
                    .extracting(Received::target)
                    .doesNotContain("/smuggled");
        }
    }

    @Test
    default void hostThatIsNotOneNameIsRefused() throws IOException {
        assertRefused("GET / HTTP/1.1\r\n\r\n" + SMUGGLED);
        assertRefused("GET / HTTP/1.1\r\nHost: localhost\r\nHost: other\r\n\r\n" + SMUGGLED);
        assertRefused("GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n" + SMUGGLED);
        assertRefused("GET http://other/ HTTP/1.1\r\nHost: localhost\r\n\r\n" + SMUGGLED);
        for (String host : List.of("a b", "a/b", "a@b", "a:b", "a,b", "a\\b", "localhost:99999")) {
            assertRefused("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n" + SMUGGLED);
        }
    }

    @Test
    default void malformedRequestLineIsRefused() throws IOException {
        for (String line : List.of("GET /", "GET / HTTP/9.9", "GET / HTTQ/1.1", "GET / HTTP/1.1x", "G(T / HTTP/1.1")) {
            assertRefused(line + "\r\nHost: localhost\r\n\r\n" + SMUGGLED);
        }
    }

    @Test
    default void versionOfAnotherProtocolIsRefused() throws IOException {
        for (String version : List.of("HTTP/0.9", "HTTP/1.2", "HTTP/2.0", "HTTP/3.0", "HTTP/3.1")) {
            assertRefused("GET / " + version + "\r\nHost: localhost\r\n\r\n" + SMUGGLED);
        }
    }

    @Test
    default void requestLineOfFourWordsIsRefused() throws IOException {
        assertRefused("GET /a b HTTP/1.1\r\nHost: localhost\r\n\r\n" + SMUGGLED);
    }

    /** Sends the bytes, and a request after them; neither reaches the handler, and the connection ends. */
    default void assertRefused(String bytes) throws IOException {
        assertRefused(bytes, exchange -> Decision.CONTINUE);
    }

    /** The same behind a filter. */
    default void assertRefused(String bytes, Filter filter) throws IOException {
        Trial trial = serve(Handlers.echo(), filter);
        try (Wire wire = trial.connect().send(bytes).patience(8000)) {
            String answer;
            try {
                answer = new String(wire.readToEnd(), StandardCharsets.ISO_8859_1);
            } catch (SocketTimeoutException e) {
                throw new AssertionError("the connection stays open after: " + bytes, e);
            }
            assertThat(trial.received())
                    .as("what the handler saw of: %s", bytes)
                    .isEmpty();
            assertThat(answer.isEmpty() || answer.matches("(?s)HTTP/1\\.[01] [45].*"))
                    .as("a refusal of: %s is: %s", bytes, answer)
                    .isTrue();
            assertThat(answer.split("HTTP/1\\.[01] ", -1).length - 1)
                    .as("answers to: %s", bytes)
                    .isLessThanOrEqualTo(1);
        }
    }

    private static String textUntilSilence(Wire wire) throws IOException {
        StringBuilder text = new StringBuilder();
        try {
            while (true) {
                text.append((char) wire.readExactly(1)[0]);
            }
        } catch (EOFException | SocketTimeoutException | SocketException e) {
            return text.toString();
        }
    }

    private static Filter collecting() {
        return exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(1000), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        };
    }
}
