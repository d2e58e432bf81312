package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the files and variables that a policy names come from. Each file is read once, so that everything made of one
 * candidate sees the same content. Not thread-safe; one for each load.
 */
public final class Sources {
    private final Path base;
    private final Function<String, @Nullable String> variables;
    private final Map<Path, byte[]> content = new LinkedHashMap<>();
    private final Set<Path> watched = new TreeSet<>();

    /**
     * Sources of one load.
     *
     * @param base the directory that relative paths start from
     * @param variables the value of an environment variable, or {@code null} where it is not set
     */
    public Sources(Path base, Function<String, @Nullable String> variables) {
        this.base = requireNonNull(base, "base").toAbsolutePath().normalize();
        this.variables = requireNonNull(variables, "variables");
    }

    /** The directory that relative paths start from. */
    public Path base() {
        return base;
    }

    /** The files and directories that were asked for, found or not: what a reload has to watch. */
    public Set<Path> watched() {
        return Set.copyOf(watched);
    }

    /** The value of an environment variable. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.apply(name));
    }

    /**
     * The path as the policy means it.
     *
     * @throws java.nio.file.InvalidPathException where it is none
     */
    public Path resolve(String path) {
        return base.resolve(path).normalize();
    }

    /** Notes that what was made of the policy depends on a path. */
    public void watch(Path path) {
        watched.add(path);
    }

    /** Whether a file that was read is still what it was then; true for one that was not. */
    public boolean isAsRead(Path path) {
        byte[] known = content.get(path);
        if (known == null) {
            return true;
        }
        try (InputStream in = Files.newInputStream(path)) {
            return Arrays.equals(known, in.readNBytes(known.length + 1));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The content of a file.
     *
     * @param path the file
     * @param limit the most bytes it may have
     * @throws IOException where it cannot be read, or is longer than that
     */
    byte[] read(Path path, int limit) throws IOException {
        watched.add(path);
        byte[] known = content.get(path);
        if (known == null) {
            if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString());
            }
            if (!Files.isRegularFile(path)) {
                throw new IOException("not a regular file");
            }
            try (InputStream in = Files.newInputStream(path)) {
                known = in.readNBytes(limit + 1);
            }
        }
        if (known.length > limit) {
            throw new IOException("longer than " + limit + " bytes");
        }
        content.put(path, known);
        return known;
    }
}
