package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FieldNamesTest {
    private static final List<String> SPECIAL = List.of(
            "Host",
            "Content-Length",
            "Transfer-Encoding",
            "TE",
            "Cookie",
            "Connection",
            "Upgrade",
            "Keep-Alive",
            "Proxy-Connection");

    @ParameterizedTest
    @ValueSource(strings = {"Accept", "User-Agent", "Authorization", "Content-Type", "X-Forwarded-For", "Via", "DNT"})
    void tellsOrdinaryNamesInBothSpellings(String name) {
        assertThat(FieldNames.usual(name)).isEqualTo(FieldKind.ORDINARY);
        assertThat(FieldNames.usual(name.toLowerCase(Locale.ROOT))).isEqualTo(FieldKind.ORDINARY);
        assertThat(FieldNames.any(name)).isEqualTo(FieldKind.ORDINARY);
    }

    @Test
    void tellsNamesThatFrameAMessageInAnySpelling() {
        for (String name : SPECIAL) {
            String lower = name.toLowerCase(Locale.ROOT);
            assertThat(FieldNames.any(name)).isNotEqualTo(FieldKind.ORDINARY);
            assertThat(FieldNames.usual(name)).isEqualTo(FieldNames.any(name));
            assertThat(FieldNames.usual(lower)).isEqualTo(FieldNames.any(name));
            for (int i = 0; i < name.length(); i++) {
                String odd = lower.substring(0, i) + lower.substring(i).toUpperCase(Locale.ROOT);
                assertThat(FieldNames.any(odd)).as(odd).isEqualTo(FieldNames.any(name));
                FieldKind usual = FieldNames.usual(odd);
                assertThat(usual == null || usual == FieldNames.any(name))
                        .as(odd)
                        .isTrue();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "X-Own", "Hos", "Host ", "Content-Lengt\u0068\u0131", "\u0148ost", "cookiE", "Accept:"})
    void saysNothingAboutOtherNames(String name) {
        assertThat(FieldNames.usual(name)).isNull();
    }
}
