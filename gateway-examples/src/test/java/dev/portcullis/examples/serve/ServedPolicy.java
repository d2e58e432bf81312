package dev.portcullis.examples.serve;

import dev.portcullis.examples.cli.Portcullis;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.awaitility.Awaitility;

/** The command {@code serve} in a process of its own, which logs all it can and whose output goes to files. */
final class ServedPolicy implements AutoCloseable {
    private static final Pattern READY = Pattern.compile("portcullis ready .* url=http://([0-9.]+):([0-9]+)");

    private final Path out;
    private final Path errors;
    private final Process process;

    private ServedPolicy(Path out, Path errors, Process process) {
        this.out = out;
        this.errors = errors;
        this.process = process;
    }

    static ServedPolicy start(Path policy) throws IOException {
        return start(policy, List.of());
    }

    /** The same with further options of the virtual machine, and arguments of the command. */
    static ServedPolicy start(Path policy, List<String> options, String... arguments) throws IOException {
        Path out = policy.resolveSibling("stdout.log");
        Path errors = policy.resolveSibling("stderr.log");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Xmx256m",
                "-Dorg.slf4j.simpleLogger.log.dev.portcullis=debug",
                "-Dorg.slf4j.simpleLogger.log.portcullis.audit=info"));
        command.addAll(options);
        command.addAll(List.of(
                "-cp",
                System.getProperty("java.class.path"),
                Portcullis.class.getName(),
                "serve",
                "--port",
                "0",
                "--policy",
                policy.toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        return new ServedPolicy(out, errors, process);
    }

    /** Where it listens, as soon as it does. */
    InetSocketAddress address() {
        Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> !process.isAlive() || READY.matcher(output()).find());
        Matcher ready = READY.matcher(output());
        if (!ready.find()) {
            throw new IllegalStateException("it did not start: " + output() + errors());
        }
        return new InetSocketAddress(ready.group(1), Integer.parseInt(ready.group(2)));
    }

    String output() {
        return read(out);
    }

    String errors() {
        return read(errors);
    }

    static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Asks it to end, as a service manager does, and waits until it has. */
    void stop() {
        process.destroy();
        process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
    }

    /** With which status it ended by itself, as soon as it has. */
    int awaitExit() {
        return process.onExit().orTimeout(60, TimeUnit.SECONDS).join().exitValue();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
