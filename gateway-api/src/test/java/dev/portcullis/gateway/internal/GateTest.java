package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.host.Ending;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class GateTest {
    private static final Ending LEFT = new Ending(Ending.Kind.CANCELLED, 0, 0, 0, null);

    /** Notices two at the same time inside, and anyone after the end. */
    private static final class WatchedGate extends Gate {
        private final AtomicInteger inside = new AtomicInteger();
        private volatile boolean overlapped;
        private volatile int ends;

        void visit() {
            if (!enter()) {
                return;
            }
            watch();
            exit();
        }

        private void watch() {
            overlapped |= inside.incrementAndGet() != 1;
            Thread.onSpinWait();
            inside.decrementAndGet();
        }

        @Override
        void end(Ending ending) {
            watch();
            ends = ends + 1;
        }
    }

    @Test
    void admitsOneAtATimeAndNobodyAfterTheEnd() throws Exception {
        int rounds = 40_000;
        WatchedGate[] gates = new WatchedGate[rounds];
        for (int i = 0; i < rounds; i++) {
            gates[i] = new WatchedGate();
        }
        AtomicInteger visiting = new AtomicInteger();
        AtomicInteger ending = new AtomicInteger();
        Thread visitor = new Thread(() -> {
            for (int i = 0; i < rounds; i++) {
                meet(visiting, ending, i);
                gates[i].visit();
                gates[i].visit();
            }
        });
        visitor.start();
        for (int i = 0; i < rounds; i++) {
            meet(ending, visiting, i);
            gates[i].complete(LEFT);
            assertThat(gates[i].inside).hasValue(0);
            assertThat(gates[i].enter()).isFalse();
        }
        visitor.join();
        for (int i = 0; i < rounds; i++) {
            assertThat(gates[i].overlapped).as("round %d", i).isFalse();
            assertThat(gates[i].ends).as("round %d", i).isEqualTo(1);
        }
    }

    /** Both threads leave here within nanoseconds of each other. */
    private static void meet(AtomicInteger mine, AtomicInteger other, int round) {
        mine.set(round + 1);
        for (int spins = 0; other.get() <= round; spins++) {
            if (spins % 1000 == 999) {
                Thread.yield();
            } else {
                Thread.onSpinWait();
            }
        }
    }

    @Test
    void knowsWhoIsInside() {
        WatchedGate gate = new WatchedGate();
        assertThat(gate.mine()).isFalse();
        assertThat(gate.enter()).isTrue();
        assertThat(gate.mine()).isTrue();
        assertThat(gate.enter()).isFalse();
        gate.exit();
        assertThat(gate.mine()).isFalse();
        assertThat(gate.over()).isFalse();
        gate.complete(LEFT);
        assertThat(gate.over()).isTrue();
        assertThat(gate.enterAfterOthers()).isFalse();
    }
}
