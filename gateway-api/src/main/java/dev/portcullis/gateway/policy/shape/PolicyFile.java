package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A file that a policy names, with the content it had when the policy was loaded. Equal files have the same path and the
 * same content, so whatever was made of one can be kept as long as it is equal.
 */
public final class PolicyFile {
    /** The most bytes that a file may have. */
    public static final int LIMIT = 16 * 1024 * 1024;

    private final Path path;
    private final byte[] content;

    private PolicyFile(Path path, byte[] content) {
        this.path = path;
        this.content = content;
    }

    /**
     * A file and its content.
     *
     * @param path where it is
     * @param content copied
     */
    public static PolicyFile of(Path path, byte[] content) {
        return new PolicyFile(requireNonNull(path, "path"), content.clone());
    }

    /**
     * Reads a file.
     *
     * @throws IOException where it cannot be read, or is longer than {@link #LIMIT}
     */
    public static PolicyFile read(Path path) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        if (Files.size(absolute) > LIMIT) {
            throw new IOException("longer than " + LIMIT + " bytes");
        }
        return new PolicyFile(absolute, Files.readAllBytes(absolute));
    }

    /** Where it is, absolute. */
    public Path path() {
        return path;
    }

    /** A copy of the content. */
    public byte[] bytes() {
        return content.clone();
    }

    /** The content as UTF-8 text; bytes that are not UTF-8 become the replacement character. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    static PolicyFile owned(Path path, byte[] content) {
        return new PolicyFile(path, content);
    }

    /** Says why a file cannot be read, without what an exception's message may repeat. */
    static void unreadable(String name, Exception why, Node node, Place place, Reading reading) {
        String reason;
        if (why instanceof NoSuchFileException) {
            reason = "no such file";
        } else if (why instanceof AccessDeniedException) {
            reason = "permission denied";
        } else if (why instanceof InvalidPathException) {
            reason = "not a path";
        } else if (why.getClass() == IOException.class && why.getMessage() != null) {
            reason = why.getMessage();
        } else {
            reason = why.getClass().getSimpleName();
        }
        reading.error(
                node.at(),
                "unreadable-file",
                "cannot read the file " + Quoted.of(name) + " that " + place + " names: " + reason);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PolicyFile file && path.equals(file.path) && Arrays.equals(content, file.content);
    }

    @Override
    public int hashCode() {
        return path.hashCode() * 31 + Arrays.hashCode(content);
    }

    @Override
    public String toString() {
        return "PolicyFile[" + path + "]";
    }
}
