package dev.portcullis.gateway.testkit;

import java.io.IOException;
import java.net.InetSocketAddress;

/** Sends one request and reads its response, over whatever version of HTTP. Thread-safe. */
@FunctionalInterface
public interface TestClient {
    /**
     * Sends the request on a connection or stream of its own.
     *
     * @throws IOException if no complete response came: a cut one is none
     */
    TestResponse send(InetSocketAddress server, TestRequest request) throws IOException;

    /** HTTP/1.1 by {@link Wire}. */
    static TestClient http1() {
        return (server, request) -> {
            try (Wire wire = Wire.connect(server)) {
                return wire.send(request).read(request.method());
            }
        };
    }
}
