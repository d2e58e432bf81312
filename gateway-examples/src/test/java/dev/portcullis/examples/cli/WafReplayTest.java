package dev.portcullis.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class WafReplayTest {
    private static final String RULES = """
            SecRule ARGS:q "@streq attack" "id:7,phase:1,deny,status:406,log,msg:'found'"
            SecRule REQUEST_HEADERS:X-Note "@rx seen" "id:8,phase:1,pass,log"
            """;

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path rules;

    @BeforeEach
    void writeRules() throws IOException {
        rules = Files.createDirectory(folder.resolve("rules"));
        Files.writeString(rules.resolve("own.conf"), RULES);
    }

    private int replay(Path from, String... requests) throws IOException {
        Path file = Files.write(folder.resolve("requests.jsonl"), List.of(requests));
        CommandLine line = Portcullis.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute("waf", "replay", "--rules", from.toString(), "--requests", file.toString());
    }

    @Test
    void writesOneVerdictALineInTheOrderOfTheRequests() throws IOException {
        assertThat(replay(
                        rules,
                        "{\"id\": \"a\", \"method\": \"GET\", \"uri\": \"/?q=attack\", \"headers\": [[\"Host\", \"x\"]]}",
                        "{\"id\": \"b\", \"method\": \"GET\", \"uri\": \"/\","
                                + " \"headers\": [[\"Host\", \"x\"], [\"X-Note\", \"seen\"]],"
                                + " \"response\": {\"status\": 201, \"headers\": [], \"body_b64\": \"\"}}"))
                .isEqualTo(Exit.OK);
        assertThat(out.toString().lines())
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("{\"id\": \"a\", \"matched\": [7], \"logs\": [\"")
                                .contains("\"blocked\": true, \"status\": 406, \"score\": 0, \"us\": "),
                        second -> assertThat(second)
                                .startsWith("{\"id\": \"b\", \"matched\": [8], ")
                                .contains("\"blocked\": false, \"status\": 201"));
    }

    @Test
    void givesANumberBackAsTheNumberThatItWas() throws IOException {
        assertThat(replay(rules, "{\"id\": 17, \"method\": \"GET\", \"uri\": \"/\", \"headers\": []}"))
                .isEqualTo(Exit.OK);
        assertThat(out.toString()).startsWith("{\"id\": 17, \"matched\": []");
    }

    @Test
    void namesFileAndLineOfARequestThatCannotBeRead() throws IOException {
        String good = "{\"id\": \"a\", \"method\": \"GET\", \"uri\": \"/\", \"headers\": []}";
        for (String bad : new String[] {
            "{\"id\": 1.5}",
            "[]",
            "{",
            "{\"headers\": {\"Host\": \"x\"}}",
            "{\"headers\": [[\"Host\"]]}",
            "{\"body_b64\": \"?\"}"
        }) {
            err.getBuffer().setLength(0);
            assertThat(replay(rules, good, bad)).as(bad).isEqualTo(Exit.UNREADABLE);
            assertThat(err.toString()).as(bad).contains("requests.jsonl:2: error: ");
        }
    }

    @Test
    void refusesAFolderWithoutRules() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(replay(empty, "{\"uri\": \"/\"}")).isEqualTo(Exit.UNREADABLE);
        assertThat(err.toString()).contains("empty").contains("the folder holds no file *.conf");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void namesFileAndLineOfARuleThatCannotBeRead() throws IOException {
        Files.writeString(rules.resolve("bad.conf"), "\nSecRule ARGS \"@noSuchOperator x\" \"id:9,phase:1,pass\"\n");
        assertThat(replay(rules, "{\"uri\": \"/\"}")).isEqualTo(Exit.UNREADABLE);
        assertThat(err.toString()).contains("bad.conf:2").contains("noSuchOperator");
    }
}
