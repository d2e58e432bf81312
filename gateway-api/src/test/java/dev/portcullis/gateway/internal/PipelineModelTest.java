package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.Verdict;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.RecordingFilter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Random pipelines against the sentence "the first enforced verdict that is not a pass decides, phase by phase". */
class PipelineModelTest {
    private enum Phase {
        HEAD,
        REQUEST_BODY,
        RESPONSE_HEAD,
        RESPONSE_BODY
    }

    private enum Deed {
        NONE,
        CONTINUE,
        REJECT,
        THROW,
        LATER_CONTINUE,
        LATER_REJECT,
        LATER_FAIL,
        LATE_OPEN,
        LATE_REJECT
    }

    private record Plotted(int number, Mode mode, boolean failsOpen, Deed[] deeds) {
        /** What the deed in this phase means: the code of the refusal, or null for a pass. */
        String refusal(Phase phase) {
            String own = "f" + number + "." + phase.name();
            return switch (deeds[phase.ordinal()]) {
                case NONE, CONTINUE, LATER_CONTINUE -> "";
                case REJECT, LATER_REJECT, LATE_REJECT -> own;
                case THROW -> "filter.failed";
                case LATER_FAIL -> failsOpen ? "" : "filter.failed";
                case LATE_OPEN -> failsOpen ? "" : "filter.late";
            };
        }
    }

    private final Queue<Runnable> outstanding = new ArrayDeque<>();

    @Test
    void letsTheFirstEnforcedVerdictThatIsNoPassDecide() {
        for (int seed = 0; seed < 3000; seed++) {
            check(seed);
        }
    }

    private void check(int seed) {
        SplittableRandom random = new SplittableRandom(seed);
        outstanding.clear();
        Bench bench = new Bench();
        RecordingFilter audit = bench.audit;
        List<Plotted> plot = new ArrayList<>();
        int filters = random.nextInt(6);
        for (int i = 0; i < filters; i++) {
            Plotted plotted = plot(random, i);
            plot.add(plotted);
            Installation installation = Installation.of(Stage.CUSTOM, x -> {
                        if (plotted.deeds[1] != Deed.NONE) {
                            x.inspectRequestBody(BodyLimit.reject(9), body -> act(bench, plotted, Phase.REQUEST_BODY));
                        }
                        if (plotted.deeds[2] != Deed.NONE) {
                            x.inspectResponse(head -> act(bench, plotted, Phase.RESPONSE_HEAD));
                        }
                        if (plotted.deeds[3] != Deed.NONE) {
                            x.inspectResponseBody(
                                    BodyLimit.reject(9), body -> act(bench, plotted, Phase.RESPONSE_BODY));
                        }
                        return act(bench, plotted, Phase.HEAD);
                    })
                    .withMode(plotted.mode);
            bench.add(plotted.failsOpen ? installation.failingOpen() : installation);
        }
        Gateway gateway = bench.builder.build();
        FakeExchange exchange = FakeHost.of(gateway).start(FakeRequest.post("/", "hello"));
        for (int turns = 0; !exchange.ended(); turns++) {
            assertThat(turns).as("seed %d", seed).isLessThan(100);
            Runnable next = outstanding.poll();
            if (next != null) {
                next.run();
            } else {
                bench.clock.advance(Duration.ofSeconds(5));
            }
            exchange.runHome();
        }
        String code = "";
        boolean forwarded = true;
        for (Phase phase : Phase.values()) {
            for (Plotted plotted : plot) {
                if (code.isEmpty() && plotted.mode == Mode.ENFORCE) {
                    code = plotted.refusal(phase);
                    forwarded = code.isEmpty() || phase.compareTo(Phase.REQUEST_BODY) > 0;
                }
            }
        }
        assertThat(exchange.code()).as("seed %d", seed).isEqualTo(code);
        assertThat(exchange.forwarded()).as("seed %d", seed).isEqualTo(forwarded);
        assertThat(exchange.response().status() == 200).as("seed %d", seed).isEqualTo(code.isEmpty());
        assertThat(audit.outcomes()).as("seed %d", seed).hasSize(1);
        assertThat(gateway.parkedExchanges()).as("seed %d", seed).isZero();
        assertThat(gateway.bufferedBytes()).as("seed %d", seed).isZero();
        assertThat(bench.scheduler.pending()).as("seed %d", seed).isZero();
    }

    private static Plotted plot(SplittableRandom random, int number) {
        Deed[] deeds = new Deed[4];
        for (int i = 0; i < 4; i++) {
            boolean harmless = random.nextInt(3) > 0;
            deeds[i] = harmless
                    ? Deed.values()[random.nextInt(2)]
                    : Deed.values()[1 + random.nextInt(Deed.values().length - 1)];
        }
        Mode mode = random.nextInt(4) > 0 ? Mode.ENFORCE : random.nextBoolean() ? Mode.SHADOW : Mode.OFF;
        return new Plotted(number, mode, random.nextBoolean(), deeds);
    }

    private Verdict act(Bench bench, Plotted plotted, Phase phase) {
        Decision rejection = Decision.reject(Reason.FORBIDDEN, "f" + plotted.number + "." + phase.name(), "");
        CompletableFuture<Decision> later = new CompletableFuture<>();
        Duration within = Duration.ofSeconds(1);
        switch (plotted.deeds[phase.ordinal()]) {
            case REJECT -> {
                return rejection;
            }
            case THROW -> throw new IllegalStateException("on purpose");
            case LATER_CONTINUE -> outstanding.add(() -> later.complete(Decision.CONTINUE));
            case LATER_REJECT -> outstanding.add(() -> later.complete(rejection));
            case LATER_FAIL -> outstanding.add(() -> later.completeExceptionally(new IllegalStateException("down")));
            case LATE_OPEN -> {
                return Verdict.defer(later, within, Decision.CONTINUE);
            }
            case LATE_REJECT -> {
                return Verdict.defer(later, within, rejection);
            }
            default -> {
                return Decision.CONTINUE;
            }
        }
        return Verdict.defer(later, within, Decision.CONTINUE);
    }
}
