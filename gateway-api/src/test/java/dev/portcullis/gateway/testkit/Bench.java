package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.Stage;
import java.util.Arrays;

/** What the cases of the contract stand on: a running server whose gateway and handler each case chooses. */
public interface Bench {
    /** Starts a trial; it is judged and closed at the end of the case. */
    Trial serve(TestHandler handler, Limits limits, Installation... installations);

    /** Whether a connection lives on after a request with chunked content. */
    default boolean connectionLivesOnAfterChunks() {
        return true;
    }

    /** The request with chunked content, where another may follow that on its connection. */
    default TestRequest chunkedBeforeOthers(TestRequest request) {
        return connectionLivesOnAfterChunks() ? request.chunked() : request;
    }

    /** Starts a trial with default limits and the filters in the place of an application's own. */
    default Trial serve(TestHandler handler, Filter... filters) {
        return serve(handler, Limits.DEFAULTS, filters);
    }

    /** Starts a trial with the filters in the place of an application's own. */
    default Trial serve(TestHandler handler, Limits limits, Filter... filters) {
        return serve(
                handler,
                limits,
                Arrays.stream(filters)
                        .map(filter -> Installation.of(Stage.CUSTOM, filter))
                        .toArray(Installation[]::new));
    }

    /** The number of threads that serve requests. */
    int threads();
}
