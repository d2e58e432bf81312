package dev.portcullis.gateway.internal;

import static dev.portcullis.gateway.internal.HeadReading.PEER;
import static dev.portcullis.gateway.internal.HeadReading.READER;
import static dev.portcullis.gateway.internal.HeadReading.accepted;
import static dev.portcullis.gateway.internal.HeadReading.code;
import static dev.portcullis.gateway.internal.HeadReading.read;
import static dev.portcullis.gateway.internal.HeadReading.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.IpAddress;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.Peer;
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
    private static final Peer TLS_PEER = new Peer(
            IpAddress.parse("192.0.2.9"), 40000, new TlsFacts("TLSv1.3", "TLS_AES_128_GCM_SHA256", null, List.of()));
    private static final Peer PROXY = new Peer(IpAddress.parse("10.0.0.1"), 40000, null);

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
}
