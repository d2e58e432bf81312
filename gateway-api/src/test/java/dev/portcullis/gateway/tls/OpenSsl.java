package dev.portcullis.gateway.tls;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** The {@code openssl s_client} of the machine: a client that shares no code with the server. */
final class OpenSsl {
    private final InetSocketAddress server;
    private final Path session;
    private final String protocol;

    OpenSsl(InetSocketAddress server, Path session, String protocol) {
        this.server = server;
        this.session = session;
        this.protocol = protocol;
    }

    static void assumeThere() {
        boolean there;
        try {
            there = new ProcessBuilder("openssl", "version").start().waitFor() == 0;
        } catch (IOException | InterruptedException e) {
            there = false;
        }
        assumeTrue(there, "there is no openssl");
    }

    /** What it says of one connection, over which it sends a request and waits for the answer. */
    String connect(String serverName, String sessionOption) throws IOException, InterruptedException {
        Path said = Files.createTempFile("s_client", ".txt");
        Process process = new ProcessBuilder(
                        "openssl",
                        "s_client",
                        "-connect",
                        "127.0.0.1:" + server.getPort(),
                        "-servername",
                        serverName,
                        "-ign_eof",
                        protocol,
                        sessionOption,
                        session.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            process.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
            process.getOutputStream().flush();
            if (!process.waitFor(20, TimeUnit.SECONDS)) {
                throw new IOException("openssl does not end: " + Files.readString(said));
            }
            return Files.readString(said, StandardCharsets.ISO_8859_1);
        } finally {
            process.destroyForcibly();
            Files.deleteIfExists(said);
        }
    }
}
