package dev.portcullis.gateway.testkit;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** The {@code openssl} of the machine: a client, and a maker of keys, that shares no code with the server. */
public final class OpenSsl {
    private OpenSsl() {}

    /** Skips the test where there is none. */
    public static void assumeThere() {
        boolean there;
        try {
            there = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            there = false;
        }
        assumeTrue(there, "skipped: no openssl on this machine (package openssl); .ci/run installs it");
    }

    /** What {@code s_client} says of one connection, over which it sends a request and waits for the answer. */
    public static String connect(InetSocketAddress server, String serverName, String... options)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                "s_client", "-connect", "127.0.0.1:" + server.getPort(), "-servername", serverName, "-ign_eof"));
        command.addAll(List.of(options));
        return run("GET /x HTTP/1.1\r\nHost: " + serverName + "\r\nConnection: close\r\n\r\n", command);
    }

    /**
     * Runs one command of it in a folder.
     *
     * @throws IOException if it fails
     */
    public static void run(Path folder, String... command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("openssl"));
        all.addAll(List.of(command));
        Process process = new ProcessBuilder(all)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(all + ": " + said);
        }
    }

    private static String run(String input, List<String> command) throws IOException, InterruptedException {
        List<String> all = new ArrayList<>(List.of("openssl"));
        all.addAll(command);
        Path said = Files.createTempFile("openssl", ".txt");
        Process process = new ProcessBuilder(all)
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            try {
                process.getOutputStream().write(input.getBytes(StandardCharsets.US_ASCII));
                process.getOutputStream().flush();
            } catch (IOException e) {
                // refused before it could ask; what it says tells why
            }
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IOException("openssl does not end: " + Files.readString(said, StandardCharsets.ISO_8859_1));
            }
            return Files.readString(said, StandardCharsets.ISO_8859_1);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(said);
        }
    }
}
