package dev.portcullis.gateway.hygiene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.TraceContext;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeRequest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceFilterTest {
    private static final String TRACE = "4bf92f3577b34da6a3ce929d0e0e4736";
    private static final String VALID = "00-" + TRACE + "-00f067aa0ba902b7-01";

    private static FakeExchange send(FakeRequest request) {
        return Pipelines.send(TraceFilter.continuing(), request);
    }

    private static TraceContext context(FakeExchange exchange) {
        return exchange.fact(TraceContext.KEY).orElseThrow();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                VALID,
                "00-" + TRACE + "-00f067aa0ba902b7-00",
                "00-" + TRACE + "-00f067aa0ba902b7-ff",
                "01-" + TRACE + "-00f067aa0ba902b7-01",
                "cc-" + TRACE + "-00f067aa0ba902b7-01-what-comes-later"
            })
    void continuesAValidTraceAsItCame(String traceparent) {
        FakeExchange exchange =
                send(FakeRequest.get("/").header("TraceParent", traceparent).header("tracestate", "a=b"));
        assertThat(exchange.upstream().all("traceparent")).containsExactly(traceparent);
        assertThat(exchange.upstream().all("tracestate")).containsExactly("a=b");
        assertThat(context(exchange).traceId()).isEqualTo(TRACE);
        assertThat(context(exchange).parentId()).isEqualTo("00f067aa0ba902b7");
        assertThat(context(exchange).sampled()).isEqualTo(!traceparent.endsWith("00"));
        assertThat(context(exchange).started()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00-" + TRACE,
                "00-" + TRACE + "-00f067aa0ba902b7",
                "00-" + TRACE + "-00f067aa0ba902b7-1",
                "00-" + TRACE + "-00f067aa0ba902b7-01-",
                "00-" + TRACE + "-00f067aa0ba902b7-01-x",
                "ff-" + TRACE + "-00f067aa0ba902b7-01",
                "0g-" + TRACE + "-00f067aa0ba902b7-01",
                "00-00000000000000000000000000000000-00f067aa0ba902b7-01",
                "00-" + TRACE + "-0000000000000000-01",
                "00-4BF92F3577B34DA6A3CE929D0E0E4736-00f067aa0ba902b7-01",
                "00-" + TRACE + "-00F067AA0BA902B7-01",
                "00-" + TRACE + "-00f067aa0ba902b7-0x",
                "00_" + TRACE + "_00f067aa0ba902b7_01",
                "00-4bf92f3577b34da6a3ce929d0e0e473-600f067aa0ba902b7-01",
                "01-" + TRACE + "-00f067aa0ba902b7-01x"
            })
    void beginsANewTraceInPlaceOfAnInvalidOne(String traceparent) {
        FakeExchange exchange =
                send(FakeRequest.get("/").header("traceparent", traceparent).header("tracestate", "a=b"));
        assertThat(exchange.upstream().all("traceparent"))
                .containsExactly(context(exchange).traceparent());
        assertThat(TraceContext.parse(context(exchange).traceparent())).isNotNull();
        assertThat(exchange.upstream().contains("tracestate")).isFalse();
        assertThat(context(exchange).traceId()).isNotEqualTo(TRACE);
        assertThat(context(exchange).started()).isTrue();
    }

    @Test
    void beginsANewTraceWhereThereIsNoneOrMoreThanOne() {
        assertThat(context(send(FakeRequest.get("/"))).started()).isTrue();
        FakeExchange twice =
                send(FakeRequest.get("/").header("traceparent", VALID).header("traceparent", VALID));
        assertThat(context(twice).started()).isTrue();
        assertThat(twice.upstream().all("traceparent")).hasSize(1);
    }

    @Test
    void beginsANewTraceForStrangersWhereThatIsAsked() {
        TraceFilter filter = TraceFilter.restartingUnless(CidrSet.parse("10.0.0.0/8"));
        FakeRequest request = FakeRequest.get("/").header("traceparent", VALID).header("tracestate", "a=b");
        FakeExchange stranger = Pipelines.send(filter, request.from("192.0.2.1"));
        assertThat(context(stranger).traceId()).isNotEqualTo(TRACE);
        assertThat(stranger.upstream().contains("tracestate")).isFalse();
        assertThat(context(Pipelines.send(filter, request.from("10.0.0.1"))).traceId())
                .isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a",
                "a=",
                "=b",
                "A=b",
                "a=b,a=c",
                "a=b=c",
                "a@b@c=d",
                "a@=b",
                "@a=b",
                "a b=c",
                "a=b\u00E9",
                "_a=b",
                "a=b,,x",
                "0123456789,b=c"
            })
    void dropsAnInvalidTracestateAndKeepsTheTrace(String state) {
        FakeExchange exchange =
                send(FakeRequest.get("/").header("traceparent", VALID).header("tracestate", state));
        assertThat(exchange.upstream().contains("tracestate")).isFalse();
        assertThat(context(exchange).traceId()).isEqualTo(TRACE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a=b", "a=b, c=d ,,e=f", "0a_-*/b@sys=v a l!", "rojo=00f067aa0ba902b7"})
    void keepsAValidTracestate(String state) {
        FakeExchange exchange =
                send(FakeRequest.get("/").header("traceparent", VALID).header("tracestate", state));
        assertThat(exchange.upstream().all("tracestate")).containsExactly(state);
    }

    @Test
    void boundsTheMembersOfATracestateOverAllLines() {
        FakeRequest request = FakeRequest.get("/").header("traceparent", VALID);
        for (int i = 0; i < 32; i++) {
            request = request.header("tracestate", "k" + i + "=v");
        }
        assertThat(send(request).upstream().count("tracestate")).isEqualTo(32);
        assertThat(send(request.header("tracestate", "k32=v")).upstream().count("tracestate"))
                .isZero();
    }

    @Test
    void beginsWithTheIdOfTheExchange() {
        FakeExchange exchange = send(FakeRequest.get("/"));
        String id = exchange.exchange().id();
        assertThat(context(exchange).traceId())
                .isEqualTo(id)
                .endsWith(context(exchange).parentId());
        assertThat(context(send(FakeRequest.get("/"))).traceId()).isNotEqualTo(id);
    }

    @Test
    void makesIdsThatAreNeverAllZero() {
        TraceContext context = TraceContext.begin("1" + "0".repeat(31));
        assertThat(context.parentId()).isEqualTo("0000000000000001");
        assertThat(context.traceparent()).isEqualTo("00-10000000000000000000000000000000-0000000000000001-01");
        assertThatThrownBy(() -> new TraceContext("0".repeat(32), "1".repeat(16), true, true))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
