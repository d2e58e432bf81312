package dev.portcullis.auth.apikey;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ApiKeysTest {
    private static final byte[] SECRET = "a secret of at least thirty-two bytes".getBytes(UTF_8);
    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");

    private final NewApiKey made = NewApiKey.create("ci-1", SECRET, new SecureRandom());

    private static ApiKey entry(NewApiKey key, Instant notAfter) {
        return new ApiKey(key.id(), key.mac(), "ci", Set.of("a"), Set.of("r"), Set.of(), "blue", notAfter);
    }

    @Test
    void findsAKeyByTheHmacOfItsWholeText() throws Exception {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        assertThat(made.text()).startsWith("pc_ci-1_").hasSizeGreaterThan(50);
        assertThat(made.mac())
                .isEqualTo(HexFormat.of().formatHex(mac.doFinal(made.text().getBytes(UTF_8))));
        ApiKey known = entry(made, null);
        assertThat(ApiKeys.of(SECRET, List.of(known)).find(made.text(), NOW)).isEqualTo(new ApiKeyLookup.Known(known));
    }

    @Test
    void findsAKeyThatWasMadeElsewhereAndHasUnderscoresInItsRandomPart() throws Exception {
        String text = "pc_ci_1_3f_9-Zq_0a";
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET, "HmacSHA256"));
        String digits = HexFormat.of().formatHex(mac.doFinal(text.getBytes(UTF_8)));
        ApiKey known = new ApiKey("ci_1", digits, "ci", Set.of(), Set.of(), Set.of(), null, null);
        ApiKeys keys = ApiKeys.of(SECRET, List.of(known, entry(made, null)));
        assertThat(keys.find(text, NOW)).isEqualTo(new ApiKeyLookup.Known(known));
        assertThat(keys.find(text + "a", NOW)).isInstanceOf(ApiKeyLookup.Unknown.class);
        assertThat(keys.idIn("pc_ci_1_guess_1"))
                .as("guesses count for the key they guess")
                .contains("ci_1");
        assertThat(keys.idIn("pc_x_y_z")).contains("x_y");
        assertThat(keys.idIn("pc_x")).isEmpty();
    }

    @Test
    void refusesAKeyThatDiffersInOneCharacter() {
        ApiKeys keys = ApiKeys.of(SECRET, List.of(entry(made, null)));
        for (int i = 3; i < made.text().length(); i++) {
            char other = made.text().charAt(i) == 'x' ? 'y' : 'x';
            String wrong = made.text().substring(0, i) + other + made.text().substring(i + 1);
            assertThat(keys.find(wrong, NOW)).isNotInstanceOf(ApiKeyLookup.Known.class);
        }
    }

    @Test
    void refusesAKeyUnderAnotherSecret() {
        ApiKeys keys = ApiKeys.of("another secret".getBytes(UTF_8), List.of(entry(made, null)));
        assertThat(keys.find(made.text(), NOW)).isInstanceOf(ApiKeyLookup.Unknown.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "pc_", "pc__", "pc_a", "pc_a_", "pc__a", "PC_a_b", "xx_a_b", "ci-1"})
    void refusesWhatHasNotTheFormOfAKey(String text) {
        assertThat(ApiKeys.of(SECRET, List.of(entry(made, null))).find(text, NOW))
                .isInstanceOf(ApiKeyLookup.Malformed.class);
    }

    @Test
    void refusesALongTextWithoutHashingIt() {
        assertThat(ApiKeys.of(SECRET, List.of()).find("pc_a_" + "b".repeat(1000), NOW))
                .isInstanceOf(ApiKeyLookup.Malformed.class);
    }

    @Test
    void endsAKeyAtItsLastInstant() {
        ApiKeys keys = ApiKeys.of(SECRET, List.of(entry(made, NOW)));
        assertThat(keys.find(made.text(), NOW.minusMillis(1))).isInstanceOf(ApiKeyLookup.Known.class);
        assertThat(keys.find(made.text(), NOW)).isEqualTo(new ApiKeyLookup.Ended("ci-1"));
    }

    @Test
    void acceptsBothKeysOfAnIdWhileTheyAreBeingExchanged() {
        NewApiKey next = NewApiKey.create("ci-1", SECRET, new SecureRandom());
        ApiKeys keys = ApiKeys.of(SECRET, List.of(entry(made, NOW.plus(Duration.ofDays(1))), entry(next, null)));
        assertThat(keys.find(made.text(), NOW)).isInstanceOf(ApiKeyLookup.Known.class);
        assertThat(keys.find(next.text(), NOW)).isInstanceOf(ApiKeyLookup.Known.class);
        Instant later = NOW.plus(Duration.ofDays(2));
        assertThat(keys.find(made.text(), later)).isInstanceOf(ApiKeyLookup.Ended.class);
        assertThat(keys.find(next.text(), later)).isInstanceOf(ApiKeyLookup.Known.class);
    }

    @Test
    void anIdThatIsListedTwiceNeedsAnEnd() {
        NewApiKey next = NewApiKey.create("ci-1", SECRET, new SecureRandom());
        assertThatThrownBy(() -> ApiKeys.of(SECRET, List.of(entry(made, null), entry(next, null))))
                .hasMessageContaining("the old one needs notAfter");
        assertThatThrownBy(() -> ApiKeys.of(SECRET, List.of(entry(made, null), entry(made, NOW))))
                .hasMessageContaining("listed twice");
    }

    @Test
    void aNewKeyIsNotInItsOwnText() {
        assertThat(made.toString()).isEqualTo("NewApiKey[ci-1]");
        assertThat(made.line()).doesNotContain(made.text());
        assertThatThrownBy(() -> NewApiKey.create("a b", SECRET, new SecureRandom()))
                .hasMessageStartingWith("id: ");
    }
}
