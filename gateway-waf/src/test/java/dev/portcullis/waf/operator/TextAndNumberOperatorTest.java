package dev.portcullis.waf.operator;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TextAndNumberOperatorTest {
    @ParameterizedTest
    @CsvSource({
        "contains, b, abc, true",
        "contains, B, abc, false",
        "contains, abcd, abc, false",
        "strmatch, bc, abc, true",
        "containsWord, cat, the cat sat, true",
        "containsWord, cat, concatenate, false",
        "containsWord, cat, concat cat, true",
        "containsWord, cat, 7cat_, true",
        "containsWord, cat, cats, false",
        "within, GET POST PUT, POST, true",
        "within, GET POST PUT, post, false",
        "within, GET, GETS, false",
        "streq, abc, abc, true",
        "streq, abc, ABC, false",
        "beginsWith, ab, abc, true",
        "beginsWith, abc, ab, false",
        "endsWith, bc, abc, true",
        "endsWith, bc, bcd, false",
        "eq, 10, ' +10 apples', true",
        "eq, 0, apples, true",
        "eq, 0, 99999999999999999999999, false",
        "gt, 4294967295, 99999999999999999999999, true",
        "lt, 0, -99999999999999999999999, true",
        "eq, 5, '- 5', false",
        "ge, -3, -3, true",
        "le, 4, 5, false",
    })
    void comparesAsRulesExpect(String name, String argument, String value, boolean matches) {
        assertThat(new Judge().matches(name, argument, value)).isEqualTo(matches);
    }

    @Test
    void treatsEmptyTextsAsContainedInEverything() {
        for (String name : new String[] {"contains", "containsWord", "beginsWith", "endsWith"}) {
            assertThat(new Judge().matches(name, "", "abc")).as(name).isTrue();
            assertThat(new Judge().matches(name, "", "")).as(name).isTrue();
        }
        assertThat(new Judge().matches("within", "abc", "")).isTrue();
        assertThat(new Judge().matches("streq", "", "")).isTrue();
    }

    @Test
    void comparesBytesAndNotCharacters() {
        byte[] eAcute = "\u00e9".getBytes(StandardCharsets.UTF_8);
        assertThat(new Judge().matches("contains", new byte[] {(byte) 0xA9}, eAcute))
                .isTrue();
        assertThat(new Judge().matches("streq", "a\0b", "a\0c")).isFalse();
    }

    @Test
    void findsLongNeedlesToo() {
        String needle = "ab".repeat(40) + "c";
        assertThat(new Judge().matches("contains", needle, "ab" + needle + "x")).isTrue();
        assertThat(new Judge().matches("contains", needle, "ab".repeat(200))).isFalse();
        assertThat(new Judge().matches("containsWord", needle, "x" + needle + " " + needle))
                .isTrue();
    }

    /** Both sides may come from a request: a quarter of a mebibyte in half of one, found nowhere. */
    @Test
    @Timeout(20)
    void isLinearWhereBothSidesAreHostile() {
        String needle = "a".repeat(1 << 18) + "b";
        assertThat(new Judge().matches("contains", needle, "a".repeat(1 << 19))).isFalse();
    }
}
