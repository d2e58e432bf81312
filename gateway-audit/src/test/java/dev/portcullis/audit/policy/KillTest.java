package dev.portcullis.audit.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.audit.chain.Verification;
import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Kills at random moments of a load: the chain goes on, and under the strict policy nothing that was answered is lost. */
class KillTest {
    @TempDir
    Path folder;

    private void kill(String fsync, int times) throws Exception {
        Kills.Result result = new Kills(folder, fsync).run(times);
        System.out.println("killed " + times + " times under " + fsync + ": " + result);
        assertThat(result.acknowledged()).isPositive();
        assertThat(result.verification().brokenAt()).isNull();
        assertThat(result.verification().result()).isNotEqualTo(Verification.Result.BROKEN);
        if (fsync.equals("everyRecord")) {
            assertThat(result.lost()).isZero();
            assertThat(result.handledWithoutRecord()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"everyRecord", "everySecond"})
    void theChainGoesOnAndTheStrictPolicyLosesNothing(String fsync) throws Exception {
        kill(fsync, 3);
    }

    @Tag("proof")
    @ParameterizedTest
    @ValueSource(strings = {"everyRecord", "everySecond", "never"})
    void aHundredTimes(String fsync) throws Exception {
        kill(fsync, 100);
    }
}
