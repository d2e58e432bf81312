package dev.portcullis.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class PortcullisTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        CommandLine line = Portcullis.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @Test
    void helpGoesToStandardOutputAndIsNoError() {
        assertThat(run("--help")).isEqualTo(Exit.OK);
        assertThat(out.toString()).contains("Usage: portcullis");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aMissingCommandIsWrongUsage() {
        assertThat(run()).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("a command is missing");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void anUnknownCommandIsWrongUsage() {
        assertThat(run("fly")).isEqualTo(Exit.USAGE);
    }

    @Test
    void aPortThatIsNoneIsWrongUsage() {
        for (String port : new String[] {"65536", "-1", "http"}) {
            assertThat(run("serve", "--policy", "none.yaml", "--port", port)).isEqualTo(Exit.USAGE);
        }
    }
}
