package dev.portcullis.ratelimit.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reader that answers are held to reads what RFC 9651 allows, and nothing else. */
class StructuredListTest {
    @Test
    void readsItemsAndTheirParametersFromAllLinesOfAField() {
        List<StructuredList.Item> items = StructuredList.parse(
                List.of("\"burst\";q=100;w=60 ,\t\"a\\\"b\";  x;pk=:cHsdsRa894==:", "-7;a=?0;a=tok/en"));
        assertThat(items).hasSize(3);
        assertThat(items.get(0).value()).isEqualTo("burst");
        assertThat(items.get(0).parameters()).containsEntry("q", 100L).containsEntry("w", 60L);
        assertThat(items.get(1).value()).isEqualTo("a\"b");
        assertThat(items.get(1).parameters()).containsEntry("x", true).containsKey("pk");
        assertThat(items.get(2).value()).isEqualTo(-7L);
        assertThat(items.get(2).parameters()).containsEntry("a", new StructuredList.Token("tok/en"));
        assertThat(StructuredList.parse(List.of(""))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"a\",",
                "\"a\" \"b\"",
                "\"a\";Q=1",
                "\"a\";q=",
                "\"a\"; =1",
                "\"a\";q =1",
                "\"a\" ;q=1",
                "\"a",
                "\"a\\n\"",
                "\"\u00e9\"",
                "1234567890123456",
                "1.5",
                "-",
                "?2",
                "('a')",
                ":YQ==",
                "@1659578233",
            })
    void refusesWhatIsNoListOfPlainItems(String text) {
        assertThatThrownBy(() -> StructuredList.parse(List.of(text))).isInstanceOf(IllegalArgumentException.class);
    }
}
