package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Writes policies for tests and loads them. */
final class PolicyFiles {
    static final String HEAD = """
            apiVersion: portcullis.dev/v1
            kind: GatewayPolicy
            metadata: {name: orders, version: "1"}
            spec:
            """;

    private final Path directory;
    private PolicyLoader loader;

    PolicyFiles(Path directory, FilterProvider... providers) {
        this.directory = directory;
        this.loader = Policy.loader().withProviders(providers).withVariables(unset -> null);
    }

    PolicyFiles variables(Map<String, String> variables) {
        loader = loader.withVariables(variables::get);
        return this;
    }

    PolicyLoader loader() {
        return loader;
    }

    Path write(String name, String content) {
        try {
            Path file = directory.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Writes {@code orders.yaml}: the head, and this spec, indented by two. */
    Path spec(String spec) {
        return write("orders.yaml", HEAD + spec.indent(2));
    }

    LoadedPolicy load(String spec) {
        try {
            return loader.load(spec(spec));
        } catch (PolicyErrors e) {
            throw new AssertionError(e);
        }
    }

    /** What is wrong with this spec; the directory is cut off the file names. */
    List<String> errors(String spec) {
        return errors(spec(spec));
    }

    List<String> errors(Path file) {
        try {
            loader.load(file).close();
            return List.of();
        } catch (PolicyErrors e) {
            return e.errors().stream()
                    .map(PolicyError::toString)
                    .map(line -> line.replace(directory + "/", ""))
                    .toList();
        }
    }
}
