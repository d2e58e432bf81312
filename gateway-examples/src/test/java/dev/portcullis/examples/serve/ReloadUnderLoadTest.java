package dev.portcullis.examples.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.BodyLimit;
import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While clients send over real sockets, every server takes policy after policy: each exchange fits one whole policy. */
class ReloadUnderLoadTest {
    private static final Section<Long> SECTION = Section.of("number", Shapes.number(0, 1_000_000));

    @TempDir
    Path folder;

    private EchoUpstream upstream;

    @BeforeEach
    void startUpstream() throws IOException {
        upstream = EchoUpstream.start();
    }

    @AfterEach
    void stopUpstream() {
        upstream.close();
    }

    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void noExchangeSeesTwoPoliciesAndNoneFails(ServerKind kind) throws Exception {
        reload(kind, 20);
    }

    /** Minutes of real time. */
    @Tag("proof")
    @ParameterizedTest
    @EnumSource(ServerKind.class)
    void noExchangeSeesTwoOfAThousandPoliciesAndNoneFails(ServerKind kind) throws Exception {
        reload(kind, 1000);
    }

    private void reload(ServerKind kind, int reloads) throws Exception {
        Path policy = folder.resolve("p.yaml");
        write(policy, 0, "number");
        Events events = new Events();
        try (StandAlone gateway =
                StandAlone.configure(policy, kind).with(new Numbers()).start(events)) {
            ReloadLoad load = ReloadLoad.start(gateway.address());
            try (load) {
                for (int number = 1; number <= reloads; number++) {
                    long before = load.answered();
                    if (number % 5 == 0) {
                        write(policy, number, "nmber");
                        gateway.reload();
                    }
                    write(policy, number, "number");
                    gateway.reload();
                    load.policyIs(number);
                    await().atMost(Duration.ofSeconds(30))
                            .pollInterval(Duration.ofMillis(1))
                            .until(() -> load.answered() > before + 2
                                    || !load.failures().isEmpty());
                }
            }
            assertThat(load.failures()).isEmpty();
            assertThat(events.refused).hasValue(reloads / 5);
            assertThat(load.answered()).isGreaterThan(2L * reloads);
            assertThat(load.straddling())
                    .as("requests during which the policy changed")
                    .isPositive();
            System.out.println("reload: " + kind + ": " + reloads + " policies, " + events.refused.get() + " refused, "
                    + load.answered() + " requests, " + load.straddling() + " of them begun under an older policy than"
                    + " they ended, " + load.failures().size() + " failures");
        }
    }

    private void write(Path policy, int number, String key) throws IOException {
        Files.writeString(
                policy,
                "apiVersion: portcullis.dev/v1\nkind: GatewayPolicy\nmetadata: {name: reload, version: \"" + number
                        + "\"}\nspec:\n  " + key + ": " + number + "\n  "
                        + upstream.route().replace("{path", "{methods: [GET, POST], path") + "\n");
    }

    private static final class Events implements PolicyListener {
        private final AtomicInteger refused = new AtomicInteger();

        @Override
        public void active(Metadata metadata) {}

        @Override
        public void refused(List<PolicyError> errors) {
            refused.incrementAndGet();
        }
    }

    /** Each phase of an exchange leaves the number of its policy: on the request, while its content is judged, on the answer. */
    private static final class Numbers implements FilterProvider {
        @Override
        public String name() {
            return "numbers";
        }

        @Override
        public List<Section<?>> sections() {
            return List.of(SECTION);
        }

        @Override
        public void contribute(PolicyContext policy, Contribution contribution) {
            String number = Long.toString(policy.get(SECTION).orElseThrow());
            contribution.install(Stage.HYGIENE, exchange -> {
                exchange.upstreamHeaders().set("X-Number", number);
                exchange.inspectRequestBody(
                        BodyLimit.reject(1 << 20),
                        body -> exchange.policyVersion().equals("reload@" + number)
                                ? Decision.CONTINUE
                                : Decision.reject(Reason.UNAVAILABLE, "numbers.mixed", "two policies in one exchange"));
                return Decision.CONTINUE;
            });
            contribution.install(Stage.CUSTOM, exchange -> {
                exchange.inspectResponse(head -> {
                    exchange.responseHeaders().set("X-Number", number);
                    return Decision.CONTINUE;
                });
                return Decision.CONTINUE;
            });
        }
    }
}
