package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Verdict;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** What becomes of a verdict in each phase. */
interface VerdictCases extends Bench {
    Decision REFUSED = Decision.reject(Reason.FORBIDDEN, "test.refused", "as the case wants it");

    @Test
    default void forwardsWhatEveryFilterPasses() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> Decision.CONTINUE, exchange -> Decision.CONTINUE);
        TestResponse response = trial.send(TestRequest.post("/orders/7?a=b&a=%20c", "content"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("POST /orders/7?a=b&a=%20c content");
        Outcome outcome = trial.outcome();
        assertThat(outcome.end()).isEqualTo(Outcome.End.ANSWERED);
        assertThat(outcome.status()).isEqualTo(200);
        assertThat(outcome.requestBytes()).isEqualTo(7);
        assertThat(outcome.responseBytes()).isEqualTo(response.body().length);
    }

    @Test
    default void rejectsOnTheHeadWithoutCallingTheHandler() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> REFUSED);
        TestResponse response = trial.send(TestRequest.get("/"));
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.text()).doesNotContain("as the case wants it");
        assertThat(trial.received()).isEmpty();
        Outcome outcome = trial.outcome();
        assertThat(outcome.end()).isEqualTo(Outcome.End.REJECTED);
        assertThat(outcome.status()).isEqualTo(403);
        assertThat(outcome.responseBytes()).isEqualTo(response.body().length);
    }

    @Test
    default void rejectsOnTheRequestBodyWithoutCallingTheHandler() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(100), body -> REFUSED);
            return Decision.CONTINUE;
        });
        for (TestRequest request : TestRequest.post("/", "content").inBothFramings()) {
            assertThat(trial.send(request).status()).isEqualTo(403);
        }
        assertThat(trial.received()).isEmpty();
        assertThat(trial.outcomes(2))
                .allSatisfy(outcome -> assertThat(outcome.end()).isEqualTo(Outcome.End.REJECTED));
    }

    @Test
    default void rejectsOnTheResponseHeadWithoutSendingAnyOfIt() throws IOException {
        Trial trial =
                serve(Handlers.always(Script.fixed(200, Handlers.bytes("a secret"), "X-Secret", "yes")), exchange -> {
                    exchange.inspectResponse(head -> REFUSED);
                    return Decision.CONTINUE;
                });
        TestResponse response = trial.send(TestRequest.get("/"));
        assertThat(response.status()).isEqualTo(403);
        assertThat(response.headers().contains("X-Secret")).isFalse();
        assertThat(response.text()).doesNotContain("secret");
        assertThat(trial.received()).hasSize(1);
        assertThat(trial.outcome().end()).isEqualTo(Outcome.End.REJECTED);
    }

    @Test
    default void rejectsOnTheResponseBodyWithoutSendingAnyOfIt() throws IOException {
        Script fixed = Script.fixed(200, Handlers.bytes("a secret"), "X-Secret", "yes");
        Script streaming = Script.streaming(200, "X-Secret", "yes")
                .write("a s")
                .flush()
                .write("ecret")
                .flush();
        for (Script script : new Script[] {fixed, streaming}) {
            Trial trial = serve(Handlers.always(script), exchange -> {
                exchange.inspectResponseBody(
                        BodyLimit.reject(100), body -> body.length() == 8 ? REFUSED : Decision.CONTINUE);
                return Decision.CONTINUE;
            });
            TestResponse response = trial.send(TestRequest.get("/"));
            assertThat(response.status()).isEqualTo(403);
            assertThat(response.headers().contains("X-Secret")).isFalse();
            assertThat(response.text()).doesNotContain("ecret");
            assertThat(trial.outcome().end()).isEqualTo(Outcome.End.REJECTED);
        }
    }

    @Test
    default void answersInPlaceOfTheHandler() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> Decision.answer(204, Headers.of("X-Answered-By", "gateway")));
        TestResponse response = trial.send(TestRequest.of("OPTIONS", "/"));
        assertThat(response.status()).isEqualTo(204);
        assertThat(response.header("X-Answered-By")).isEqualTo("gateway");
        assertThat(trial.received()).isEmpty();
        assertThat(trial.outcome().status()).isEqualTo(204);
    }

    @Test
    default void failingFilterIsAnswered503AndNeverPasses() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> {
            switch (exchange.request().path()) {
                case "/null":
                    return unset();
                case "/overflow":
                    throw new StackOverflowError("on purpose");
                default:
                    throw new IllegalStateException("on purpose");
            }
        });
        for (String target : new String[] {"/null", "/overflow", "/exception"}) {
            assertThat(trial.send(TestRequest.get(target)).status()).as(target).isEqualTo(503);
        }
        assertThat(trial.received()).isEmpty();
        assertThat(trial.outcomes(3)).noneMatch(outcome -> outcome.end() == Outcome.End.ANSWERED);
    }

    @Test
    default void failingInspectorIsAnswered503AndNeverPasses() throws IOException {
        Trial trial = serve(Handlers.always(Script.text(200, "a secret")), exchange -> {
            String path = exchange.request().path();
            if (path.equals("/request-body")) {
                exchange.inspectRequestBody(BodyLimit.reject(10), body -> fail());
            } else if (path.equals("/response")) {
                exchange.inspectResponse(head -> fail());
            } else {
                exchange.inspectResponseBody(BodyLimit.reject(10), body -> fail());
            }
            return Decision.CONTINUE;
        });
        for (String target : new String[] {"/request-body", "/response", "/response-body"}) {
            TestResponse response = trial.send(TestRequest.get(target));
            assertThat(response.status()).as(target).isEqualTo(503);
            assertThat(response.text()).doesNotContain("secret");
        }
        assertThat(trial.received()).hasSize(2);
    }

    @Test
    default void handlerIsGivenTheCanonicalTarget() throws IOException {
        Trial trial = serve(Handlers.echo());
        TestResponse response = trial.send(TestRequest.get("/%7euser/%41?x=%41"));
        assertThat(response.status()).isEqualTo(200);
        assertThat(response.text()).isEqualTo("GET /~user/A?x=%41 ");
    }

    @Test
    default void handlerNeverSeesATargetThatIsNotCanonical() throws IOException {
        AtomicReference<String> judged = new AtomicReference<>();
        Trial trial = serve(Handlers.echo(), exchange -> {
            judged.set(exchange.request().target());
            return Decision.CONTINUE;
        });
        for (String target : new String[] {"/a/../b", "/a/./b", "/a/%2e%2e/b", "/a//b", "/a;x/b", "/a%2fb", "/%00"}) {
            judged.set("");
            trial.received().clear();
            TestResponse response = trial.send(TestRequest.get(target));
            if (response.status() == 200) {
                assertThat(trial.onlyReceived().target()).as(target).isEqualTo(judged.get());
            } else {
                assertThat(response.status()).as(target).isBetween(400, 499);
                assertThat(trial.received()).as(target).isEmpty();
            }
        }
    }

    @Test
    default void peerIsTheOtherEndOfTheConnection() throws IOException {
        AtomicReference<String> address = new AtomicReference<>();
        Trial trial = serve(Handlers.ok(), exchange -> {
            address.set(exchange.peer().address().getHostAddress());
            return exchange.peer().port() > 0 && exchange.peer().tls() == null ? Decision.CONTINUE : REFUSED;
        });
        assertThat(trial.send(TestRequest.get("/").header("X-Forwarded-For", "192.0.2.1"))
                        .status())
                .isEqualTo(200);
        assertThat(address.get()).isEqualTo("127.0.0.1");
    }

    private static Verdict fail() {
        throw new IllegalStateException("on purpose");
    }

    @SuppressWarnings({"NullAway", "DataFlowIssue"})
    private static Verdict unset() {
        return null;
    }
}
