package dev.portcullis.gateway.host;

import java.util.concurrent.Executor;

/** What an adapter needs of a gateway: a passage for each request. Thread-safe. */
public interface Host {
    /**
     * Opens the passage of one exchange. Never throws and never blocks.
     *
     * @param head the request head as the server parsed it
     * @param home where a parked exchange resumes: serial for this exchange, such as the channel's event loop. No executor is
     *     touched unless a verdict is really pending.
     */
    Passage open(RawHead head, Executor home);
}
