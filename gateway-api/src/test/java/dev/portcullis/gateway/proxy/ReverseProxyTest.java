package dev.portcullis.gateway.proxy;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.ClientAddress;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.RequestHead;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscribers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReverseProxyTest {
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\nX-A: 1\r\nX-A: 2\r\n\r\nok";

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void stop() {
        timer.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/", "/a/b", "/a%20b", "/caf%C3%A9", "/a+b;", "/x?q=1&r=%41", "/x?a=b%2Fc", "/~u/:@!$&'()*,="})
    void theTargetReachesTheUpstreamByteForByte(String target) throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(OK)) {
            send(upstream, request("GET", target, Headers.EMPTY));
            assertThat(upstream.head()).startsWith("GET " + target + " HTTP/1.1\r\n");
        }
    }

    @Test
    void rawCharactersOfAQueryArePercentEncoded() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(OK)) {
            send(upstream, request("GET", "/x?q={\"a\"|50%}", Headers.EMPTY));
            assertThat(upstream.head()).startsWith("GET /x?q=%7B%22a%22%7C50%25%7D HTTP/1.1\r\n");
        }
    }

    @Test
    void theOriginsPathPrecedesTheTarget() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(OK)) {
            proxy(upstream.origin() + "/base/", Duration.ofSeconds(5))
                    .forward(request("GET", "/x", Headers.EMPTY))
                    .get(10, TimeUnit.SECONDS);
            assertThat(upstream.head()).startsWith("GET /base/x HTTP/1.1\r\n");
        }
    }

    @Test
    void fieldsOfOneConnectionStayBehindAndForwardingFieldsAreReplaced() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(OK)) {
            Headers headers = Headers.of(
                    "Host", "api.example",
                    "Connection", "keep-alive, X-Private",
                    "X-Private", "1",
                    "Keep-Alive", "timeout=5",
                    "TE", "trailers",
                    "Proxy-Authorization", "Basic x",
                    "X-Forwarded-For", "6.6.6.6",
                    "X-Forwarded-Proto", "https",
                    "Forwarded", "for=6.6.6.6",
                    "X-Real-IP", "6.6.6.6",
                    "X-Kept", "yes");
            send(upstream, request("GET", "/", headers));
            String head = upstream.head();
            assertThat(head)
                    .contains("Host: " + upstream.origin().substring(7) + "\r\n")
                    .contains("X-Kept: yes\r\n")
                    .contains("X-Forwarded-For: 192.0.2.7\r\n")
                    .contains("X-Forwarded-Proto: http\r\n")
                    .contains("X-Forwarded-Host: api.example\r\n")
                    .contains("Forwarded: for=192.0.2.7;proto=http;host=\"api.example\"\r\n")
                    .doesNotContain("6.6.6.6")
                    .doesNotContain("X-Private")
                    .doesNotContain("TE:")
                    .doesNotContain("Proxy-Authorization");
            assertThat(head.toLowerCase(java.util.Locale.ROOT))
                    .doesNotContain("upgrade")
                    .doesNotContain("http2-settings");
        }
    }

    @Test
    void theAnswerKeepsItsStatusFieldsAndContent() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(
                "HTTP/1.1 302 Found\r\nLocation: /elsewhere\r\nSet-Cookie: a=1\r\nSet-Cookie: b=2\r\n"
                        + "Connection: X-Hop\r\nX-Hop: 1\r\nContent-Length: 4\r\n\r\nmove")) {
            ProxyAnswer.Response response = (ProxyAnswer.Response) send(upstream, request("GET", "/", Headers.EMPTY));
            assertThat(response.status()).isEqualTo(302);
            assertThat(response.headers().all("set-cookie")).containsExactly("a=1", "b=2");
            assertThat(response.headers().first("location")).contains("/elsewhere");
            assertThat(response.headers().contains("X-Hop")).isFalse();
            assertThat(response.contentLength()).isEqualTo(4);
            assertThat(text(response)).isEqualTo("move");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 2\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: identity",
                "Content-Length: 2\r\nContent-Length: 5",
                "Content-Length: -2",
                "Content-Length: +2",
                "Content-Length: 2x",
                "Content-Length: 2, 2",
                "Content-Length: 9999999999999999999"
            })
    void anAnswerWhoseLengthIsInDoubtIsRefused(String framing) throws Exception {
        try (RawUpstream upstream =
                RawUpstream.answering("HTTP/1.1 200 OK\r\n" + framing + "\r\n\r\n5\r\nhello\r\n0\r\n\r\n" + OK)) {
            ProxyAnswer answer = send(upstream, request("GET", "/", Headers.EMPTY));
            assertThat(answer)
                    .isInstanceOfSatisfying(
                            ProxyAnswer.Failure.class,
                            failure -> assertThat(failure.rejection().reason()).isEqualTo(Reason.BAD_RESPONSE));
        }
    }

    @Test
    void theSameLengthTwiceIsOneLength() throws Exception {
        try (RawUpstream upstream =
                RawUpstream.answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\nContent-Length: 2\r\n\r\nok")) {
            assertThat(text((ProxyAnswer.Response) send(upstream, request("GET", "/", Headers.EMPTY))))
                    .isEqualTo("ok");
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 60000, true", "1, 70000, false", "400, 1, true", "600, 1, false"})
    void theHeadOfAnAnswerHasABound(int lines, int size, boolean passes) throws Exception {
        String line = "X-Large: " + "x".repeat(size) + "\r\n";
        try (RawUpstream upstream =
                RawUpstream.answering("HTTP/1.1 200 OK\r\n" + line.repeat(lines) + "Content-Length: 2\r\n\r\nok")) {
            assertThat(send(upstream, request("GET", "/", Headers.EMPTY)) instanceof ProxyAnswer.Response)
                    .isEqualTo(passes);
        }
    }

    @ParameterizedTest
    @CsvSource({"-1, transfer-encoding: chunked", "5, content-length: 5"})
    void contentStreamsUpstream(long length, String framing) throws Exception {
        CompletableFuture<String> received = new CompletableFuture<>();
        try (RawUpstream upstream = new RawUpstream((head, content, answer) -> {
            byte[] bytes = content.readNBytes(length < 0 ? "5\r\nhello\r\n0\r\n\r\n".length() : 5);
            received.complete(new String(bytes, ISO_8859_1));
            answer.write(OK.getBytes(ISO_8859_1));
        })) {
            ProxyRequest request = new ProxyRequest(
                    head("POST", "/"), Headers.EMPTY, length, BodyPublishers.ofString("hello", ISO_8859_1));
            assertThat(send(upstream, request)).isInstanceOf(ProxyAnswer.Response.class);
            assertThat(upstream.head().toLowerCase(java.util.Locale.ROOT)).contains(framing);
            assertThat(received.get(5, TimeUnit.SECONDS)).contains("hello");
        }
    }

    @Test
    void theFirstPieceArrivesBeforeTheLastIsSent() throws Exception {
        CountDownLatch firstSeen = new CountDownLatch(1);
        try (RawUpstream upstream = new RawUpstream((head, content, answer) -> {
            answer.write("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nfirst\r\n".getBytes(ISO_8859_1));
            answer.flush();
            try {
                assertThat(firstSeen.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            answer.write("4\r\nlast\r\n0\r\n\r\n".getBytes(ISO_8859_1));
        })) {
            ProxyAnswer.Response response = (ProxyAnswer.Response) send(upstream, request("GET", "/", Headers.EMPTY));
            InputStream content = stream(response);
            assertThat(new String(content.readNBytes(5), ISO_8859_1)).isEqualTo("first");
            firstSeen.countDown();
            assertThat(new String(content.readAllBytes(), ISO_8859_1)).isEqualTo("last");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "CONNECT, X-A, b, proxy.connect",
        "GET, Upgrade, websocket, proxy.upgrade",
        "POST, Trailer, X-Sum, proxy.trailers",
        "POST, Content-Type, application/grpc+proto, proxy.grpc"
    })
    void whatTheProxyDoesNotCarryNeverReachesTheUpstream(String method, String name, String value, String code)
            throws Exception {
        try (RawUpstream upstream = RawUpstream.answering(OK)) {
            ProxyAnswer answer = send(upstream, request(method, "/", Headers.of(name, value)));
            assertFailure(answer, Reason.NOT_CARRIED, code);
            assertThat(upstream.sawNothing()).isTrue();
        }
    }

    @Test
    void nobodyListeningIsABadGateway() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        ProxyAnswer answer = proxy("http://127.0.0.1:" + port, Duration.ofSeconds(5))
                .forward(request("GET", "/", Headers.EMPTY))
                .get(10, TimeUnit.SECONDS);
        assertFailure(answer, Reason.BAD_RESPONSE, "upstream.connect_failed");
    }

    @Test
    void anUpstreamThatSendsNoHeadIsAGatewayTimeout() throws Exception {
        try (RawUpstream upstream = new RawUpstream((head, content, answer) -> content.read())) {
            ProxyAnswer answer = proxy(upstream.origin(), Duration.ofMillis(200))
                    .forward(request("GET", "/", Headers.EMPTY))
                    .get(10, TimeUnit.SECONDS);
            assertFailure(answer, Reason.UPSTREAM_TIMED_OUT, "upstream.head_timeout");
        }
    }

    @Test
    void anUpstreamThatBreaksOffIsABadGateway() throws Exception {
        try (RawUpstream upstream = RawUpstream.answering("HTTP/1.1 2")) {
            ProxyAnswer answer = send(upstream, request("POST", "/", Headers.EMPTY));
            assertFailure(answer, Reason.BAD_RESPONSE, "upstream.failed");
        }
    }

    @Test
    void contentThatStallsIsBrokenOff() throws Exception {
        try (RawUpstream upstream = new RawUpstream((head, content, answer) -> {
            answer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\npart".getBytes(ISO_8859_1));
            answer.flush();
            content.read();
        })) {
            ProxyAnswer.Response response = (ProxyAnswer.Response) proxy(upstream.origin(), Duration.ofMillis(200))
                    .forward(request("GET", "/", Headers.EMPTY))
                    .get(10, TimeUnit.SECONDS);
            InputStream content = stream(response);
            assertThatThrownBy(content::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void cancellingEndsTheUpstreamRequest() throws Exception {
        CompletableFuture<Integer> ended = new CompletableFuture<>();
        try (RawUpstream upstream = new RawUpstream((head, content, answer) -> ended.complete(content.read()))) {
            CompletableFuture<ProxyAnswer> answer =
                    proxy(upstream.origin(), Duration.ofSeconds(30)).forward(request("GET", "/", Headers.EMPTY));
            upstream.head();
            answer.cancel(true);
            assertThat(ended.get(10, TimeUnit.SECONDS)).isEqualTo(-1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://a", "http://u:p@a", "http://a?q", "http://a#f", "http:///x"})
    void anOriginMustBeAPlainHttpUrl(String origin) {
        assertThatThrownBy(() -> Upstream.of(origin)).isInstanceOf(IllegalArgumentException.class);
    }

    private ReverseProxy proxy(String origin, Duration timeout) {
        return ReverseProxy.to(new Upstream(URI.create(origin), timeout, null), timer);
    }

    private ProxyAnswer send(RawUpstream upstream, ProxyRequest request) throws Exception {
        return proxy(upstream.origin(), Duration.ofSeconds(10)).forward(request).get(15, TimeUnit.SECONDS);
    }

    private static void assertFailure(ProxyAnswer answer, Reason reason, String code) {
        assertThat(answer).isInstanceOf(ProxyAnswer.Failure.class);
        assertThat(((ProxyAnswer.Failure) answer).rejection().code()).isEqualTo(code);
        assertThat(((ProxyAnswer.Failure) answer).rejection().reason()).isEqualTo(reason);
    }

    private static ProxyRequest request(String method, String target, Headers headers) {
        Flow.Publisher<ByteBuffer> none = BodyPublishers.noBody();
        return new ProxyRequest(head(method, target), headers, 0, none);
    }

    private static RequestHead head(String method, String target) {
        int question = target.indexOf('?');
        String path = question < 0 ? target : target.substring(0, question);
        String query = question < 0 ? null : target.substring(question + 1);
        try {
            ClientAddress client = new ClientAddress(InetAddress.getByName("192.0.2.7"), false);
            return new RequestHead(
                    method, target, path, query, "http", "api.example", -1, "HTTP/1.1", Headers.EMPTY, client);
        } catch (java.net.UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    private static InputStream stream(ProxyAnswer.Response response) {
        var subscriber = BodySubscribers.ofInputStream();
        response.content().subscribe(subscriber);
        return subscriber.getBody().toCompletableFuture().join();
    }

    private static String text(ProxyAnswer.Response response) throws IOException {
        return new String(stream(response).readAllBytes(), ISO_8859_1);
    }
}
