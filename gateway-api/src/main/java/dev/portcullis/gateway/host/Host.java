package dev.portcullis.gateway.host;

import dev.portcullis.gateway.Rejection;
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

    /**
     * Opens the passage of a request whose head the server's own parser could not read, where it lets the adapter know. No
     * filter is asked: the first step is the refusal, which carries an id, and the end is told to whoever records refused
     * heads. Never throws and never blocks.
     *
     * @param head as much as could be read; what could not is empty
     * @param why what the parser found
     */
    Passage refuse(RawHead head, Rejection why);
}
