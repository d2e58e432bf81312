package dev.portcullis.audit;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.audit.Redaction.Pseudonymised;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PseudonymTest {
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final byte[] KEY = "a key of the policy, and a long one".getBytes(UTF_8);
    private static final long MONTH = Duration.ofDays(30).toSeconds();

    private final Digests digests = new Digests(KEY, MONTH);

    @Test
    void oneValueHasOnePseudonymDuringAPeriodWhoeverMakesIt() {
        String one = digests.pseudonym("subject", "jane", NOW);
        assertThat(digests.pseudonym("subject", "jane", NOW.plusSeconds(3_600))).isEqualTo(one);
        assertThat(new Digests(KEY, MONTH).pseudonym("subject", "jane", NOW)).isEqualTo(one);
        assertThat(one).doesNotContain("jane").matches("p\\d+-[0-9a-f]{16}");
    }

    @Test
    void anotherPeriodAnotherKindOrAnotherKeyCannotBeJoined() {
        Set<String> all = new HashSet<>();
        all.add(digests.pseudonym("subject", "jane", NOW));
        all.add(digests.pseudonym("credential", "jane", NOW));
        all.add(digests.pseudonym("subject", "jane", NOW.plus(Duration.ofDays(30))));
        all.add(new Digests("another key".getBytes(UTF_8), MONTH).pseudonym("subject", "jane", NOW));
        all.add(digests.of("jane"));
        assertThat(all).hasSize(5);
        // a record of the period before may come late: it still has the pseudonym of its own period
        assertThat(digests.pseudonym("subject", "jane", NOW)).isIn(all);
    }

    /** Whoever destroys the key destroys every link: nothing but the key tells what the pseudonym of a value is. */
    @Test
    void withoutTheKeyNoValueCanBeTried() {
        String told = digests.pseudonym("address", "203.0.113.9", NOW);
        for (int i = 0; i < 256; i++) {
            byte[] guess = {(byte) i};
            Digests other = new Digests(guess, MONTH);
            assertThat(other.pseudonym("address", "203.0.113.9", NOW)).isNotEqualTo(told);
        }
    }

    @Test
    void pseudonymsWithoutAKeyAreRefused() {
        assertThatThrownBy(() -> new Redaction(
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        false,
                        Set.of(Pseudonymised.SUBJECT),
                        false,
                        null,
                        Duration.ofDays(30)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pseudonymKey");
    }

    @ParameterizedTest
    @CsvSource({
        "203.0.113.9, 203.0.113.0/24",
        "203.0.113.255, 203.0.113.0/24",
        "2001:db8:12:3456:789a::1, 2001:db8:12::/48",
        "::ffff:198.51.100.7, 198.51.100.0/24"
    })
    void addressesAreCutToTheirNetworks(String address, String network) throws Exception {
        Redaction cut =
                new Redaction(Set.of(), Set.of(), Set.of(), Set.of(), false, Set.of(), true, null, Duration.ofDays(30));
        assertThat(new Addresses(cut, digests).text(InetAddress.getByName(address), NOW))
                .isEqualTo(network);
    }

    @Test
    void aPseudonymOfACutAddressIsThatOfItsNetwork() throws Exception {
        Redaction both = new Redaction(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                false,
                Set.of(Pseudonymised.CLIENT_ADDRESS),
                true,
                KEY,
                Duration.ofDays(30));
        Addresses addresses = new Addresses(both, digests);
        String one = addresses.text(InetAddress.getByName("203.0.113.9"), NOW);
        assertThat(addresses.text(InetAddress.getByName("203.0.113.200"), NOW)).isEqualTo(one);
        assertThat(addresses.text(InetAddress.getByName("203.0.114.9"), NOW)).isNotEqualTo(one);
    }
}
