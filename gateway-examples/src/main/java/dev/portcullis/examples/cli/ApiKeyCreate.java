package dev.portcullis.examples.cli;

import dev.portcullis.auth.apikey.NewApiKey;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes an API key; shown once, kept nowhere. */
@Command(
        name = "create",
        mixinStandardHelpOptions = true,
        description = "Prints a new key, which is shown this once, and its line for api-keys.yaml.")
final class ApiKeyCreate implements Callable<Integer> {
    /** Below this a secret is more likely a word than a secret. */
    private static final int SHORT = 32;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--id", required = true, paramLabel = "ID", description = "names the key in logs and audit")
    private String id = "";

    @Option(
            names = "--hmac-key",
            required = true,
            paramLabel = "FILE",
            description = "the secret that api-keys.yaml names as hmacKey; one final line break is not part of it")
    private Path hmacKey = Path.of("");

    @Override
    public Integer call() {
        byte[] secret = secret();
        NewApiKey key;
        try {
            key = NewApiKey.create(id, secret, new SecureRandom());
        } catch (IllegalArgumentException e) {
            throw new CommandLine.ParameterException(spec.commandLine(), "--" + e.getMessage());
        }
        if (secret.length < SHORT) {
            spec.commandLine()
                    .getErr()
                    .println("warning: " + hmacKey + " has fewer than " + SHORT + " bytes; use that many random ones");
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(key.text());
        out.println(key.line());
        out.flush();
        return Exit.OK;
    }

    /** As <code>${file:PATH}</code> reads it: without one final line break. */
    private byte[] secret() {
        byte[] bytes;
        try {
            bytes = Files.readAllBytes(hmacKey);
        } catch (IOException e) {
            throw new CannotRead("cannot read " + hmacKey);
        }
        int end = bytes.length;
        if (end > 0 && bytes[end - 1] == '\n') {
            end -= end > 1 && bytes[end - 2] == '\r' ? 2 : 1;
        }
        if (end == 0) {
            throw new CannotRead(hmacKey + " is empty");
        }
        return Arrays.copyOf(bytes, end);
    }
}
