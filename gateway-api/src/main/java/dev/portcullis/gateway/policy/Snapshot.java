package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.yaml.YamlReader;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What the files of a policy are like at one moment: the content of the policy itself, and of the others what changes when
 * they are written or replaced. Links are followed, so the swap of a Kubernetes ConfigMap shows.
 *
 * @param content of the policy; {@code null} where it cannot be read
 * @param others by path
 */
record Snapshot(@Nullable ByteBuffer content, Map<Path, String> others) {
    private static final int LISTED = 2_001;

    static Snapshot take(Path policy, Set<Path> others) {
        Map<Path, String> states = new TreeMap<>();
        others.forEach(path -> states.put(path, state(path)));
        ByteBuffer content;
        try (InputStream in = Files.newInputStream(policy)) {
            content = ByteBuffer.wrap(in.readNBytes(YamlReader.LIMIT + 1)).asReadOnlyBuffer();
        } catch (IOException e) {
            content = null;
        }
        return new Snapshot(content, states);
    }

    /** The same of fewer files. */
    Snapshot only(Set<Path> fewer) {
        Map<Path, String> states = new TreeMap<>(others);
        states.keySet().retainAll(fewer);
        return new Snapshot(content, states);
    }

    /** The same and more files. */
    Snapshot with(Map<Path, String> more) {
        Map<Path, String> states = new TreeMap<>(others);
        states.putAll(more);
        return new Snapshot(content, states);
    }

    byte @Nullable [] bytes() {
        if (content == null) {
            return null;
        }
        byte[] bytes = new byte[content.remaining()];
        content.duplicate().get(bytes);
        return bytes;
    }

    private static String state(Path path) {
        try {
            Path real = path.toRealPath();
            if (!Files.isDirectory(real)) {
                return fileState(real);
            }
            StringBuilder state = new StringBuilder(real.toString());
            List<Path> files;
            try (Stream<Path> list = Files.list(real)) {
                files = list.limit(LISTED).sorted().toList();
            }
            for (Path file : files) {
                state.append('\n').append(Files.exists(file) ? fileState(file.toRealPath()) : file);
            }
            return state.toString();
        } catch (IOException e) {
            return "unreadable: " + e.getClass().getName();
        }
    }

    private static String fileState(Path real) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(real, BasicFileAttributes.class);
        Object changed = "";
        if (real.getFileSystem().supportedFileAttributeViews().contains("unix")) {
            // a write that keeps size and time stamp still changes this one
            changed = Files.getAttribute(real, "unix:ctime");
        }
        return real + " " + attributes.size() + ' ' + attributes.lastModifiedTime() + ' ' + attributes.fileKey() + ' '
                + changed;
    }
}
