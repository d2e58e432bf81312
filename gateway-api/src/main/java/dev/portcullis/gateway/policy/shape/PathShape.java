package dev.portcullis.gateway.policy.shape;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The path of a file or directory, relative to the policy; what it names is read at once, but for one to be written. */
final class PathShape<T> extends Shape<T> {
    private static final int LONGEST = 1024;

    /** What becomes of a path. */
    @FunctionalInterface
    interface Use<T> {
        T read(Path path, Sources sources) throws IOException;
    }

    private final String words;
    private final Use<T> use;

    PathShape(String words, Use<T> use) {
        this.words = words;
        this.use = use;
    }

    static PolicyFile file(Path path, Sources sources) throws IOException {
        return PolicyFile.owned(path, sources.read(path, PolicyFile.LIMIT));
    }

    static PolicyDirectory directory(Path path, Sources sources) throws IOException {
        sources.watch(path);
        if (Files.exists(path) && !Files.isDirectory(path)) {
            throw new NotDirectoryException(path.toString());
        }
        List<Path> names = new ArrayList<>();
        try (Stream<Path> list = Files.list(path)) {
            // a leading dot hides the bookkeeping of ConfigMaps and editors
            list.filter(file -> !file.getFileName().toString().startsWith(".") && Files.isRegularFile(file))
                    .limit(PolicyDirectory.LIMIT + 1L)
                    .sorted()
                    .forEach(names::add);
        }
        if (names.size() > PolicyDirectory.LIMIT) {
            throw new IOException("more than " + PolicyDirectory.LIMIT + " files");
        }
        List<PolicyFile> files = new ArrayList<>();
        for (Path name : names) {
            files.add(file(name, sources));
        }
        return new PolicyDirectory(path, files);
    }

    @Override
    @Nullable
    T parse(Node node, Place place, Reading reading) {
        if (!(node instanceof Node.Scalar scalar) || !(scalar.value() instanceof String text)) {
            reading.wrongType(node, place, words);
            return null;
        }
        if (text.isEmpty() || text.length() > LONGEST) {
            reading.error(node.at(), "wrong-value", "wrong value in " + place + ": expected " + words);
            return null;
        }
        String name = Substitution.replace(text, node, place, reading);
        if (name == null) {
            return null;
        }
        try {
            return use.read(reading.sources().resolve(name), reading.sources());
        } catch (IOException | InvalidPathException e) {
            PolicyFile.unreadable(text, e, node, place, reading); // as written: a variable may hold anything
            return null;
        }
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("minLength", 1);
        schema.put("maxLength", LONGEST);
        return schema;
    }

    @Override
    Fit fit(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() instanceof String ? Fit.KIND : Fit.NO;
    }

    @Override
    String words() {
        return words;
    }
}
