package dev.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CidrTest {
    @ParameterizedTest
    @CsvSource({
        "10.0.0.0/8,10.255.255.255,true",
        "10.0.0.0/8,11.0.0.0,false",
        "10.0.0.0/8,9.255.255.255,false",
        "0.0.0.0/0,203.0.113.9,true",
        "0.0.0.0/0,2001:db8::1,false",
        "::/0,2001:db8::1,true",
        "::/0,10.0.0.1,false",
        "192.0.2.1,192.0.2.1,true",
        "192.0.2.1,192.0.2.2,false",
        "2001:db8::/32,2001:db8:ffff::1,true",
        "2001:db8::/32,2001:db9::,false",
        "2001:db8:0:0:8000::/65,2001:db8::8000:0:0:1,true",
        "2001:db8:0:0:8000::/65,2001:db8::1,false",
        "::ffff:10.0.0.0/104,10.1.2.3,true",
        "::ffff:10.0.0.0/104,11.1.2.3,false",
    })
    void containsTheAddressesWithItsPrefix(String range, String address, boolean inside) {
        assertThat(Cidr.parse(range).contains(IpAddress.parse(address))).isEqualTo(inside);
        assertThat(CidrSet.parse(range).contains(IpAddress.parse(address))).isEqualTo(inside);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/8",
                "10.0.0.0/",
                "10.0.0.0/33",
                "10.0.0.0/-1",
                "10.0.0.0/08",
                "10.0.0.0/8 ",
                "10.0.0.0/8/8",
                "::/129",
                "example.org/8",
                "10.0.0.1/8",
                "2001:db8::1/32",
                "::ffff:10.0.0.0/64",
                "0.0.0.0/99999999999",
                "::1%lo/128"
            })
    void refusesWhatIsNoRange(String text) {
        assertThatThrownBy(() -> Cidr.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void saysWhichRangeWasProbablyMeant() {
        assertThatThrownBy(() -> Cidr.parse("10.1.2.3/8")).hasMessageContaining("did you mean \"10.0.0.0/8\"");
    }

    @Test
    void seesTheIpv4AddressInAMappedSocketAddress() throws UnknownHostException {
        byte[] mapped = new byte[16];
        mapped[10] = (byte) 0xFF;
        mapped[11] = (byte) 0xFF;
        mapped[12] = 10;
        InetAddress address = Inet6Address.getByAddress("", mapped, -1);
        assertThat(address).isInstanceOf(Inet6Address.class);
        assertThat(Cidr.parse("10.0.0.0/8").contains(address)).isTrue();
        assertThat(CidrSet.parse("10.0.0.0/8").contains(address)).isTrue();
        assertThat(Cidr.parse("::/0").contains(address)).isFalse();
        assertThat(IpAddress.text(address)).isEqualTo("10.0.0.0");
    }

    @Test
    void writesWhatItReads() {
        for (String text : List.of("10.0.0.0/8", "192.0.2.1/32", "2001:db8::/32", "::/0", "0.0.0.0/0")) {
            assertThat(Cidr.parse(text))
                    .hasToString(text)
                    .isEqualTo(Cidr.parse(text))
                    .hasSameHashCodeAs(Cidr.parse(text));
        }
        assertThat(Cidr.parse("::ffff:10.0.0.0/104")).hasToString("10.0.0.0/8").isEqualTo(Cidr.parse("10.0.0.0/8"));
        assertThat(Cidr.parse("::1")).hasToString("::1/128");
    }

    @Test
    void knowsWhichRangeIsInsideAnother() {
        assertThat(Cidr.parse("10.0.0.0/8").contains(Cidr.parse("10.1.0.0/16"))).isTrue();
        assertThat(Cidr.parse("10.1.0.0/16").contains(Cidr.parse("10.0.0.0/8"))).isFalse();
        assertThat(Cidr.parse("::/0").contains(Cidr.parse("10.0.0.0/8"))).isFalse();
    }

    @Test
    void setAgreesWithALinearScanAndWithBigIntegers() throws UnknownHostException {
        Random random = new Random(7);
        for (int round = 0; round < 60; round++) {
            List<Cidr> ranges = new ArrayList<>();
            int count = 1 + random.nextInt(40);
            for (int i = 0; i < count; i++) {
                InetAddress base = address(random);
                ranges.add(Cidr.of(base, random.nextInt(base.getAddress().length * 8 + 1)));
            }
            CidrSet set = CidrSet.of(ranges);
            for (int i = 0; i < 200; i++) {
                InetAddress address = address(random);
                boolean linear = ranges.stream().anyMatch(range -> range.contains(address));
                boolean big = ranges.stream().anyMatch(range -> containsByBigInteger(range, address));
                assertThat(linear).as("%s in %s", address, ranges).isEqualTo(big);
                assertThat(set.contains(address))
                        .as("%s in %s", address, ranges)
                        .isEqualTo(big);
            }
        }
    }

    @Test
    void emptySetContainsNothing() {
        assertThat(CidrSet.EMPTY.contains(IpAddress.parse("::"))).isFalse();
        assertThat(CidrSet.of(List.of())).isSameAs(CidrSet.EMPTY);
        assertThat(CidrSet.parse("10.0.0.0/8").contains(IpAddress.parse("::a00:0")))
                .isFalse();
    }

    @Test
    void countsAClientByItsIpv6NetworkAndItsIpv4Address() {
        assertThat(new ClientAddress(IpAddress.parse("2001:db8:1:2:3:4:5:6"), false).network())
                .hasToString("2001:db8:1:2::/64");
        assertThat(new ClientAddress(IpAddress.parse("192.0.2.7"), false).network())
                .hasToString("192.0.2.7/32");
        assertThat(new ClientAddress(IpAddress.parse("2001:db8::6"), false).text())
                .isEqualTo("2001:db8::6");
    }

    private static boolean containsByBigInteger(Cidr range, InetAddress address) {
        String text = range.toString();
        byte[] base = IpAddress.parse(text.substring(0, text.indexOf('/'))).getAddress();
        if (base.length != address.getAddress().length) {
            return false;
        }
        int shift = base.length * 8 - range.prefixLength();
        return new BigInteger(1, base)
                .shiftRight(shift)
                .equals(new BigInteger(1, address.getAddress()).shiftRight(shift));
    }

    private static InetAddress address(Random random) throws UnknownHostException {
        byte[] bytes = new byte[random.nextBoolean() ? 4 : 16];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt() : random.nextInt(2));
        }
        if (bytes.length == 16) {
            bytes[0] = (byte) (random.nextInt(2) * 0x20); // never IPv4-mapped by chance, see the test for that
            bytes[9] |= 1;
        }
        return InetAddress.getByAddress(bytes);
    }
}
