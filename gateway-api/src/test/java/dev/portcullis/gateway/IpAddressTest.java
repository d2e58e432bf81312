package dev.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpAddressTest {
    @ParameterizedTest
    @CsvSource({
        "192.0.2.1,192.0.2.1",
        "0.0.0.0,0.0.0.0",
        "255.255.255.255,255.255.255.255",
        "::,::",
        "::1,::1",
        "1::,1::",
        "2001:DB8::1,2001:db8::1",
        "2001:0db8:0000:0000:0000:0000:0000:0001,2001:db8::1",
        "2001:db8:0:1:1:1:1:1,2001:db8:0:1:1:1:1:1",
        "2001:0:0:1:0:0:0:1,2001:0:0:1::1",
        "2001:db8:0:0:1:0:0:1,2001:db8::1:0:0:1",
        "1:2:3:4:5:6:7::,1:2:3:4:5:6:7:0",
        "64:ff9b::192.0.2.33,64:ff9b::c000:221",
        "::ffff:192.0.2.1,192.0.2.1",
        "::FFFF:c000:201,192.0.2.1",
        "::192.0.2.1,::c000:201",
    })
    void readsLiteralsAndWritesTheOneForm(String text, String canonical) {
        assertThat(IpAddress.text(IpAddress.parse(text))).isEqualTo(canonical);
        assertThat(IpAddress.text(IpAddress.parse(canonical))).isEqualTo(canonical);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "1",
                "localhost",
                "example.org",
                "1.2.3",
                "1.2.3.4.5",
                "1.2.3.256",
                "01.2.3.4",
                "1.2.3.04",
                "0x7f.0.0.1",
                "127.1",
                "2130706433",
                "1.2.3.4 ",
                " 1.2.3.4",
                "1.2.3.-4",
                "1.2.3.4:80",
                "[::1]",
                "::1%eth0",
                "::1%25eth0",
                ":",
                ":::",
                "::1::",
                "1:2:3:4:5:6:7",
                "1:2:3:4:5:6:7:8:9",
                "1:2:3:4:5:6:7:8::",
                "::1:2:3:4:5:6:7:8",
                "12345::",
                "1:2:3:4:5:6:7:1.2.3.4",
                "::1.2.3",
                "::1.2.3.4:5",
                "1.2.3.4::",
                "g::",
                ":1",
                "1:",
                "::\u0661",
                "\u0661.2.3.4",
                "::1/64"
            })
    void refusesWhatIsNoLiteralAndAsksNoNameServer(String text) {
        assertThat(IpAddress.parseOrNull(text, 0, text.length())).isNull();
        assertThatThrownBy(() -> IpAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsARegionOfTheText() {
        String field = "for=192.0.2.60;proto=http";
        assertThat(IpAddress.parseOrNull(field, 4, 14)).isEqualTo(IpAddress.parse("192.0.2.60"));
    }

    @Test
    void agreesWithThePlatformOnRandomAddresses() throws UnknownHostException {
        Random random = new Random(20261120);
        for (int i = 0; i < 20_000; i++) {
            byte[] bytes = new byte[i % 2 == 0 ? 4 : 16];
            for (int b = 0; b < bytes.length; b++) {
                bytes[b] = (byte) (random.nextInt(3) == 0 ? random.nextInt() : 0);
            }
            InetAddress address = InetAddress.getByAddress(bytes);
            assertThat(IpAddress.parse(address.getHostAddress())).isEqualTo(address);
            String text = IpAddress.text(address);
            assertThat(IpAddress.parse(text)).isEqualTo(address);
            assertThat(InetAddress.getByName(text)).isEqualTo(address);
            assertThat(text.length())
                    .isLessThanOrEqualTo(address.getHostAddress().length());
        }
    }

    @Test
    void writesNeitherNameNorZone() throws UnknownHostException {
        InetAddress scoped = Inet6Address.getByAddress(
                "host.example", IpAddress.parse("fe80::1").getAddress(), 3);
        assertThat(IpAddress.text(scoped)).isEqualTo("fe80::1");
        assertThat(IpAddress.text(InetAddress.getByAddress("host.example", new byte[] {10, 0, 0, 1})))
                .isEqualTo("10.0.0.1");
    }

    @Test
    void makesAMappedAddressTheIpv4Address() {
        assertThat(IpAddress.parse("::ffff:10.0.0.1")).isInstanceOf(Inet4Address.class);
        assertThat(IpAddress.parse("::10.0.0.1")).isInstanceOf(Inet6Address.class);
    }
}
