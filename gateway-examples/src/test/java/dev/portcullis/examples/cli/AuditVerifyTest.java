package dev.portcullis.examples.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.audit.AuditLog;
import dev.portcullis.audit.AuditLogSettings;
import dev.portcullis.audit.ChainSettings;
import dev.portcullis.audit.sink.FileSink;
import dev.portcullis.gateway.testkit.TestAuthority;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class AuditVerifyTest {
    private static final String SECRET = "0f".repeat(32);

    @TempDir
    Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private Path trail;
    private String head;

    private int run(String... args) {
        CommandLine line = Portcullis.commandLine();
        line.setOut(new PrintWriter(out, true));
        line.setErr(new PrintWriter(err, true));
        return line.execute(args);
    }

    @BeforeEach
    void writeATrail() throws Exception {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        Files.writeString(
                folder.resolve("public.pem"),
                TestAuthority.pem("PUBLIC KEY", keys.getPublic().getEncoded()));
        Files.writeString(folder.resolve("mac.key"), SECRET + "\n");
        trail = folder.resolve("trail/audit.jsonl");
        ChainSettings chain = new ChainSettings(keys.getPrivate(), SECRET.getBytes(UTF_8), 10, Duration.ofSeconds(1));
        AuditLog log =
                AuditLog.open(AuditLogSettings.defaults().withChain(chain), List.of(FileSink.open(trail)), "t@1");
        for (int i = 0; i < 25; i++) {
            log.record("test", "t@1", Map.of("number", Integer.toString(i)));
        }
        log.close();
        head = log.head();
    }

    @Test
    void anIntactTrailIsOneLineAndZero() {
        int code = run(
                "audit",
                "verify",
                "--key",
                folder.resolve("public.pem").toString(),
                "--mac-key",
                folder.resolve("mac.key").toString(),
                "--expect-head",
                head,
                trail.getParent().toString());
        assertThat(out.toString().strip())
                .startsWith("{\"broken_at\":null,\"first\":1,")
                .contains("\"result\":\"intact\"", "\"unsealed\":0")
                .doesNotContain("\n");
        assertThat(code).isZero();
    }

    @Test
    void withoutAKeyTheBestIsUnsignedAndOne() {
        assertThat(run("audit", "verify", trail.toString())).isEqualTo(Exit.FINDINGS);
        assertThat(out.toString()).contains("\"result\":\"unsigned\"");
    }

    @Test
    void anEditIsFoundByFileLineAndNumber() throws Exception {
        Files.writeString(trail, Files.readString(trail).replace("\"number\":\"7\"", "\"number\":\"8\""));
        int code = run("audit", "verify", "--key", folder.resolve("public.pem").toString(), trail.toString());
        assertThat(code).isEqualTo(Exit.FINDINGS);
        assertThat(out.toString())
                .contains("\"broken_at\":{\"file\":\"audit.jsonl\",\"line\":9,\"reason\":\"edited\",\"seq\":9}")
                .contains("\"result\":\"broken\"");
    }

    @Test
    void aMissingTailIsFoundByTheExpectedHead() throws Exception {
        List<String> lines = Files.readAllLines(trail);
        Files.writeString(trail, String.join("\n", lines.subList(0, lines.size() - 3)) + "\n");
        String key = folder.resolve("public.pem").toString();
        assertThat(run("audit", "verify", "--key", key, "--expect-head", head, trail.toString()))
                .isEqualTo(Exit.FINDINGS);
        assertThat(out.toString()).contains("\"reason\":\"truncated\"");
    }

    @Test
    void whatCannotBeReadIsThreeAndWhatMakesNoSenseIsTwo() {
        assertThat(run("audit", "verify", folder.resolve("absent.jsonl").toString()))
                .isEqualTo(Exit.UNREADABLE);
        assertThat(run("audit", "verify", "--key", folder.resolve("mac.key").toString(), trail.toString()))
                .isEqualTo(Exit.UNREADABLE);
        assertThat(run("audit", "verify", "--expect-head", "nonsense", trail.toString()))
                .isEqualTo(Exit.USAGE);
        assertThat(run("audit")).isEqualTo(Exit.USAGE);
        assertThat(out.toString()).isEmpty();
    }
}
