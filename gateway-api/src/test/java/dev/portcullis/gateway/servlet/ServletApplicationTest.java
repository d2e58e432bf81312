package dev.portcullis.gateway.servlet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.Wire;
import jakarta.servlet.AsyncContext;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.ReadListener;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletInputStream;
import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.Part;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What applications do beyond one servlet that reads and answers: parameters, parts, asynchrony, dispatches, error pages. */
class ServletApplicationTest {
    private static final Decision REFUSED = Decision.reject(Reason.BAD_RESPONSE, "test.refused", "");
    private static final Filter COLLECTING = exchange -> {
        exchange.inspectRequestBody(BodyLimit.reject(1 << 20), body -> Decision.CONTINUE);
        return Decision.CONTINUE;
    };
    private static final Filter JUDGING_SECRETS = exchange -> {
        exchange.responseHeaders().set("X-Gateway", "1");
        exchange.inspectResponseBody(
                BodyLimit.reject(1 << 20),
                body -> new String(body.toByteArray(), StandardCharsets.ISO_8859_1).contains("secret")
                        ? REFUSED
                        : Decision.CONTINUE);
        return Decision.CONTINUE;
    };

    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();
    private final AtomicInteger open = new AtomicInteger();

    /** A servlet in one sentence. */
    private interface Handling {
        void handle(HttpServletRequest request, HttpServletResponse response) throws IOException, ServletException;
    }

    private static HttpServlet servlet(Handling handling) {
        return new HttpServlet() {
            private static final long serialVersionUID = 1;

            @Override
            protected void service(HttpServletRequest request, HttpServletResponse response)
                    throws IOException, ServletException {
                handling.handle(request, response);
            }
        };
    }

    private Containers.Setup behind(Filter... filters) {
        Gateway.Builder gateway = Gateway.builder().add(Stage.AUDIT, exchange -> {
            open.incrementAndGet();
            exchange.onComplete(outcome -> {
                outcomes.add(outcome);
                open.decrementAndGet();
            });
            return Decision.CONTINUE;
        });
        for (Filter filter : filters) {
            gateway.add(Stage.CUSTOM, filter);
        }
        return new Containers.Setup().filter(GatewayFilter.of(gateway.build()));
    }

    private TestResponse send(Containers container, Containers.Setup setup, TestRequest request) throws Exception {
        Containers.Running running = container.start(setup);
        try (Wire wire = Wire.connect(running.address())) {
            TestResponse response = wire.send(request).read(request.method());
            // A container that stops interrupts its threads, also one that has sent everything and not yet noticed it.
            await().atMost(Duration.ofSeconds(10)).until(() -> open.get() == 0);
            return response;
        } finally {
            running.close();
        }
    }

    private Outcome outcome() {
        await().atMost(Duration.ofSeconds(10)).until(() -> !outcomes.isEmpty());
        assertThat(outcomes).hasSize(1);
        return outcomes.get(0);
    }

    private static final Handling WRITES_PARAMETERS = (request, response) -> {
        StringBuilder text = new StringBuilder();
        new TreeMap<>(request.getParameterMap())
                .forEach((name, values) -> text.append(name)
                        .append('=')
                        .append(String.join(",", values))
                        .append(';'));
        response.getWriter().print(text + String.valueOf(request.getParameter("missing")));
    };

    @ParameterizedTest
    @EnumSource(Containers.class)
    void parametersOfAFormAreThereWhetherItWasInspectedOrNot(Containers container) throws Exception {
        for (Filter filter : List.of(COLLECTING, (Filter) exchange -> Decision.CONTINUE)) {
            for (TestRequest request : TestRequest.post(
                            "/form?q=1&a=0",
                            "a=b+c&a=%C3%A9&empty=&q=2",
                            "Content-Type",
                            "application/x-www-form-urlencoded; charset=UTF-8")
                    .inBothFramings()) {
                TestResponse response = send(
                        container,
                        behind(filter).servlet("/", servlet((http, answer) -> {
                            answer.setCharacterEncoding("ISO-8859-1");
                            WRITES_PARAMETERS.handle(http, answer);
                        })),
                        request);
                assertThat(response.text()).isEqualTo("a=0,b c,\u00e9;empty=;q=1,2;null");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void partsOfAnInspectedMultipartRequestAreThoseThatWereInspected(Containers container) throws Exception {
        String body = "--x\r\nContent-Disposition: form-data; name=\"field\"\r\n\r\nvalue\r\n"
                + "--x\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a.txt\"\r\nContent-Type: text/plain"
                + "\r\n\r\nline\r\nline\r\n--x--\r\n";
        for (Filter filter : List.of(COLLECTING, (Filter) exchange -> Decision.CONTINUE)) {
            TestResponse response = send(
                    container,
                    behind(filter).servlet("/", servlet((request, answer) -> {
                        StringBuilder text = new StringBuilder();
                        for (Part part : request.getParts()) {
                            text.append(part.getName())
                                    .append(':')
                                    .append(part.getSubmittedFileName())
                                    .append(':')
                                    .append(part.getContentType())
                                    .append(':')
                                    .append(part.getSize())
                                    .append(':')
                                    .append(new String(part.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                                    .append(';');
                        }
                        answer.getWriter().print(text + request.getParameter("field"));
                    })),
                    TestRequest.post("/", body, "Content-Type", "multipart/form-data; boundary=x"));
            assertThat(response.text())
                    .isEqualTo("field:null:null:5:value;file:a.txt:text/plain:10:line\r\nline;value");
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void readerAndStreamShowTheInspectedContent(Containers container) throws Exception {
        TestResponse response = send(
                container,
                behind(COLLECTING).servlet("/", servlet((request, answer) -> {
                    String line = request.getReader().readLine();
                    answer.getWriter().print(line + ' ' + line.length());
                })),
                TestRequest.post("/", "{\"a\": \"\u00c3\u00a9\"}", "Content-Type", "application/json"));
        assertThat(response.text()).endsWith(" 10");
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void asynchronousAnswerIsJudgedHoweverItWasStarted(Containers container) throws Exception {
        for (boolean original : new boolean[] {true, false}) {
            for (String text : List.of("public", "a secret")) {
                outcomes.clear();
                TestResponse response = send(
                        container,
                        behind(JUDGING_SECRETS).servlet("/", servlet((request, answer) -> {
                            AsyncContext context =
                                    original ? request.startAsync() : request.startAsync(request, answer);
                            context.start(() -> {
                                try {
                                    context.getResponse().getOutputStream().print(text);
                                } catch (IOException e) {
                                    throw new IllegalStateException(e);
                                }
                                context.complete();
                            });
                        })),
                        TestRequest.get("/"));
                assertThat(response.header("X-Gateway")).isEqualTo("1");
                assertThat(response.status()).isEqualTo(text.equals("public") ? 200 : 502);
                assertThat(response.text()).doesNotContain("secret");
                outcome();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void asynchronousDispatchPassesTheGatewayOnce(Containers container) throws Exception {
        TestResponse response = send(
                container,
                behind(JUDGING_SECRETS)
                        .servlet("/first", servlet((request, answer) -> {
                            AsyncContext context = request.startAsync();
                            context.start(() -> context.dispatch("/second"));
                        }))
                        .servlet(
                                "/second",
                                servlet((request, answer) ->
                                        answer.getOutputStream().print("second by " + request.getDispatcherType()))),
                TestRequest.get("/first"));
        assertThat(response.text()).isEqualTo("second by ASYNC");
        assertThat(response.headers().all("X-Gateway")).containsExactly("1");
        assertThat(outcome().end()).isEqualTo(Outcome.End.ANSWERED);
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void readListenerIsGivenTheInspectedContent(Containers container) throws Exception {
        for (int length : new int[] {0, 7, 100_000}) {
            TestResponse response = send(
                    container,
                    behind(COLLECTING).servlet("/", servlet((request, answer) -> {
                        AsyncContext context = request.startAsync();
                        request.getInputStream().setReadListener(new Counting(context, request.getInputStream()));
                    })),
                    TestRequest.post("/", "x".repeat(length)));
            assertThat(response.text()).isEqualTo("read " + length);
        }
    }

    private static final class Counting implements ReadListener {
        private final AsyncContext context;
        private final ServletInputStream in;
        private int count;

        Counting(AsyncContext context, ServletInputStream in) {
            this.context = context;
            this.in = in;
        }

        @Override
        public void onDataAvailable() throws IOException {
            byte[] bytes = new byte[1000];
            while (in.isReady() && !in.isFinished()) {
                int n = in.read(bytes);
                if (n < 0) {
                    return;
                }
                count += n;
            }
        }

        @Override
        public void onAllDataRead() throws IOException {
            context.getResponse().getOutputStream().print("read " + count);
            context.complete();
        }

        @Override
        public void onError(Throwable failure) {
            context.complete();
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void nonBlockingAnswerIsJudgedAndLeavesWhole(Containers container) throws Exception {
        TestResponse response = send(
                container,
                behind(JUDGING_SECRETS).servlet("/", servlet((request, answer) -> {
                    AsyncContext context = request.startAsync();
                    ServletOutputStream out = answer.getOutputStream();
                    out.setWriteListener(new WriteListener() {
                        private int left = 50;

                        @Override
                        public void onWritePossible() throws IOException {
                            while (out.isReady()) {
                                if (left-- == 0) {
                                    context.complete();
                                    return;
                                }
                                out.write(new byte[10_000]);
                            }
                        }

                        @Override
                        public void onError(Throwable failure) {
                            context.complete();
                        }
                    });
                })),
                TestRequest.get("/"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.body()).hasSize(500_000);
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void forwardsAndIncludesStayInsideOnePassage(Containers container) throws Exception {
        for (String text : List.of("public", "a secret")) {
            outcomes.clear();
            TestResponse response = send(
                    container,
                    behind(JUDGING_SECRETS)
                            .servlet(
                                    "/forward",
                                    servlet((request, answer) -> request.getRequestDispatcher("/include")
                                            .forward(request, answer)))
                            .servlet("/include", servlet((request, answer) -> {
                                answer.getOutputStream().print("[");
                                request.getRequestDispatcher("/inner").include(request, answer);
                                answer.getOutputStream().print("]");
                            }))
                            .servlet(
                                    "/inner",
                                    servlet((request, answer) ->
                                            answer.getOutputStream().print(text))),
                    TestRequest.get("/forward"));
            assertThat(response.status()).isEqualTo(text.equals("public") ? 200 : 502);
            if (text.equals("public")) {
                assertThat(response.text()).isEqualTo("[public]");
            }
            assertThat(response.headers().all("X-Gateway")).containsExactly("1");
            outcome();
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void errorPageOfTheApplicationIsJudged(Containers container) throws Exception {
        for (String text : List.of("a page", "a secret")) {
            for (String path : List.of("/sends", "/throws")) {
                outcomes.clear();
                TestResponse response = send(
                        container,
                        behind(JUDGING_SECRETS)
                                .servlet("/sends", servlet((request, answer) -> answer.sendError(418)))
                                .servlet("/throws", servlet((request, answer) -> {
                                    throw new ServletException("on purpose");
                                }))
                                .servlet(
                                        "/page",
                                        servlet((request, answer) ->
                                                answer.getOutputStream().print(text)))
                                .errorPage("/page"),
                        TestRequest.get(path));
                if (text.equals("a page")) {
                    assertThat(response.status()).isEqualTo(path.equals("/sends") ? 418 : 500);
                    assertThat(response.text()).isEqualTo("a page");
                } else {
                    assertThat(response.status()).isEqualTo(502);
                }
                assertThat(response.header("X-Gateway")).isEqualTo("1");
                outcome();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Containers.class)
    void filterThatRequestsCouldPassByRefusesToStart(Containers container) {
        GatewayFilter filter = GatewayFilter.of(Gateway.builder().build());
        jakarta.servlet.Filter other = (request, response, chain) -> chain.doFilter(request, response);
        for (Containers.Setup wrong : List.of(
                new Containers.Setup().filter(filter, "/*", EnumSet.of(DispatcherType.REQUEST), true),
                new Containers.Setup().filter(filter, "/api/*", EnumSet.allOf(DispatcherType.class), true),
                new Containers.Setup().filter(filter, "/*", EnumSet.allOf(DispatcherType.class), false),
                new Containers.Setup().filter(other).filter(filter))) {
            assertThatThrownBy(() -> container.start(wrong)).isInstanceOf(Exception.class);
        }
    }
}
