package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Installation.Placement;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OrderTest {
    private record Call(Stage stage, Placement placement, int installed) {}

    @Test
    void runsFiltersAndInspectorsInTheOrderOfStagesWhateverTheOrderOfInstallation() {
        for (int seed = 0; seed < 200; seed++) {
            Random random = new Random(seed);
            List<Call> heads = new ArrayList<>();
            List<Call> requestBodies = new ArrayList<>();
            List<Call> responses = new ArrayList<>();
            List<Call> responseBodies = new ArrayList<>();
            List<Call> ends = new ArrayList<>();
            Gateway.Builder builder = Gateway.builder();
            int count = random.nextInt(30);
            for (int i = 0; i < count; i++) {
                Stage stage = Stage.values()[random.nextInt(Stage.values().length)];
                Placement placement = Placement.values()[random.nextInt(3)];
                Mode mode = random.nextInt(4) == 0 ? Mode.SHADOW : Mode.ENFORCE;
                Call call = new Call(stage, placement, i);
                builder.add(new Installation(
                        stage,
                        placement,
                        x -> {
                            heads.add(call);
                            x.inspectRequestBody(BodyLimit.reject(9), body -> {
                                requestBodies.add(call);
                                return Decision.CONTINUE;
                            });
                            x.inspectResponse(head -> {
                                responses.add(call);
                                return Decision.CONTINUE;
                            });
                            x.inspectResponseBody(BodyLimit.reject(9), body -> {
                                responseBodies.add(call);
                                return Decision.CONTINUE;
                            });
                            x.onComplete(outcome -> ends.add(call));
                            return Decision.CONTINUE;
                        },
                        mode,
                        Map.of(),
                        false));
            }
            FakeHost.of(builder.build()).send(FakeRequest.post("/", "x"));
            assertThat(heads).as("seed %d", seed).hasSize(count);
            for (int i = 1; i < count; i++) {
                assertThat(precedes(heads.get(i - 1), heads.get(i)))
                        .as("seed %d", seed)
                        .isTrue();
            }
            assertThat(requestBodies).isEqualTo(heads);
            assertThat(responses).isEqualTo(heads);
            assertThat(responseBodies).isEqualTo(heads);
            Collections.reverse(ends);
            assertThat(ends).isEqualTo(heads);
        }
    }

    private static boolean precedes(Call first, Call second) {
        int stages = first.stage().compareTo(second.stage());
        int placements = first.placement().compareTo(second.placement());
        return stages < 0
                || (stages == 0 && (placements < 0 || (placements == 0 && first.installed() < second.installed())));
    }

    @Test
    void auditsWhatIsRefusedEarlyAndSparesItWhatComesLater() {
        List<Stage> ran = new ArrayList<>();
        Bench bench = new Bench();
        for (Stage stage : Stage.values()) {
            bench.add(stage, stage.name(), x -> {
                ran.add(stage);
                return stage == Stage.LIMIT_BY_ADDRESS ? Bench.REFUSAL : Decision.CONTINUE;
            });
        }
        bench.get();
        assertThat(ran).containsExactly(Stage.AUDIT, Stage.ROUTE, Stage.CORS, Stage.HYGIENE, Stage.LIMIT_BY_ADDRESS);
        assertThat(bench.audit.outcome().decidedBy()).isEqualTo("LIMIT_BY_ADDRESS");
    }

    @Test
    void letsNobodySwitchAccessControlOffOrOpen() {
        for (Stage stage : List.of(Stage.AUTHENTICATION, Stage.AUTHORIZATION)) {
            Installation access = Installation.of(stage, x -> Decision.CONTINUE);
            assertThatThrownBy(() -> access.withMode(Mode.OFF)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> access.withRouteMode("docs", Mode.OFF))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(access::failingOpen).isInstanceOf(IllegalArgumentException.class);
            assertThat(access.withMode(Mode.SHADOW).mode()).isEqualTo(Mode.SHADOW);
        }
        assertThatThrownBy(
                        () -> Installation.of(Stage.WAF, x -> Decision.CONTINUE).failingOpen())
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAFiltersNameOnceAndWantsOne() {
        assertThatThrownBy(() -> Gateway.builder()
                        .add(Stage.CUSTOM, Bench.named(" ", x -> Decision.CONTINUE))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name()");
    }
}
