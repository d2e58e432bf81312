package dev.portcullis.waf.seclang;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.waf.Corpora;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RuleReaderTest {
    @TempDir
    Path folder;

    @Test
    void joinsLinesThatEndInABackslashAndCountsTheFirst() {
        RuleReader reader = new RuleReader()
                .text("t", "# comment\n\nSecRule ARGS \\\r\n  \"@rx a b\" \\\n  \"id:1,\\\n  pass\"\nSecMarker END\n");

        assertThat(reader.flaws()).isEmpty();
        assertThat(reader.directives())
                .containsExactly(
                        new Directive("SecRule", List.of("ARGS", "@rx a b", "id:1,  pass"), new Position("t", 3)),
                        new Directive("SecMarker", List.of("END"), new Position("t", 7)));
    }

    @Test
    void keepsBackslashesInQuotesExceptBeforeTheQuote() {
        RuleReader reader = new RuleReader().text("t", "SecRule ARGS \"@rx \\\"\\s\\'\\x5c\\\\\" 'id:1'");

        assertThat(reader.directives().get(0).arguments()).containsExactly("ARGS", "@rx \"\\s\\'\\x5c\\\\", "id:1");
    }

    @Test
    void keepsEveryByteOfAFile() throws IOException {
        Path file = folder.resolve("a.conf");
        Files.write(file, new byte[] {'S', ' ', '"', (byte) 0xe2, (byte) 0x80, (byte) 0x99, '"'});

        assertThat(new RuleReader().file(file).directives().get(0).arguments()).containsExactly("\u00e2\u0080\u0099");
    }

    @Test
    void includesFilesOfAPatternInTheOrderOfTheirNames() throws IOException {
        Files.writeString(folder.resolve("b.conf"), "SecMarker B");
        Files.writeString(folder.resolve("a.conf"), "SecMarker A");
        Files.writeString(folder.resolve("c.txt"), "SecMarker C");
        Files.writeString(folder.resolve("main.rules"), "Include *.conf\nInclude \"c.txt\"\nIncludeOptional none.conf");

        RuleReader reader = new RuleReader().file(folder.resolve("main.rules"));

        assertThat(reader.flaws()).isEmpty();
        assertThat(reader.directives()).extracting(d -> d.arguments().get(0)).containsExactly("A", "B", "C");
    }

    @Test
    void refusesFilesThatIncludeEachOther() throws IOException {
        Files.writeString(folder.resolve("a.conf"), "Include a.conf");

        RuleReader reader = new RuleReader().file(folder.resolve("a.conf"));

        assertThat(reader.flaws())
                .singleElement()
                .asString()
                .contains("a.conf:1")
                .contains("deep");
    }

    @Test
    void namesFileAndLineOfAMissingFile() {
        RuleReader reader = new RuleReader().text("t", "\nInclude nowhere.conf");

        assertThat(reader.flaws())
                .singleElement()
                .asString()
                .startsWith("t:2: error: ")
                .contains("nowhere.conf");
    }

    @Test
    void goesOnAfterAMistake() {
        RuleReader reader = new RuleReader().text("t", "SecRule \"ARGS\nSecMarker A");

        assertThat(reader.flaws()).singleElement().asString().startsWith("t:1: error: the quote \" is never closed");
        assertThat(reader.directives()).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"crs-v4", "crs-v3.3"})
    void readsEveryRuleOfTheCoreRuleSet(String release) throws IOException, SyntaxException {
        RuleReader reader = new RuleReader();
        reader.file(Corpora.path(release + "/crs-setup.conf.example"));
        try (Stream<Path> files = Files.list(Corpora.path(release + "/rules"))) {
            files.filter(f -> f.toString().contains(".conf")).sorted().forEach(reader::file);
        }

        assertThat(reader.flaws()).isEmpty();
        int rules = 0;
        for (Directive directive : reader.directives()) {
            if (directive.is("SecRule") || directive.is("SecAction")) {
                rules++;
                assertThat(RuleText.of(directive).position()).isEqualTo(directive.position());
            }
        }
        assertThat(rules).isGreaterThan(700);
    }
}
