package dev.portcullis.gateway.testkit;

import dev.portcullis.gateway.host.Host;
import java.net.InetSocketAddress;

/** A real server behind an adapter; all that an adapter brings to {@link HostContract}. */
public interface TestServer {
    /**
     * Starts on a free port of the loopback address.
     *
     * @param host what the adapter under test asks for its passages
     * @param handler what the server's own handler does with a request that was forwarded
     * @return where it listens
     */
    InetSocketAddress start(Host host, TestHandler handler) throws Exception;

    /** Stops it and waits for its threads. */
    void stop() throws Exception;

    /** The number of threads that serve requests: so many that wait would hold up a host that parks by blocking. */
    int threads();
}
