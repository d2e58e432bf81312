package dev.portcullis.gateway.testkit;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.host.Passage;
import dev.portcullis.gateway.host.RawHead;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/** One server for all cases of a host, one trial or more for each case. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(ContractReport.class)
public abstract class HostBench implements Bench {
    private final List<Trial> trials = new ArrayList<>();
    private volatile @Nullable Trial current;
    private @Nullable TestServer server;
    private @Nullable InetSocketAddress address;

    /** A new server behind the adapter under test. */
    protected abstract TestServer newServer();

    /** How requests are sent in cases that do not look at bytes. */
    protected TestClient client() {
        return TestClient.http1();
    }

    @BeforeAll
    final void startServer() throws Exception {
        server = newServer();
        address = server.start(new OfTheTrial(), new TestHandler() {
            @Override
            public Script handle(Received request) throws Exception {
                return requireNonNull(current).handle(request);
            }

            @Override
            public boolean readsBody(Received head) {
                return requireNonNull(current).readsBody(head);
            }
        });
    }

    @AfterAll
    final void stopServer() throws Exception {
        requireNonNull(server).stop();
    }

    @AfterEach
    final void judgeTrials() {
        try {
            trials.forEach(Trial::assertEveryExchangeCompletedOnce);
        } finally {
            trials.clear();
        }
    }

    @Override
    public final Trial serve(TestHandler handler, Limits limits, Installation... installations) {
        Trial trial = new Trial(requireNonNull(address), client(), handler, limits, List.of(installations));
        trials.add(trial);
        current = trial;
        return trial;
    }

    @Override
    public final int threads() {
        return requireNonNull(server).threads();
    }

    /** The gateway of the case that runs. */
    private final class OfTheTrial implements Host {
        @Override
        public Passage open(RawHead head, Executor home) {
            return requireNonNull(current).gateway().open(head, home);
        }

        @Override
        public Passage refuse(RawHead head, Rejection why) {
            return requireNonNull(current).gateway().refuse(head, why);
        }
    }
}
