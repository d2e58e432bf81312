package dev.portcullis.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class ApiKeyCreateTest {
    private static final String SECRET = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int create(String id, Path secret) {
        CommandLine line = Portcullis.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute("apikey", "create", "--id", id, "--hmac-key", secret.toString());
    }

    @Test
    void printsANewKeyAndItsLineWithTheHmacOfTheWholeKey() throws Exception {
        Path secret = Files.writeString(folder.resolve("pepper"), SECRET + "\r\n");
        assertThat(create("ci-1", secret)).isEqualTo(Exit.OK);
        String[] lines = out.toString().split("\\R");
        assertThat(lines).hasSize(2);
        assertThat(lines[0]).matches("pc_ci-1_[0-9A-Za-z]{43}");
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(SECRET.getBytes(UTF_8), "HmacSHA256"));
        assertThat(lines[1])
                .contains("id: \"ci-1\"")
                .contains("mac: \"" + HexFormat.of().formatHex(mac.doFinal(lines[0].getBytes(UTF_8))) + '"')
                .doesNotContain(lines[0]);
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void aWeakSecretIsWarnedOfAndAnEmptyOneRefused() throws Exception {
        assertThat(create("ci", Files.writeString(folder.resolve("weak"), "word\n")))
                .isEqualTo(Exit.OK);
        assertThat(err.toString()).contains("fewer than 32 bytes").doesNotContain("word\n");
        assertThat(create("ci", Files.writeString(folder.resolve("empty"), "\n")))
                .isEqualTo(Exit.UNREADABLE);
        assertThat(create("ci", folder.resolve("missing"))).isEqualTo(Exit.UNREADABLE);
    }

    @Test
    void anIdThatIsNoneIsWrongUsage() throws Exception {
        Path secret = Files.writeString(folder.resolve("pepper"), SECRET);
        assertThat(create("a b", secret)).isEqualTo(Exit.USAGE);
        assertThat(err.toString()).contains("--id: ");
        assertThat(out.toString()).isEmpty();
    }
}
