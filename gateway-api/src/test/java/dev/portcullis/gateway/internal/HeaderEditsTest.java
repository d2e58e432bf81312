package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.HeaderEdits;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderEditsTest {
    @Test
    void appliesEditsInOrderToWhatTheHandlerSees() {
        FakeExchange exchange = new Bench()
                .subscribing(x -> x.upstreamHeaders()
                        .set("A", "1")
                        .add("A", "2")
                        .remove("x-old")
                        .set("B", "3")
                        .set("b", "4"))
                .send(FakeRequest.get("/").header("X-Old", "x").header("a", "0"));
        assertThat(exchange.upstream()).isEqualTo(Headers.of("Host", "api.example", "A", "1", "A", "2", "b", "4"));
    }

    @Test
    void takesNoEditOnceTheHeadHasGoneOn() {
        AtomicReference<HeaderEdits> kept = new AtomicReference<>();
        FakeExchange exchange = new Bench()
                .subscribing(x -> {
                    kept.set(x.upstreamHeaders().set("A", "1"));
                    x.inspectResponse(head -> {
                        kept.get().set("B", "2");
                        return dev.portcullis.gateway.Decision.CONTINUE;
                    });
                })
                .get();
        assertThat(exchange.code()).isEqualTo("filter.failed");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "ä", "a\0", "(a)", "Content-Length", "transfer-encoding"})
    void refusesNamesThatAreNoTokensOrFrameTheMessage(String name) {
        HeaderEdits edits = EditList.dropping();
        assertThatThrownBy(() -> edits.set(name, "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edits.add(name, "v")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> edits.remove(name)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\rb", "a\nb", "a\0b", "a\u0001", "\u007f", "\u010a", "x\u560d\u560a"})
    void refusesValuesThatCouldSplitAHead(String value) {
        HeaderEdits edits = EditList.dropping();
        assertThatThrownBy(() -> edits.set("A", value))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("A")
                .hasMessageNotContaining(value);
        assertThatThrownBy(() -> edits.add("A", value)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "plain", "a\tb", "caf\u00e9", "a, b; c=\"d\""})
    void takesValuesThatAFieldCanHave(String value) {
        FakeExchange exchange = new Bench()
                .subscribing(x -> x.upstreamHeaders().set("A", value))
                .get();
        assertThat(exchange.upstream().first("A")).contains(value);
    }
}
