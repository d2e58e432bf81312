package dev.portcullis.gateway.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Edits of both heads. */
interface HeaderEditCases extends Bench {
    @Test
    default void handlerSeesTheEditedRequestHead() throws IOException {
        Trial trial = serve(Handlers.ok(), exchange -> {
            exchange.upstreamHeaders()
                    .set("X-Set", "new")
                    .set("X-Absent", "set")
                    .add("X-Added", "two")
                    .remove("x-removed");
            return Decision.CONTINUE;
        });
        trial.send(TestRequest.get(
                "/",
                "X-Set",
                "old",
                "X-Set",
                "older",
                "X-Added",
                "one",
                "X-Removed",
                "1",
                "X-Removed",
                "2",
                "X-Kept",
                "kept"));
        Headers seen = trial.onlyReceived().headers();
        assertThat(seen.all("X-Set")).containsExactly("new");
        assertThat(seen.all("X-Absent")).containsExactly("set");
        assertThat(seen.all("X-Added")).containsExactly("one", "two");
        assertThat(seen.contains("X-Removed")).isFalse();
        assertThat(seen.all("X-Kept")).containsExactly("kept");
    }

    @Test
    default void handlerSeesTheEditsThatFollowACollectedBody() throws IOException {
        Trial trial = serve(Handlers.echo(), exchange -> {
            exchange.inspectRequestBody(BodyLimit.reject(100), body -> {
                exchange.upstreamHeaders().set("X-Length", Integer.toString(body.length()));
                return Decision.CONTINUE;
            });
            return Decision.CONTINUE;
        });
        for (TestRequest request : TestRequest.post("/", "12345").inBothFramings()) {
            trial.received().clear();
            assertThat(trial.send(request).text()).isEqualTo("POST / 12345");
            assertThat(trial.onlyReceived().headers().all("X-Length")).containsExactly("5");
        }
    }

    @Test
    default void filtersSeeTheHeadAsItWasSent() throws IOException {
        AtomicReference<Headers> seen = new AtomicReference<>(Headers.EMPTY);
        Filter editing = exchange -> {
            exchange.upstreamHeaders().remove("X-Client").set("X-Other", "gateway");
            return Decision.CONTINUE;
        };
        Trial trial = serve(Handlers.ok(), editing, exchange -> {
            seen.set(exchange.request().headers());
            return Decision.CONTINUE;
        });
        trial.send(TestRequest.get("/", "X-Client", "a", "X-Client", "b"));
        assertThat(seen.get().all("x-client")).containsExactly("a", "b");
        assertThat(seen.get().contains("X-Other")).isFalse();
        assertThat(trial.onlyReceived().headers().contains("X-Client")).isFalse();
    }

    @Test
    default void clientSeesTheEditedResponseHead() throws IOException {
        Script script = Script.fixed(
                200, Handlers.bytes("ok"), "X-Set", "old", "X-Set", "older", "X-Added", "one", "X-Removed", "1");
        Trial trial = serve(Handlers.always(script), editsResponse());
        assertEdited(trial.send(TestRequest.get("/")).headers());
    }

    @Test
    default void clientSeesTheEditedResponseHeadOfAStreamedAnswer() throws IOException {
        Script script = Script.streaming(200, "X-Set", "old", "X-Set", "older", "X-Added", "one", "X-Removed", "1")
                .write("o")
                .flush()
                .write("k");
        Trial trial = serve(Handlers.always(script), editsResponse());
        TestResponse response = trial.send(TestRequest.get("/"));
        assertEdited(response.headers());
        assertThat(response.text()).isEqualTo("ok");
    }

    @Test
    default void clientSeesTheEditedResponseHeadOfAnInspectedAnswer() throws IOException {
        Script script = Script.fixed(
                200, Handlers.bytes("ok"), "X-Set", "old", "X-Set", "older", "X-Added", "one", "X-Removed", "1");
        Trial trial = serve(Handlers.always(script), editsResponse(), exchange -> {
            exchange.inspectResponseBody(BodyLimit.reject(100), body -> Decision.CONTINUE);
            return Decision.CONTINUE;
        });
        TestResponse response = trial.send(TestRequest.get("/"));
        assertEdited(response.headers());
        assertThat(response.text()).isEqualTo("ok");
    }

    @Test
    default void inspectorSeesTheHandlersOwnHead() throws IOException {
        AtomicReference<Headers> seen = new AtomicReference<>(Headers.EMPTY);
        AtomicReference<Integer> status = new AtomicReference<>(0);
        Trial trial = serve(
                Handlers.always(Script.fixed(201, Handlers.bytes("ok"), "X-Set", "old", "X-Removed", "1")),
                editsResponse(),
                exchange -> {
                    exchange.inspectResponse(head -> {
                        status.set(head.status());
                        seen.set(head.headers());
                        return Decision.CONTINUE;
                    });
                    return Decision.CONTINUE;
                });
        assertThat(trial.send(TestRequest.get("/")).status()).isEqualTo(201);
        assertThat(status.get()).isEqualTo(201);
        assertThat(seen.get().all("X-Set")).containsExactly("old");
        assertThat(seen.get().contains("X-Removed")).isTrue();
        assertThat(seen.get().contains("X-Added")).isFalse();
    }

    @Test
    default void refusalsCarryTheResponseEditsToo() throws IOException {
        Trial trial = serve(Handlers.ok(), editsResponse(), exchange -> {
            if (exchange.request().path().equals("/head")) {
                return VerdictCases.REFUSED;
            }
            exchange.inspectResponse(head -> Decision.reject(Reason.BAD_RESPONSE, "test.bad", ""));
            return Decision.CONTINUE;
        });
        TestResponse early = trial.send(TestRequest.get("/head"));
        assertThat(early.status()).isEqualTo(403);
        assertThat(early.headers().all("X-Set")).containsExactly("new");
        TestResponse late = trial.send(TestRequest.get("/response"));
        assertThat(late.status()).isEqualTo(502);
        assertThat(late.headers().all("X-Set")).containsExactly("new");
    }

    private static Filter editsResponse() {
        return exchange -> {
            exchange.responseHeaders().set("X-Set", "new").add("X-Added", "two").remove("x-removed");
            return Decision.CONTINUE;
        };
    }

    private static void assertEdited(Headers headers) {
        assertThat(headers.all("X-Set")).containsExactly("new");
        assertThat(headers.all("X-Added")).containsExactly("one", "two");
        assertThat(headers.contains("X-Removed")).isFalse();
    }
}
