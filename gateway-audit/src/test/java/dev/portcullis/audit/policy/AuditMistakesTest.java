package dev.portcullis.audit.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.portcullis.gateway.policy.Policy;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a section cannot mean is said with file, line and what to do, and never with a secret. */
class AuditMistakesTest {
    private static final String SECRET = "cAn4ryS3cr3t";

    @TempDir
    Path folder;

    @BeforeEach
    void makeFiles() throws Exception {
        Files.createDirectory(folder.resolve("directory"));
        Files.createDirectory(folder.resolve("trail.jsonl"));
        Files.writeString(folder.resolve("short.key"), SECRET);
        Files.writeString(folder.resolve("empty.key"), "\n");
        Files.writeString(
                folder.resolve("rsa.pem"), "-----BEGIN PRIVATE KEY-----\n" + SECRET + "\n-----END PRIVATE KEY-----\n");
        Files.writeString(folder.resolve("none.pem"), SECRET);
        Files.writeString(folder.resolve("file"), "");
    }

    private String mistakes(String audit) throws Exception {
        Path file = Files.writeString(folder.resolve("orders.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: t, version: "1"}
                spec:
                  audit: {%s}
                  routes:
                    - {id: open, match: {path: /open}, authenticate: none}
                """.formatted(audit));
        Throwable refused = catchThrowable(() -> Policy.load(file).close());
        assertThat(refused).as(audit).isNotNull();
        return refused.getMessage();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\u0001', textBlock = """
            sinks: []                                                          | audit.sinks | expected 1 to 8
            format: ecs                                                        | missing key | "sinks"
            sinks: [{}]                                                        | sinks[0] | file
            sinks: [{file: {path: a.jsonl}, stdout: {}}]                       | sinks[0] | stdout
            sinks: [{file: {path: a.jsonl}}, {file: {path: a.jsonl}}]          | two sinks are the same | a.jsonl
            sinks: [{file: {path: a.jsonl}}, {file: {path: x/../a.jsonl}}]     | two sinks are the same | a.jsonl
            sinks: [{stdout: {}}, {stdout: {}}]                                | two sinks are the same | stdout
            sinks: [{file: {path: trail.jsonl}}]                               | trail.jsonl | Is a directory
            sinks: [{file: {path: file/a.jsonl}}]                              | a.jsonl | its directory is a file
            sinks: [{file: {path: /sys/portcullis/a.jsonl}}]                   | the audit trail /sys/portcullis/a.jsonl | cannot be written:
            sinks: [{file: {path: ""}}]                                        | path | path
            sinks: [{file: {path: a.jsonl, rotate: 1B}}]                       | rotate | 4KiB
            sinks: [{file: {path: a.jsonl, keep: 0d}}]                         | file.keep | 30s
            sinks: [{file: {path: a.jsonl, keepSize: 0B}}]                     | file.keepSize | 64KiB
            sinks: [{syslog: {url: "udp://127.0.0.1:514"}}]                    | url | tcp
            sinks: [{syslog: {url: "tcp://127.0.0.1"}}]                        | url | port
            sinks: [{syslog: {url: "tcp://127.0.0.1:6514/x"}}]                 | url | path
            sinks: [{syslog: {url: "tls://h:6514", trust: absent.pem}}]        | absent.pem | file
            sinks: [{syslog: {url: "tcp://h:514", trust: rsa.pem}}]            | audit.sinks[0].syslog | tls://
            sinks: [{stdout: {}}], format: cef                                 | format | portcullis
            sinks: [{stdout: {}}], whenFull: drop                              | whenFull | dropAndCount
            sinks: [{stdout: {}}], fsync: always                               | fsync | everyRecord
            sinks: [{stdout: {}}], patience: 0s                                | patience | 10ms
            sinks: [{stdout: {}}], chain: {macKey: "${file:short.key}"}        | fewer than 32 bytes | openssl rand -base64 32
            sinks: [{stdout: {}}], chain: {macKey: "${file:empty.key}"}        | macKey | empty
            sinks: [{stdout: {}}], chain: {macKey: "${file:absent.key}"}       | absent.key | file
            sinks: [{stdout: {}}], chain: {macKey: cAn4ryS3cr3t}               | macKey | ${file:PATH}
            sinks: [{stdout: {}}], chain: {signingKey: "${file:rsa.pem}"}      | signingKey | Ed25519
            sinks: [{stdout: {}}], chain: {signingKey: "${file:none.pem}"}     | signingKey | openssl genpkey -algorithm ed25519
            sinks: [{stdout: {}}], chain: {checkpoint: {records: 5}}           | checkpoint | signingKey
            sinks: [{stdout: {}}], redact: {pseudonymise: [subject]}           | audit.redact | pseudonymKey
            sinks: [{stdout: {}}], redact: {pseudonymKey: "${file:short.key}"} | fewer than 32 bytes | openssl rand -base64 32
            sinks: [{stdout: {}}], redact: {tellHeaders: [Cookie]}             | audit.redact | the field cookie holds a secret
            sinks: [{stdout: {}}], redact: {tellQuery: [password]}             | audit.redact | the parameter password holds a secret
            """)
    void isRefusedWithPlaceAndRemedy(String audit, String what, String remedy) throws Exception {
        String message = mistakes(audit);
        assertThat(message)
                .contains("orders.yaml:5:")
                .contains(": error: ")
                .contains(what)
                .contains(remedy);
        assertThat(message).doesNotContain(SECRET).doesNotContain(" internal ");
    }
}
