package dev.portcullis.ratelimit.redis;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Three processes and one Redis: in peace, and while it is paused, killed, and started anew without what it knew. */
class ClusterTest {
    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void threeNodesLetThroughWhatOneLimitAllows(int lease) throws Exception {
        inPeace(lease, 4);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    void anOutageIsAnErrorToNobodyAndGivesNoSecondBurst(int lease) throws Exception {
        throughOutages(lease, 9);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    @Tag("proof")
    void aMinuteInPeace(int lease) throws Exception {
        inPeace(lease, 60);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 10})
    @Tag("proof")
    void aMinuteThroughOutages(int lease) throws Exception {
        throughOutages(lease, 60);
    }

    private void inPeace(int lease, int seconds) throws Exception {
        try (RealRedis redis = RealRedis.start();
                Cluster cluster = new Cluster(folder, redis.uri(), lease, seconds, 8_000)) {
            long before = redis.calls("evalsha");
            cluster.go();
            Cluster.Result result = cluster.result();
            long calls = redis.calls("evalsha") - before;
            report("peace, " + seconds + " s, lease " + lease, result, seconds, calls);
            assertThat(result.errors()).isZero();
            assertThat(result.admitted()).isLessThanOrEqualTo(most(seconds, lease));
            assertThat(result.admitted()).isGreaterThan(Cluster.PER_SECOND * seconds / 2);
            assertThat(calls).isLessThanOrEqualTo(result.requests() * 105 / 100);
        }
    }

    private void throughOutages(int lease, int seconds) throws Exception {
        try (RealRedis redis = RealRedis.start();
                Cluster cluster = new Cluster(folder, redis.uri(), lease, seconds, 8_000)) {
            cluster.go();
            pass(seconds / 4.0);
            redis.pause();
            pass(seconds / 12.0);
            redis.resume();
            pass(seconds / 6.0);
            redis.kill();
            pass(seconds / 12.0);
            redis.restart();
            Cluster.Result result = cluster.result();
            report("outages, " + seconds + " s, lease " + lease, result, seconds, 0);
            assertThat(result.errors()).isZero();
            assertThat(result.outages()).isGreaterThanOrEqualTo(Cluster.NODES);
            // each of the two outages may cost a share of the burst that was rounded, or that a node did not know of
            assertThat(result.admitted()).isLessThanOrEqualTo(most(seconds, lease) + 2 * Cluster.CAPACITY);
            assertThat(result.admitted()).isGreaterThan(Cluster.PER_SECOND * seconds / 2);
        }
    }

    /** The burst, what comes in, and what nodes may have in hand; nodes do not end at the same instant, so a second more. */
    private static long most(int seconds, int lease) {
        return Cluster.CAPACITY + Cluster.PER_SECOND * (seconds + 1) + (lease > 1 ? (long) Cluster.NODES * lease : 0);
    }

    private static void report(String what, Cluster.Result result, int seconds, long calls) {
        System.out.println("cluster: " + what + ": limit " + (Cluster.CAPACITY + Cluster.PER_SECOND * seconds)
                + ", admitted "
                + result.admitted() + ", refused " + result.refused() + ", errors " + result.errors() + ", slowest "
                + result.slowestMicros() / 1000 + " ms, asked " + result.asked() + ", outages " + result.outages()
                + (calls == 0 ? "" : ", evalsha calls " + calls));
    }

    private static void pass(double seconds) {
        long end = System.nanoTime() + (long) (seconds * TimeUnit.SECONDS.toNanos(1));
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
