package dev.portcullis.gateway.testkit;

/**
 * What every adapter for HTTP/1.1 guarantees, shown over real sockets. An adapter's test extends it and brings its server;
 * where the server cannot follow, the test overrides the case, shows what happens instead and says why:
 *
 * <pre>{@code
 * class JdkHostTest extends HostContract {
 *     protected TestServer newServer() { return new JdkTestServer(); }
 *
 *     @Test
 *     @Override
 *     @Deviation("the server answers 100-continue before any handler is called")
 *     public void refusalComesBeforeTheContinue() throws IOException { ... }
 * }
 * }</pre>
 */
public abstract class HostContract extends MessageContract
        implements ConnectionCases, ExpectCases, AbortCases, SmugglingCases, PathCases, LoadCases {}
