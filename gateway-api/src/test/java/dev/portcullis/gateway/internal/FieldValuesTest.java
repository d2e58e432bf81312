package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Long values are judged by words, and must be judged as short ones are. */
class FieldValuesTest {
    private static final String ODD =
            "\t\n\r\0\u001f ?~\u007f\u0080\u00a0\u00ff\u0100\u010d\u200a\u3020\ud83d\ude00\udc00";

    @Test
    void judgesLongValuesAsOneCharacterAfterTheOther() {
        Random random = new Random(20);
        for (int round = 0; round < 50_000; round++) {
            int length = 120 + random.nextInt(60);
            StringBuilder value = new StringBuilder(length);
            for (int i = 0; i < length; i++) {
                value.append((char) (' ' + random.nextInt(95)));
            }
            for (int odd = random.nextInt(4); odd > 0; odd--) {
                value.setCharAt(random.nextInt(length), ODD.charAt(random.nextInt(ODD.length())));
            }
            assertThat(FieldValues.refusal(value.toString())).isEqualTo(oneByOne(value));
        }
    }

    @Test
    void seesEachCharacterAtEachPlaceOfALongValue() {
        for (int c = 0; c < 0x200; c++) {
            for (int at = 0; at < 160; at++) {
                StringBuilder value = new StringBuilder("x".repeat(160));
                value.setCharAt(at, (char) c);
                assertThat(FieldValues.refusal(value.toString())).isEqualTo(oneByOne(value));
            }
        }
    }

    private static @Nullable HeadRefusal oneByOne(CharSequence value) {
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xFF) {
                return HeadRefusal.HEADER_CHARACTER;
            }
            if ((c < ' ' && c != '\t') || c == 0x7F) {
                boolean fold = value.subSequence(i, value.length()).toString().matches("(?s)\r?\n[ \t].*");
                return fold ? HeadRefusal.HEADER_FOLDED : HeadRefusal.HEADER_CONTROL;
            }
        }
        return null;
    }
}
