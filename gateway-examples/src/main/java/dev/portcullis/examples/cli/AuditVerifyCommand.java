package dev.portcullis.examples.cli;

import dev.portcullis.audit.chain.ChainVerifier;
import dev.portcullis.audit.chain.PublicKeys;
import dev.portcullis.audit.chain.Verification;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Judges a trail by keys that come from outside of it. */
@Command(
        name = "verify",
        mixinStandardHelpOptions = true,
        description = "Says in one line of JSON whether a trail is intact; works while it is being written.")
final class AuditVerifyCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(
            names = "--key",
            paramLabel = "PUBLIC.pem",
            description = "the public key of the checkpoints; several after a change of keys")
    private List<Path> keys = new ArrayList<>();

    @Option(names = "--mac-key", paramLabel = "FILE", description = "the secret of the authentication codes")
    private @Nullable Path macKey;

    @Option(
            names = "--expect-head",
            paramLabel = "SEQ:HASH",
            description = "a record that must be there; finds a missing tail")
    private @Nullable String expectedHead;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "the trail's segments, or their directory")
    private List<Path> files = new ArrayList<>();

    @Override
    public Integer call() {
        String head = expectedHead;
        if (head != null && !head.matches("[0-9]{1,19}:[0-9a-f]{64}")) {
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "--expect-head: SEQ:HASH expected, the hash of 64 hexadecimal digits");
        }
        List<PublicKey> publicKeys = new ArrayList<>();
        for (Path key : keys) {
            publicKeys.addAll(publicKeys(key));
        }
        Verification found;
        try {
            found = new ChainVerifier(publicKeys, macSecret(), head).verifyAll(files);
        } catch (NoSuchFileException e) {
            throw new CannotRead(e.getFile() + ": no such file");
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotRead(String.valueOf(e.getMessage()));
        }
        spec.commandLine().getOut().println(found.toJson());
        spec.commandLine().getOut().flush();
        return found.result() == Verification.Result.INTACT ? Exit.OK : Exit.FINDINGS;
    }

    private static List<PublicKey> publicKeys(Path file) {
        try {
            return PublicKeys.ofPem(Files.readString(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new CannotRead(file + ": " + (e instanceof IOException ? "cannot be read" : e.getMessage()));
        }
    }

    /** As a policy reads it: without one final line break. */
    private byte @Nullable [] macSecret() {
        Path file = macKey;
        if (file == null) {
            return null;
        }
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CannotRead(file + ": cannot be read");
        }
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end--;
            if (end > 0 && bytes[end - 1] == '\r') {
                end--;
            }
        }
        return java.util.Arrays.copyOf(bytes, end);
    }
}
