package dev.portcullis.gateway;

/** Heads for tests of what comes after the canonical head. */
final class TestHeads {
    static final ClientAddress CLIENT = new ClientAddress(IpAddress.parse("192.0.2.1"), false);

    private TestHeads() {}

    static RequestHead head(String method, String host, String path, String... headers) {
        return new RequestHead(method, path, path, null, "https", host, -1, "HTTP/1.1", Headers.of(headers), CLIENT);
    }
}
