package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.IpAddress;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.Peer;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.TlsFacts;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.host.RawHead;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalHeadReaderTest {
    private static final Peer PEER = new Peer(IpAddress.parse("192.0.2.9"), 40000, null);
    private static final Peer TLS_PEER = new Peer(
            IpAddress.parse("192.0.2.9"), 40000, new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, List.of()));
    private static final Peer PROXY = new Peer(IpAddress.parse("10.0.0.1"), 40000, null);
    private static final HeadReader READER = new CanonicalHeadReader(
            Limits.DEFAULTS,
            PathRules.STRICT,
            TrustedProxies.of(CidrSet.parse("10.0.0.0/8"), TrustedProxies.Field.X_FORWARDED_FOR));

    private static HeadReader.Result read(String method, String target, String protocol, String... headers) {
        return READER.read(new RawHead(method, target, null, protocol, Headers.of(headers), PEER));
    }

    private static RequestHead accepted(HeadReader.Result result) {
        assertThat(result).isInstanceOf(HeadReader.Accepted.class);
        return ((HeadReader.Accepted) result).head();
    }

    private static Rejection refused(HeadReader.Result result) {
        assertThat(result).isInstanceOf(HeadReader.Refused.class);
        return ((HeadReader.Refused) result).rejection();
    }

    private static String code(HeadReader.Result result) {
        return result instanceof HeadReader.Refused refused
                ? refused.rejection().code()
                : "accepted";
    }

    // ---- target

    @Test
    void handsOnACanonicalTargetAsItIs() {
        String target = "/orders/7";
        RequestHead head = accepted(read("GET", target, "HTTP/1.1", "Host", "api.example"));
        assertThat(head.path()).isSameAs(target);
        assertThat(head.rawTarget()).isSameAs(target);
        assertThat(head.query()).isNull();
        assertThat(head.method()).isEqualTo("GET");
        assertThat(head.host()).isEqualTo("api.example");
        assertThat(head.port()).isEqualTo(-1);
        assertThat(head.scheme()).isEqualTo("http");
        assertThat(head.protocol()).isEqualTo("HTTP/1.1");
        assertThat(head.clientAddress().text()).isEqualTo("192.0.2.9");
        assertThat(head.clientAddress().forwarded()).isFalse();
    }

    @Test
    void rewritesThePathAndKeepsTheQueryAsSent() {
        RequestHead head = accepted(read("GET", "/%61/%c3%a9?q=%41&x=a/../b;c%00", "HTTP/1.1", "Host", "h"));
        assertThat(head.path()).isEqualTo("/a/%C3%A9");
        assertThat(head.decodedPath()).isEqualTo("/a/é");
        assertThat(head.query()).isEqualTo("q=%41&x=a/../b;c%00");
        assertThat(head.target()).isEqualTo("/a/%C3%A9?q=%41&x=a/../b;c%00");
        assertThat(head.rawTarget()).isEqualTo("/%61/%c3%a9?q=%41&x=a/../b;c%00");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "GET http://h/a?b /a b",
                "GET HTTP://H:80/a /a ''",
                "GET http://h / ''",
                "GET http://h?b / b",
                "GET http://h/? / e",
                "OPTIONS http://h * ''",
                "OPTIONS http://h/ / ''",
                "OPTIONS * * ''",
                "CONNECT h:443 '' ''",
            })
    void readsEveryFormOfTarget(String method, String target, String path, String query) {
        String host = target.startsWith("h:") ? "h:443" : "h";
        RequestHead head = accepted(read(method, target, "HTTP/1.1", "Host", host));
        assertThat(head.path()).isEqualTo(path);
        assertThat(head.query()).isEqualTo(query.isEmpty() ? null : query.replace("e", ""));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "GET '' target.form",
                "GET a target.form",
                "GET a/b target.form",
                "GET ?a target.form",
                "GET * target.form",
                "GET h:80 target.form",
                "GET http:/a target.form",
                "GET ftp://h/a target.scheme",
                "GET javascript://h/a target.scheme",
                "CONNECT /a target.form",
                "CONNECT h host.port",
                "CONNECT h:0 host.port",
                "CONNECT http://h/ host.port",
                "GET /a#b target.fragment",
                "GET /a?b#c target.fragment",
                "GET http://h#c target.fragment",
                "GET http:///a host.invalid",
                "GET http://u@h/ host.userinfo",
                "GET http://u:p@h/ host.userinfo",
                "GET http://i/ host.differs",
                "GET http://h:81/ host.differs",
                "GET https://h/ scheme.differs",
                "GET https://h:80/ scheme.differs",
                "GET http://h/a//b path.empty_segment",
                "GET http://h\\i/ host.invalid",
                "GET /a?b\tc query.control",
                "GET /a?b\u0001c query.control",
                "GET /a?b\u007Fc query.control",
                "GET /a?\u00E9 query.non_ascii",
            })
    void refusesTargetsThatAreNone(String method, String target, String code) {
        assertThat(code(read(method, target, "HTTP/1.1", "Host", "h"))).isEqualTo(code);
    }

    @Test
    void refusesASpaceInTheQuery() {
        assertThat(code(read("GET", "/a?b c", "HTTP/1.1", "Host", "h"))).isEqualTo("query.control");
    }

    @Test
    void knowsWhichFormsHttp2Has() {
        assertThat(accepted(read("OPTIONS", "*", "HTTP/2", "Host", "h")).path()).isEqualTo("*");
        assertThat(accepted(read("CONNECT", "/chat", "HTTP/2", "Host", "h")).path())
                .isEqualTo("/chat");
        assertThat(accepted(read("CONNECT", "h:443", "HTTP/2", "Host", "h:443")).path())
                .isEmpty();
        assertThat(code(read("GET", "http://h/a", "HTTP/2", "Host", "h"))).isEqualTo("target.form");
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.0,HTTP/1.0", "HTTP/1.1,HTTP/1.1", "HTTP/2.0,HTTP/2", "HTTP/2,HTTP/2", "HTTP/3.0,HTTP/3"})
    void hasOneNameForEachProtocol(String protocol, String name) {
        assertThat(accepted(read("GET", "/", protocol, "Host", "h")).protocol()).isEqualTo(name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "HTTP/0.9", "HTTP/1.2", "http/1.1", "HTTP/1.1 ", "SPDY/3", "HTTP/11"})
    void refusesOtherProtocols(String protocol) {
        assertThat(code(read("GET", "/", protocol, "Host", "h"))).isEqualTo("protocol.unknown");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GE T", "GET\n", "G\u00C9T", "GET:", "MMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMMM"})
    void refusesMethodsThatAreNoTokens(String method) {
        assertThat(code(read(method, "/", "HTTP/1.1", "Host", "h"))).isEqualTo("method.invalid");
    }

    // ---- host

    @ParameterizedTest
    @CsvSource({
        "api.example,api.example,-1",
        "API.Example:8443,api.example,8443",
        "a_b-c.x,a_b-c.x,-1",
        "127.0.0.1:1,127.0.0.1,1",
        "h:65535,h,65535",
        "[::1],[::1],-1",
        "[2001:DB8:0:0::1]:443,[2001:db8::1],443",
        "xn--bcher-kva.example,xn--bcher-kva.example,-1",
        "1a,1a,-1",
        "123.example,123.example,-1",
    })
    void readsTheHostToItsOneForm(String field, String host, int port) {
        RequestHead head = accepted(read("GET", "/", "HTTP/1.1", "Host", field));
        assertThat(head.host()).isEqualTo(host);
        assertThat(head.port()).isEqualTo(port);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "'' host.invalid",
                ":80 host.invalid",
                ". host.invalid",
                "h. host.invalid",
                ".h host.invalid",
                "a..b host.invalid",
                "a/b host.invalid",
                "a,b host.invalid",
                "a;b host.invalid",
                "a%41 host.invalid",
                "a\\b host.invalid",
                "a?b host.invalid",
                "127.1 host.invalid",
                "0x7f.0.0.1 host.invalid",
                "2130706433 host.invalid",
                "0x7f000001 host.invalid",
                "1.2.3.256 host.invalid",
                "01.2.3.4 host.invalid",
                "a.1 host.invalid",
                "[::1 host.invalid",
                "[] host.invalid",
                "[1.2.3.4] host.invalid",
                "[::1%25eth0] host.invalid",
                "[v1.a] host.invalid",
                "[::1]a host.invalid",
                "::1 host.port",
                "h: host.port",
                "h:0 host.port",
                "h:65536 host.port",
                "h:+1 host.port",
                "h:80a host.port",
                "h:000080 host.port",
                "h:80:81 host.port",
                "[::1]: host.port",
                "u@h host.userinfo",
                "u:p@h host.userinfo",
                "b\u00FCcher.example host.non_ascii",
                "h\u3002x header.character",
            })
    void refusesHostsThatAreNone(String field, String code) {
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", field))).isEqualTo(code);
    }

    @Test
    void wantsExactlyOneHost() {
        assertThat(code(read("GET", "/", "HTTP/1.1"))).isEqualTo("host.missing");
        assertThat(code(read("GET", "/", "HTTP/2"))).isEqualTo("host.missing");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "host", "h"))).isEqualTo("host.duplicate");
        assertThat(code(read("GET", "http://h/", "HTTP/1.1"))).isEqualTo("host.missing");
        assertThat(accepted(read("GET", "/", "HTTP/1.0")).host()).isEmpty();
        assertThat(accepted(read("GET", "http://h:1/", "HTTP/1.0")).host()).isEqualTo("h");
    }

    @Test
    void refusesLongHostsAndLabels() {
        String label = "a".repeat(63);
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", label))).isEqualTo("accepted");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", label + "a"))).isEqualTo("host.invalid");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", label + "a.x"))).isEqualTo("host.invalid");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", ("a" + ".a".repeat(126)))))
                .isEqualTo("accepted");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", ("aa" + ".a".repeat(126)))))
                .isEqualTo("host.invalid");
    }

    // ---- framing

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Content-Length: 0|accepted",
                "Content-Length: 42|accepted",
                "Content-Length: 999999999999999999|accepted",
                "Content-Length: |content_length.invalid",
                "Content-Length: -1|content_length.invalid",
                "Content-Length: +1|content_length.invalid",
                "Content-Length: 0x10|content_length.invalid",
                "Content-Length: 1 2|content_length.invalid",
                "Content-Length: 1e3|content_length.invalid",
                "Content-Length: 9999999999999999999|content_length.invalid",
                "Content-Length: 5, 5|content_length.duplicate",
                "Content-Length: 5, 6|content_length.duplicate",
                "Content-Length: 5; content-length: 5|content_length.duplicate",
                "Content-Length: 5; Content-Length: 6|content_length.duplicate",
                "Transfer-Encoding: chunked|accepted",
                "Transfer-Encoding: Chunked|accepted",
                "Transfer-Encoding: chunked; Content-Length: 5|transfer_encoding.with_content_length",
                "Content-Length: 5; Transfer-Encoding: chunked|transfer_encoding.with_content_length",
                "Content-Length: 5; Transfer-Encoding: identity|transfer_encoding.with_content_length",
                "Transfer-Encoding: identity|transfer_encoding.not_chunked",
                "Transfer-Encoding: |transfer_encoding.not_chunked",
                "Transfer-Encoding: gzip|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked, gzip|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked, identity|transfer_encoding.not_chunked",
                "Transfer-Encoding: xchunked|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked-x|transfer_encoding.not_chunked",
                "Transfer-Encoding: \"chunked\"|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked, chunked|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked; Transfer-Encoding: chunked|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked; Transfer-Encoding: x|transfer_encoding.not_chunked",
                "Transfer-Encoding: chunked,|transfer_encoding.not_chunked",
                "Transfer-Encoding: gzip, chunked|transfer_encoding.unsupported",
                "Transfer-Encoding: , chunked|transfer_encoding.unsupported",
            })
    void framesAMessageInOneWayOnly(String fields, String code) {
        assertThat(code(read("POST", "/", "HTTP/1.1", withHost(fields)))).isEqualTo(code);
    }

    @Test
    void takesNoTransferEncodingInHttp10OrHttp2() {
        assertThat(code(read("POST", "/", "HTTP/1.0", withHost("Transfer-Encoding: chunked"))))
                .isEqualTo("transfer_encoding.http10");
        assertThat(code(read("POST", "/", "HTTP/2", withHost("Transfer-Encoding: chunked"))))
                .isEqualTo("http2.connection_field");
    }

    @Test
    void answersAnotherTransferCodingWith501() {
        assertThat(refused(read("POST", "/", "HTTP/1.1", withHost("Transfer-Encoding: gzip, chunked")))
                        .reason())
                .isEqualTo(Reason.NOT_CARRIED);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Connection: close|accepted",
                "Connection: keep-alive, Upgrade|accepted",
                "Connection: Upgrade, HTTP2-Settings|accepted",
                "Connection: TE, , close|accepted",
                "Connection: |accepted",
                "Connection: X-Forwarded-For|connection.names_field",
                "Connection: close, Authorization|connection.names_field",
                "Connection: Content-Length|connection.names_field",
                "Connection: Transfer-Encoding|connection.names_field",
                "Connection: close; Connection: Cookie|connection.names_field",
                "Connection: close x|connection.names_field",
            })
    void letsConnectionNameNothingThatAHandlerNeeds(String fields, String code) {
        assertThat(code(read("GET", "/", "HTTP/1.1", withHost(fields)))).isEqualTo(code);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Connection: close",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: close",
                "Upgrade: websocket",
                "TE: gzip",
                "TE: trailers, gzip",
                "transfer-encoding: chunked"
            })
    void refusesFieldsOfAConnectionInHttp2(String field) {
        assertThat(code(read("GET", "/", "HTTP/2", withHost(field)))).isEqualTo("http2.connection_field");
        assertThat(code(read("GET", "/", "HTTP/1.1", withHost(field)))).isEqualTo("accepted");
    }

    @Test
    void takesTrailersInHttp2() {
        assertThat(code(read("GET", "/", "HTTP/2", withHost("te: trailers")))).isEqualTo("accepted");
    }

    // ---- fields

    @Test
    void refusesFieldsThatAreNone() {
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "", "x"))).isEqualTo("header.name");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A B", "x"))).isEqualTo("header.name");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A:", "x"))).isEqualTo("header.name");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "\u00C4", "x")))
                .isEqualTo("header.name");
        assertThat(code(read("GET", "/", "HTTP/2", "Host", "h", ":path", "/x"))).isEqualTo("header.name");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A ", "x"))).isEqualTo("header.space_before_colon");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A\t", "x"))).isEqualTo("header.space_before_colon");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", " A", "x"))).isEqualTo("header.folded");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A", "x\r\n y")))
                .isEqualTo("header.folded");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A", "x\n\ty")))
                .isEqualTo("header.folded");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A", "x\r\nB: y")))
                .isEqualTo("header.control");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A", "x\ry"))).isEqualTo("header.control");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A", "x\u0000")))
                .isEqualTo("header.control");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A", "x\u007F")))
                .isEqualTo("header.control");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A", "x\u010A")))
                .isEqualTo("header.character");
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "A", "x\ty \u00E9")))
                .isEqualTo("accepted");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a=b; c={\"d\": 1}|accepted",
                "a=\"b|accepted",
                "=b; ;;|accepted",
                "a=$Version|accepted",
                "price$Version=1|accepted",
                "$Version=1; a=b|cookie.legacy",
                "a=b; $version=1|cookie.legacy",
                "a=b,$Version=1|cookie.legacy",
                "a=b;\t $VERSION=\"1\"|cookie.legacy",
            })
    void isLenientWithCookiesButNotWithTheSwitchToTheOldSyntax(String cookie, String code) {
        assertThat(code(read("GET", "/", "HTTP/1.1", "Host", "h", "Cookie", cookie)))
                .isEqualTo(code);
    }

    @Test
    void boundsTargetAndFields() {
        Limits limits = new Limits(10, 20, 3, 0, Limits.DEFAULTS.bodyTime(), 0, 0);
        HeadReader reader = new CanonicalHeadReader(limits, PathRules.STRICT, TrustedProxies.NONE);
        assertThat(code(reader.read(raw("/2345678901", "Host", "h")))).isEqualTo("target.too_long");
        assertThat(code(reader.read(raw("/234567890", "Host", "h")))).isEqualTo("accepted");
        assertThat(code(reader.read(raw("/", "Host", "h", "A", "45678901234567"))))
                .isEqualTo("accepted");
        assertThat(code(reader.read(raw("/", "Host", "h", "A", "456789012345678"))))
                .isEqualTo("headers.too_large");
        assertThat(code(reader.read(raw("/", "Host", "h", "A", "", "A", "")))).isEqualTo("accepted");
        assertThat(code(reader.read(raw("/", "Host", "h", "A", "", "A", "", "A", ""))))
                .isEqualTo("headers.too_many");
        assertThat(refused(reader.read(raw("/2345678901"))).reason().status()).isEqualTo(414);
        assertThat(refused(reader.read(raw("/", "A", "", "A", "", "A", "", "A", "")))
                        .reason()
                        .status())
                .isEqualTo(431);
    }

    // ---- what the server and the proxies say

    @Test
    void refusesAPathThatTheServerHasRoutedOtherwise() {
        assertThat(code(routed("/a%20b", "/a b"))).isEqualTo("accepted");
        assertThat(code(routed("/%c3%a9", "/é"))).isEqualTo("accepted");
        assertThat(code(routed("/%61", "/a"))).isEqualTo("accepted");
        assertThat(code(routed("/a", "/A"))).isEqualTo("path.host_differs");
        assertThat(code(routed("/a", "/a/"))).isEqualTo("path.host_differs");
        assertThat(code(routed("/a%3Fb", "/a"))).isEqualTo("path.host_differs");
        assertThat(code(routed("/%C3%A9", "/Ã©"))).isEqualTo("path.host_differs");
    }

    private static HeadReader.Result routed(String target, String path) {
        return READER.read(new RawHead("GET", target, path, "HTTP/1.1", Headers.of("Host", "h"), PEER));
    }

    @Test
    void takesTheSchemeFromTlsOrATrustedProxyOnly() {
        assertThat(scheme(PEER, null)).isEqualTo("http");
        assertThat(scheme(TLS_PEER, null)).isEqualTo("https");
        assertThat(scheme(PEER, "https")).isEqualTo("http");
        assertThat(scheme(TLS_PEER, "http")).isEqualTo("https");
        assertThat(scheme(PROXY, "https")).isEqualTo("https");
        assertThat(scheme(PROXY, null)).isEqualTo("http");
    }

    private static String scheme(Peer peer, @Nullable String proto) {
        Headers headers = Headers.of("Host", "h");
        return accepted(READER.read(new RawHead(
                        "GET",
                        "/",
                        null,
                        "HTTP/1.1",
                        proto == null ? headers : headers.with("X-Forwarded-Proto", proto),
                        peer)))
                .scheme();
    }

    @Test
    void comparesTheSchemeOfTheTargetWithTheEffectiveOne() {
        assertThat(code(READER.read(
                        new RawHead("GET", "https://h/", null, "HTTP/1.1", Headers.of("Host", "h:443"), TLS_PEER))))
                .isEqualTo("accepted");
        assertThat(code(READER.read(
                        new RawHead("GET", "http://h/", null, "HTTP/1.1", Headers.of("Host", "h"), TLS_PEER))))
                .isEqualTo("scheme.differs");
    }

    @Test
    void namesTheClientOfARefusedRequestAsFarAsItCan() {
        Headers headers = Headers.of("X-Forwarded-For", "198.51.100.7");
        HeadReader.Refused refused =
                (HeadReader.Refused) READER.read(new RawHead("GET", "/", null, "HTTP/1.1", headers, PROXY));
        assertThat(refused.rejection().code()).isEqualTo("host.missing");
        assertThat(refused.clientAddress().text()).isEqualTo("198.51.100.7");
    }

    @Test
    void quotesNothingThatTheClientSent() {
        for (HeadRefusal refusal : HeadRefusal.values()) {
            assertThat(refusal.rejection().logDetail()).doesNotContain("%s");
        }
        assertThat(refused(read("GET", "/secret//x", "HTTP/1.1", "Host", "h")).logDetail())
                .doesNotContain("secret");
    }

    private static RawHead raw(String target, String... headers) {
        return new RawHead("GET", target, null, "HTTP/1.1", Headers.of(headers), PEER);
    }

    private static String[] withHost(String fields) {
        String[] lines = fields.split("; ", -1);
        String[] headers = new String[2 + lines.length * 2];
        headers[0] = "Host";
        headers[1] = "h";
        for (int i = 0; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers[2 + i * 2] = lines[i].substring(0, colon);
            headers[3 + i * 2] = lines[i].substring(colon + 1).strip();
        }
        return headers;
    }
}
