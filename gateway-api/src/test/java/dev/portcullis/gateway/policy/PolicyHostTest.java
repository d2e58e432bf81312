package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file is looked at by a timer of the test, so each look is a call and no time passes. */
class PolicyHostTest {
    @TempDir
    Path directory;

    private final StepTimer timer = new StepTimer();
    private final RecordingListener listener = new RecordingListener();
    private final List<KeptThings> things = new ArrayList<>();
    private PolicyFiles files;
    private PolicyHost host;

    @BeforeEach
    void start() throws PolicyErrors {
        files = new PolicyFiles(directory, new KeptThings.Provider(things::add));
        host = PolicyHost.follow(files.loader(), version("1", "thing: {size: 1}"), timer);
        host.listen(listener);
    }

    @AfterEach
    void stop() {
        host.close();
    }

    private Path version(String version, String more) {
        return files.write("orders.yaml", text(version, more));
    }

    private static String text(String version, String more) {
        return PolicyFiles.HEAD.replace("version: \"1\"", "version: \"" + version + "\"")
                + ("routes: [{id: a, match: {path: /a}, authenticate: none}]\n" + more).indent(2);
    }

    private String versionSeen() {
        return FakeHost.of(host).send(FakeRequest.get("/a")).exchange().policyVersion();
    }

    @Test
    void takesAChangeThatHasSettled() {
        version("2", "");
        timer.look(FileWatch.REST_MILLIS);
        assertThat(versionSeen()).isEqualTo("orders@1");
        timer.look(FileWatch.SETTLE_MILLIS);
        assertThat(versionSeen()).isEqualTo("orders@2");
        assertThat(listener.events).containsExactly("active orders@2");
        timer.look(FileWatch.REST_MILLIS);
        assertThat(listener.events).hasSize(1);
    }

    @Test
    void takesNoFileThatIsStillBeingWritten() {
        String whole = text("2", "thing: {size: 2}");
        for (int end : new int[] {10, 60, 120, whole.length() - 1}) {
            files.write("orders.yaml", whole.substring(0, end));
            timer.lookAtAnyTime();
            assertThat(versionSeen()).isEqualTo("orders@1");
        }
        files.write("orders.yaml", whole);
        timer.look(FileWatch.SETTLE_MILLIS);
        timer.look(FileWatch.SETTLE_MILLIS);
        assertThat(versionSeen()).isEqualTo("orders@2");
        assertThat(listener.events).containsExactly("active orders@2");
    }

    @Test
    void keepsTheLastGoodPolicyWhileTheFileIsBroken() {
        files.write("orders.yaml", text("2", "things: {}"));
        timer.settle();
        assertThat(versionSeen()).isEqualTo("orders@1");
        assertThat(listener.events).containsExactly("refused unknown-key");
        timer.settle();
        assertThat(listener.events).as("a broken file is reported once").hasSize(1);
        assertThat(things).hasSize(1);
        assertThat(things.get(0).closed).isFalse();

        version("3", "");
        timer.settle();
        assertThat(versionSeen()).isEqualTo("orders@3");
        assertThat(listener.events).containsExactly("refused unknown-key", "active orders@3");
    }

    @Test
    void reportsAFileThatHasGoneAndTakesItBack() throws IOException {
        Files.delete(directory.resolve("orders.yaml"));
        timer.settle();
        assertThat(listener.events).containsExactly("refused unreadable-policy");
        assertThat(versionSeen()).isEqualTo("orders@1");
        version("2", "");
        timer.settle();
        assertThat(versionSeen()).isEqualTo("orders@2");
    }

    @Test
    void followsTheSwapOfAConfigMap() throws IOException, PolicyErrors {
        files.write("..first/orders.yaml", text("1", ""));
        files.write("..second/orders.yaml", text("2", ""));
        Files.createSymbolicLink(directory.resolve("..data"), Path.of("..first"));
        Path mounted = directory.resolve("mounted.yaml");
        Files.createSymbolicLink(mounted, Path.of("..data/orders.yaml"));
        StepTimer swaps = new StepTimer();
        try (PolicyHost mount = PolicyHost.follow(files.loader(), mounted, swaps)) {
            Files.createSymbolicLink(directory.resolve("..data_tmp"), Path.of("..second"));
            Files.move(directory.resolve("..data_tmp"), directory.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
            swaps.settle();
            assertThat(mount.current().metadata()).hasToString("orders@2");
        }
    }

    @Test
    void followsTheFilesThatThePolicyNames() {
        files.write("a.txt", "one");
        version("2", "thing: {size: 1, file: a.txt}");
        timer.settle();
        timer.settle();
        assertThat(versionSeen()).isEqualTo("orders@2");
        assertThat(things).hasSize(2);

        files.write("a.txt", "two");
        timer.settle();
        assertThat(things).hasSize(3);
        assertThat(things.get(1).closed).isTrue();
        assertThat(listener.events).containsExactly("active orders@2", "active orders@2");
    }

    @Test
    void followsTheFilesThatADocumentOfThePolicyNames() {
        files.write("key", "one");
        files.write("thing.yaml", "key: \"${file:key}\"\n");
        version("2", "thing: {size: 1, document: thing.yaml}");
        timer.settle();
        timer.settle();
        assertThat(things).hasSize(2);
        timer.settle();
        assertThat(listener.events).as("taken once").containsExactly("active orders@2");

        files.write("key", "two");
        timer.settle();
        assertThat(things).hasSize(3);
        assertThat(things.get(1).closed).isTrue();
        files.write("key", "");
        timer.settle();
        files.write("key", "three");
        timer.settle();
        assertThat(listener.events)
                .containsExactly("active orders@2", "active orders@2", "refused wrong-value", "active orders@2");
    }

    @Test
    void keepsWhatIsMadeOfTheSameSettings() {
        version("2", "thing: {size: 1}");
        timer.settle();
        assertThat(things).hasSize(1);
        assertThat(things.get(0).closed).isFalse();

        version("3", "thing: {size: 2}");
        timer.settle();
        assertThat(things).hasSize(2);
        assertThat(things.get(0).closed).isTrue();

        version("4", "");
        timer.settle();
        assertThat(things.get(1).closed).isTrue();
    }

    @Test
    void endsExchangesOnThePolicyTheyBeganWith() {
        FakeExchange[] during = new FakeExchange[1];
        FakeHost.of(host)
                .handler(exchange -> {
                    version("2", "thing: {size: 2}");
                    assertThat(host.reload()).isTrue();
                    timer.runNow();
                    assertThat(things.get(0).closed).as("in use").isFalse();
                    during[0] = exchange;
                    assertThat(versionSeen()).isEqualTo("orders@2");
                    return FakeResponse.text(200, "ok");
                })
                .send(FakeRequest.get("/a"));
        assertThat(during[0].exchange().policyVersion()).isEqualTo("orders@1");
        timer.runNow();
        assertThat(things.get(0).closed).as("no longer in use").isTrue();
        assertThat(things.get(1).closed).isFalse();
    }

    @Test
    void takesTheFileAtOnceWhenAsked() {
        version("2", "");
        assertThat(host.reload()).isTrue();
        assertThat(versionSeen()).isEqualTo("orders@2");
        files.write("orders.yaml", "nonsense");
        assertThat(host.reload()).isFalse();
        assertThat(listener.events).containsExactly("active orders@2", "refused wrong-type");
        timer.settle();
        assertThat(listener.events).hasSize(2);
    }

    @Test
    void closesEverythingAtTheEnd() {
        host.close();
        assertThat(things.get(0).closed).as("when that returns").isTrue();
        assertThat(host.reload()).isFalse();
    }

    @Test
    void hasClosedWhatWasReplacedJustBeforeTheEndToo() throws PolicyErrors {
        Path file = files.write("own.yaml", text("1", "thing: {size: 5}"));
        try (PolicyHost own = PolicyHost.follow(files.loader(), file)) {
            files.write("own.yaml", text("2", "thing: {size: 6}"));
            assertThat(own.reload()).isTrue();
        }
        assertThat(things).hasSize(3);
        assertThat(things.subList(1, 3)).allMatch(thing -> thing.closed);
    }

    @Test
    void doesNotStartOnABrokenFile() {
        Path broken = files.write("broken.yaml", "spec: [");
        assertThatThrownBy(() -> PolicyHost.follow(files.loader(), broken, timer))
                .isInstanceOf(PolicyErrors.class)
                .hasMessageContaining("broken.yaml:1:8: error: not YAML");
    }

    @Test
    void takesAChangeWithinTwoSecondsOfRealTime() throws PolicyErrors {
        Path file = files.write("real.yaml", text("1", ""));
        try (PolicyHost real = PolicyHost.follow(files.loader(), file)) {
            files.write("real.yaml", text("2", ""));
            await().atMost(Duration.ofSeconds(2))
                    .until(() -> real.current().metadata().version().equals("2"));
        }
    }
}
