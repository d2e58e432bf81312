package dev.portcullis.examples.serve;

import java.net.InetSocketAddress;
import java.time.Duration;

/** A server that accepts connections. */
public interface RunningServer {
    /** Where it listens. */
    InetSocketAddress address();

    /** Stops accepting, lets what runs finish for at most this long, and stops. */
    void stop(Duration within);
}
