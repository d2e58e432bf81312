package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.IpAddress;
import dev.portcullis.gateway.TrustedProxies;
import dev.portcullis.gateway.TrustedProxies.Field;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientReaderTest {
    private static final CidrSet PROXIES = CidrSet.parse("10.0.0.0/8", "2001:db8:1::/48");

    /** The client and the scheme, or the refusal; fields are separated by {@code |}, a line of one field by {@code /}. */
    private static String read(Field field, String peer, String lines, String protos) {
        Headers.Builder headers = Headers.builder(4);
        for (String line : lines.split("/", -1)) {
            headers.add(field == Field.FORWARDED ? "forwarded" : "x-forwarded-for", line);
        }
        if (!protos.isEmpty()) {
            for (String line : protos.split("/", -1)) {
                headers.add("X-FORWARDED-PROTO", line);
            }
        }
        ClientReading reading =
                new ClientReader(new TrustedProxies(PROXIES, field, 4)).read(IpAddress.parse(peer), headers.build());
        if (reading.refusal() != null) {
            assertThat(reading.address().text()).isEqualTo(peer);
            return reading.refusal().rejection().code();
        }
        assertThat(reading.address().forwarded())
                .isEqualTo(!reading.address().text().equals(peer));
        return reading.address().text() + (reading.scheme() == null ? "" : " " + reading.scheme());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // a peer that is not trusted says nothing
                "192.0.2.1|198.51.100.1|https|192.0.2.1",
                "192.0.2.1|garbage, %|x|192.0.2.1",
                // one proxy
                "10.0.0.1|198.51.100.1||198.51.100.1",
                "10.0.0.1|198.51.100.1|https|198.51.100.1 https",
                "2001:db8:1::1|2001:db8:2::2||2001:db8:2::2",
                "10.0.0.1|||10.0.0.1",
                "10.0.0.1| , ,|https|10.0.0.1 https",
                // what the client wrote itself stands on the left and is never read
                "10.0.0.1|6.6.6.6, 198.51.100.1||198.51.100.1",
                "10.0.0.1|garbage\", 198.51.100.1||198.51.100.1",
                "10.0.0.1|10.9.9.9, 198.51.100.1||198.51.100.1",
                "10.0.0.1|6.6.6.6/198.51.100.1||198.51.100.1",
                "10.0.0.1|6.6.6.6, 198.51.100.1|https, http|198.51.100.1 http",
                "10.0.0.1|6.6.6.6/198.51.100.1|https/http|198.51.100.1 http",
                // several proxies
                "10.0.0.1|198.51.100.1, 10.0.0.2||198.51.100.1",
                "10.0.0.1|6.6.6.6, 198.51.100.1, 10.0.0.3,10.0.0.2||198.51.100.1",
                "10.0.0.1|198.51.100.1/10.0.0.3, 10.0.0.2||198.51.100.1",
                "10.0.0.1|198.51.100.1, 10.0.0.2|https, http|198.51.100.1 https",
                "10.0.0.1|198.51.100.1, 10.0.0.2|http, https, http|198.51.100.1 https",
                "10.0.0.1|198.51.100.1, 10.0.0.2|https|198.51.100.1 https",
                // everyone is trusted: the outermost
                "10.0.0.1|10.0.0.4, 10.0.0.3, 10.0.0.2||10.0.0.4",
                // addresses in every spelling
                "10.0.0.1|198.51.100.1:1234||198.51.100.1",
                "10.0.0.1|[2001:db8:2::2]:1234||2001:db8:2::2",
                "10.0.0.1|[2001:db8:2::2]||2001:db8:2::2",
                "10.0.0.1|::ffff:198.51.100.1||198.51.100.1",
                "10.0.0.1|198.51.100.1, ::ffff:10.0.0.2||198.51.100.1",
                // hidden hops end the walk at the proxy that hides them
                "10.0.0.1|198.51.100.1, unknown||10.0.0.1",
                "10.0.0.1|198.51.100.1, unknown, 10.0.0.2||10.0.0.2",
                "10.0.0.1|198.51.100.1, _hidden||10.0.0.1",
                // what a trusted proxy wrote and nobody can read
                "10.0.0.1|proxy.example||forwarded.malformed",
                "10.0.0.1|198.51.100.1, localhost||forwarded.malformed",
                "10.0.0.1|198.51.100.01||forwarded.malformed",
                "10.0.0.1|198.51.100.1:x||forwarded.malformed",
                "10.0.0.1|198.51.100.1:||forwarded.malformed",
                "10.0.0.1|[198.51.100.1]||forwarded.malformed",
                "10.0.0.1|[::1]x||forwarded.malformed",
                "10.0.0.1|fe80::1%eth0||forwarded.malformed",
                "10.0.0.1|198.51.100.1 198.51.100.2||forwarded.malformed",
                "10.0.0.1|198.51.100.1|gopher|forwarded.malformed",
                "10.0.0.1|198.51.100.1|,|forwarded.malformed",
                // bounds
                "10.0.0.1|198.51.100.1, 10.0.0.4, 10.0.0.3, 10.0.0.2||198.51.100.1",
                "10.0.0.1|198.51.100.1, 10.0.0.5, 10.0.0.4, 10.0.0.3, 10.0.0.2||forwarded.too_long",
            })
    void walksXForwardedForFromTheRightWhileTheHopIsTrusted(String peer, String lines, String protos, String expected) {
        assertThat(read(Field.X_FORWARDED_FOR, peer, lines == null ? "" : lines, protos == null ? "" : protos))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "192.0.2.1|for=198.51.100.1;proto=https|192.0.2.1",
                "10.0.0.1|for=198.51.100.1|198.51.100.1",
                "10.0.0.1|For=198.51.100.1;PROTO=HTTPS|198.51.100.1 https",
                "10.0.0.1|for=\"198.51.100.1:80\"; proto=http|198.51.100.1 http",
                "10.0.0.1|for=\"[2001:db8:2::2]\"|2001:db8:2::2",
                "10.0.0.1|for=\"[2001:db8:2::2]:4711\"|2001:db8:2::2",
                "10.0.0.1|for=\"\\[2001:db8:2::2]:_x\"|2001:db8:2::2",
                "10.0.0.1|for=6.6.6.6, for=198.51.100.1;proto=https|198.51.100.1 https",
                "10.0.0.1|for=6.6.6.6;proto=https, for=198.51.100.1|198.51.100.1",
                "10.0.0.1|for=198.51.100.1;proto=https, for=10.0.0.2;proto=http;by=10.0.0.1|198.51.100.1 https",
                "10.0.0.1|for=198.51.100.1;proto=https/for=10.0.0.2|198.51.100.1 https",
                "10.0.0.1|, for=198.51.100.1 ,|198.51.100.1",
                "10.0.0.1||10.0.0.1",
                "10.0.0.1|for=198.51.100.1, for=unknown;proto=https|10.0.0.1 https",
                "10.0.0.1|for=198.51.100.1, for=_gazonk|10.0.0.1",
                "10.0.0.1|for=198.51.100.1, proto=https|10.0.0.1 https",
                "10.0.0.1|for=198.51.100.1, for=\"unknown:80\", for=10.0.0.2|10.0.0.2",
                // an earlier line that is not reached is not read
                "10.0.0.1|for=\"/for=198.51.100.1|198.51.100.1",
                // a quote that the client left open cannot hide what the proxy appended
                "10.0.0.1|for=\", for=198.51.100.1|forwarded.malformed",
                "10.0.0.1|for=6.6.6.6;x=\", for=\"[2001:db8:2::2]\"|forwarded.malformed",
                "10.0.0.1|for=6.6.6.6;x=\", for=198.51.100.1;host=\"a\"|forwarded.malformed",
                "10.0.0.1|for=198.51.100.1;for=198.51.100.2|forwarded.malformed",
                "10.0.0.1|for=198.51.100.1;proto=http;proto=https|forwarded.malformed",
                "10.0.0.1|for=2001:db8:2::2|forwarded.malformed",
                "10.0.0.1|for=\"2001:db8:2::2\"|forwarded.malformed",
                "10.0.0.1|for=proxy.example|forwarded.malformed",
                "10.0.0.1|for=|forwarded.malformed",
                "10.0.0.1|for|forwarded.malformed",
                "10.0.0.1|for =198.51.100.1|forwarded.malformed",
                "10.0.0.1|198.51.100.1|forwarded.malformed",
                "10.0.0.1|for=198.51.100.1;|forwarded.malformed",
                "10.0.0.1|for=198.51.100.1;proto=gopher|forwarded.malformed",
                "10.0.0.1|for=198.51.100.1 for=198.51.100.2|forwarded.malformed",
                "10.0.0.1|for=\"198.51.100.1\\|forwarded.malformed",
                "10.0.0.1|for=1.1.1.1, for=10.0.0.5, for=10.0.0.4, for=10.0.0.3, for=10.0.0.2|forwarded.too_long",
            })
    void walksForwardedFromTheRightWhileTheHopIsTrusted(String peer, String lines, String expected) {
        assertThat(read(Field.FORWARDED, peer, lines == null ? "" : lines, "")).isEqualTo(expected);
    }

    @Test
    void readsOnlyTheFieldThatIsConfigured() {
        assertThat(read(Field.NONE, "10.0.0.1", "198.51.100.1", "https")).isEqualTo("10.0.0.1 https");
        assertThat(read(Field.FORWARDED, "10.0.0.1", "for=198.51.100.1", "https"))
                .isEqualTo("198.51.100.1");
        ClientReading reading = new ClientReader(TrustedProxies.of(PROXIES, Field.X_FORWARDED_FOR))
                .read(IpAddress.parse("10.0.0.1"), Headers.of("Forwarded", "for=198.51.100.1;proto=https"));
        assertThat(reading.address().text()).isEqualTo("10.0.0.1");
        assertThat(reading.scheme()).isNull();
    }

    @Test
    void trustsNobodyByDefault() {
        Headers headers = Headers.of("X-Forwarded-For", "198.51.100.1", "X-Forwarded-Proto", "https");
        for (String peer : new String[] {"127.0.0.1", "::1", "10.0.0.1", "192.168.0.1"}) {
            ClientReading reading = new ClientReader(TrustedProxies.NONE).read(IpAddress.parse(peer), headers);
            assertThat(reading.address().text()).isEqualTo(peer);
            assertThat(reading.scheme()).isNull();
        }
    }

    @Test
    void refusesAFieldWithoutProxiesThatMayWriteIt() {
        assertThatThrownBy(() -> TrustedProxies.of(CidrSet.EMPTY, Field.FORWARDED))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TrustedProxies(PROXIES, Field.FORWARDED, 0))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
