package dev.portcullis.waf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The rules that come with this module: resources beside this class, in {@code builtin/}. The resource {@code builtin/index}
 * names them, one a line, in the order in which they are loaded; those that end in {@code .conf} are rules, others are data
 * that rules name.
 */
final class BuiltinRules {
    private static final String FOLDER = "builtin";

    private BuiltinRules() {}

    /** One file; its path stands in messages and log lines, and nothing is on the disk there. */
    @SuppressWarnings("ArrayRecordComponent") // read once, by one reader
    record File(Path path, byte[] content) {
        boolean isRules() {
            return path.toString().endsWith(".conf");
        }
    }

    /** The files, or empty where this build has none. */
    static Optional<List<File>> files() {
        byte[] index = resource("index");
        if (index == null) {
            return Optional.empty();
        }
        List<File> files = new ArrayList<>();
        for (String line : new String(index, UTF_8).split("\n", -1)) {
            String name = line.strip();
            if (!name.isEmpty() && !name.startsWith("#")) {
                byte[] content = resource(name);
                if (content == null) {
                    throw new IllegalStateException("the builtin rules lack " + name);
                }
                files.add(new File(Path.of(FOLDER, name), content));
            }
        }
        return Optional.of(files);
    }

    private static byte @Nullable [] resource(String name) {
        try (InputStream in = BuiltinRules.class.getResourceAsStream(FOLDER + "/" + name)) {
            return in == null ? null : in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException("the builtin rules cannot be read: " + name, e);
        }
    }
}
