package dev.portcullis.gateway.internal;

import static dev.portcullis.gateway.internal.HeadReading.accepted;
import static dev.portcullis.gateway.internal.HeadReading.code;
import static dev.portcullis.gateway.internal.HeadReading.read;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.RequestHead;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.host.RawHead;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** One form for each host, and none for what is no host. */
class HeadAuthorityTest {
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
    void refusesAnEmptyHostFromTheFirstRequestOn() {
        RawHead raw = new RawHead("GET", "/", null, "HTTP/1.1", Headers.of("Host", ""), HeadReading.PEER);
        HeadReader fresh = new CanonicalHeadReader(Limits.DEFAULTS, PathRules.STRICT, TrustedProxies.NONE);
        assertThat(code(fresh.read(raw))).isEqualTo("host.invalid");
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
}
