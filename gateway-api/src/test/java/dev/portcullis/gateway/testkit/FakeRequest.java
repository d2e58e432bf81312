package dev.portcullis.gateway.testkit;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.TlsFacts;
import dev.portcullis.gateway.host.RawHead;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request as a client would send it: HTTP/1.1 from 127.0.0.1, with {@code Host: api.example}. Immutable; each method
 * returns a changed copy.
 *
 * @param head the head as a server would hand it on
 * @param content the body
 * @param stalls whether the body never arrives in full
 */
@SuppressWarnings("ArrayRecordComponent") // a test's own
public record FakeRequest(RawHead head, byte[] content, boolean stalls) {
    /** A request without a body. */
    public static FakeRequest of(String method, String target) {
        Headers headers = Headers.of("Host", "api.example");
        Peer peer = new Peer(address("127.0.0.1"), 50_000, null);
        return new FakeRequest(new RawHead(method, target, null, "HTTP/1.1", headers, peer), new byte[0], false);
    }

    /** A GET. */
    public static FakeRequest get(String target) {
        return of("GET", target);
    }

    /** A POST with a body of declared length. */
    public static FakeRequest post(String target, String body) {
        return of("POST", target).body(body);
    }

    /** With one more field. */
    public FakeRequest header(String name, String value) {
        return headers(head.headers().with(name, value));
    }

    /** With these fields in place of all others. */
    public FakeRequest headers(Headers headers) {
        return with(
                new RawHead(head.method(), head.target(), head.routedPath(), head.protocol(), headers, head.peer()));
    }

    /** For another host. */
    public FakeRequest host(String host) {
        return headers(head.headers().without("Host")).header("Host", host);
    }

    /** With a body of declared length. */
    public FakeRequest body(String body) {
        return body(body.getBytes(UTF_8));
    }

    /** With a body of declared length. */
    public FakeRequest body(byte[] body) {
        Headers framed = head.headers().without("Content-Length").without("Transfer-Encoding");
        return new FakeRequest(
                headers(framed.with("Content-Length", Integer.toString(body.length))).head, body.clone(), stalls);
    }

    /** With a body whose length is known only at its end. */
    public FakeRequest chunked(byte[] body) {
        Headers framed = head.headers().without("Content-Length").without("Transfer-Encoding");
        return new FakeRequest(headers(framed.with("Transfer-Encoding", "chunked")).head, body.clone(), stalls);
    }

    /** With a body of which the last byte never comes. */
    public FakeRequest stalling() {
        return new FakeRequest(head, content, true);
    }

    /** From another address. */
    public FakeRequest from(String address) {
        return peer(new Peer(address(address), head.peer().port(), head.peer().tls()));
    }

    /** Over TLS. */
    public FakeRequest tls(TlsFacts tls) {
        return peer(new Peer(head.peer().address(), head.peer().port(), tls));
    }

    /** In another version of the protocol. */
    public FakeRequest protocol(String protocol) {
        return with(
                new RawHead(head.method(), head.target(), head.routedPath(), protocol, head.headers(), head.peer()));
    }

    /** From another peer. */
    public FakeRequest peer(Peer peer) {
        return with(
                new RawHead(head.method(), head.target(), head.routedPath(), head.protocol(), head.headers(), peer));
    }

    /** Where the server has routed it already. */
    public FakeRequest routedTo(@Nullable String path) {
        return with(new RawHead(head.method(), head.target(), path, head.protocol(), head.headers(), head.peer()));
    }

    private FakeRequest with(RawHead other) {
        return new FakeRequest(other, content, stalls);
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(literal + ": an address literal expected", e);
        }
    }

    @Override
    public String toString() {
        return head.method() + ' ' + head.target() + ' ' + Arrays.hashCode(content);
    }
}
