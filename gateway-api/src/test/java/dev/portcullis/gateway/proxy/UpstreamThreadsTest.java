package dev.portcullis.gateway.proxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import com.sun.net.httpserver.HttpServer;
import dev.portcullis.gateway.ClientAddress;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.RequestHead;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodySubscribers;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class UpstreamThreadsTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private HttpServer upstream;

    @BeforeEach
    void start() throws IOException {
        upstream = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        upstream.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, 2);
            try (exchange) {
                exchange.getResponseBody().write(new byte[] {'o', 'k'});
            }
        });
        upstream.start();
    }

    @AfterEach
    void stop() {
        upstream.stop(0);
        timer.shutdownNow();
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "localhost"})
    void requestsStartNoThreadsOfTheirOwn(String host) throws Exception {
        ReverseProxy proxy = ReverseProxy.to(
                Upstream.of("http://" + host + ":" + upstream.getAddress().getPort()), timer);
        assertThat(ask(proxy)).isEqualTo("ok");
        long before = ManagementFactory.getThreadMXBean().getTotalStartedThreadCount();
        for (int i = 0; i < 100; i++) {
            assertThat(ask(proxy)).isEqualTo("ok");
        }
        assertThat(ManagementFactory.getThreadMXBean().getTotalStartedThreadCount() - before)
                .isLessThan(50);
    }

    @Test
    void whatDependsOnAnAnswerAndFailsDoesNotEndTheClient() throws Exception {
        ReverseProxy proxy = ReverseProxy.to(
                Upstream.of("http://127.0.0.1:" + upstream.getAddress().getPort()), timer);
        CompletableFuture<ProxyAnswer> answer = proxy.forward(request());
        CompletableFuture<Void> failing = answer.thenAccept(given -> {
            throw new AssertionError("on purpose");
        });
        answer.get(10, TimeUnit.SECONDS);
        assertThat(failing.handle((none, failure) -> failure != null).get(10, TimeUnit.SECONDS))
                .isTrue();
        assertThat(ask(proxy)).isEqualTo("ok");
    }

    @Test
    void anErrorInATaskStaysThere() {
        InPlace inPlace = new InPlace();
        assertThatCode(() -> inPlace.execute(() -> {
                    throw new StackOverflowError();
                }))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1, true",
        "0.0.0.0, true",
        "255.255.255.255, true",
        "[::1], true",
        "localhost, false",
        "1.2.3, false",
        "1.2.3.4.5, false",
        "1.2.3.256, false",
        "1..2.3, false",
        "1.2.3.4a, false",
        "12345678901234567890.1.1.1, false",
        ".1.2.3, false"
    })
    void onlyAnAddressNeedsNoLookup(String host, boolean address) {
        assertThat(UpstreamThreads.isAddress(host)).isEqualTo(address);
    }

    private static String ask(ReverseProxy proxy) throws Exception {
        ProxyAnswer.Response response =
                (ProxyAnswer.Response) proxy.forward(request()).get(10, TimeUnit.SECONDS);
        var text = BodySubscribers.ofString(java.nio.charset.StandardCharsets.UTF_8);
        response.content().subscribe(text);
        return text.getBody().toCompletableFuture().get(10, TimeUnit.SECONDS);
    }

    private static ProxyRequest request() {
        RequestHead head = new RequestHead(
                "GET",
                "/",
                "/",
                null,
                "http",
                "a.example",
                -1,
                "HTTP/1.1",
                Headers.EMPTY,
                new ClientAddress(InetAddress.getLoopbackAddress(), false));
        return new ProxyRequest(head, Headers.EMPTY, 0, BodyPublishers.noBody());
    }
}
