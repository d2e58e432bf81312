package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A directory that a policy names, with the files that it had when the policy was loaded, by name; not those of its
 * sub-directories.
 *
 * @param path where it is, absolute
 * @param files what it held, in name order
 */
public record PolicyDirectory(Path path, List<PolicyFile> files) {
    /** The most files that a directory may have. */
    public static final int LIMIT = 2_000;

    /** Copies the files. */
    public PolicyDirectory {
        requireNonNull(path, "path");
        files = List.copyOf(files);
    }

    /** The file of this name. */
    public Optional<PolicyFile> file(String name) {
        return files.stream().filter(file -> file.path().endsWith(name)).findFirst();
    }
}
