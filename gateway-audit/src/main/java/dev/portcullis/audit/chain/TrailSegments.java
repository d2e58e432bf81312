package dev.portcullis.audit.chain;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The files of a trail, in the order in which they were written. Segments that have ended are named after their first record:
 * {@code audit-00000000000000001001.jsonl}, or with {@code .gz}; the one that is being written, {@code audit.jsonl}, is the
 * last.
 */
public final class TrailSegments {
    private static final int DIGITS = 20;

    private TrailSegments() {}

    /** The name of the segment that begins with this record, of the trail in this file. */
    public static Path segment(Path trail, long first) {
        String digits = Long.toString(first);
        return trail.resolveSibling(base(trail) + "-" + "0".repeat(DIGITS - digits.length()) + digits + ".jsonl");
    }

    /**
     * The number of the first record in this file, 1 where there is none.
     *
     * @throws IOException if it cannot be read
     */
    public static long firstNumber(Path file) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            String line = lines.readLine();
            Map<String, @Nullable Object> record = line == null ? null : RecordReader.read(line);
            return record != null && record.get("seq") instanceof Long number ? number : 1;
        }
    }

    /** The segments of the trail in this file that have ended, the oldest first. */
    public static List<Path> ended(Path trail) throws IOException {
        List<Path> ended = new ArrayList<>();
        Path folder = trail.toAbsolutePath().getParent();
        if (folder != null && Files.isDirectory(folder)) {
            for (Path file : in(folder, base(trail))) {
                if (number(file) >= 0) {
                    ended.add(file);
                }
            }
        }
        return ended;
    }

    /**
     * All segments of the given files and directories. Files whose names do not tell stay in the given order.
     *
     * @throws NoSuchFileException if one is not there
     * @throws IllegalArgumentException if a directory holds several trails
     */
    public static List<Path> of(List<Path> filesAndDirectories) throws IOException {
        List<Path> all = new ArrayList<>();
        for (Path one : filesAndDirectories) {
            if (Files.isDirectory(one)) {
                all.addAll(in(one, null));
            } else if (Files.exists(one)) {
                all.add(one);
            } else {
                throw new NoSuchFileException(one.toString());
            }
        }
        all.sort(Comparator.comparingLong(file -> number(file) < 0 ? Long.MAX_VALUE : number(file)));
        return all;
    }

    /** The files of the trail of this name, or of the only one. */
    private static List<Path> in(Path folder, @Nullable String only) throws IOException {
        Map<String, Path> byName = new TreeMap<>();
        TreeSet<String> trails = new TreeSet<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.{jsonl,jsonl.gz}")) {
            for (Path file : files) {
                String name = String.valueOf(file.getFileName());
                if (only != null && !base(file).equals(only)) {
                    continue;
                }
                trails.add(base(file));
                // both are there while one is made of the other
                byName.merge(
                        name.endsWith(".gz") ? name.substring(0, name.length() - 3) : name,
                        file,
                        (one, other) -> one.toString().endsWith(".gz") ? one : other);
            }
        }
        if (trails.size() > 1) {
            throw new IllegalArgumentException(folder + " holds several trails: " + trails + "; name the files of one");
        }
        List<Path> all = new ArrayList<>(byName.values());
        all.sort(Comparator.comparingLong(file -> number(file) < 0 ? Long.MAX_VALUE : number(file)));
        return all;
    }

    /** The number of its first record, or -1 where the name has none. */
    private static long number(Path file) {
        String name = stem(file);
        int dash = name.length() - DIGITS - 1;
        if (dash < 0 || name.charAt(dash) != '-') {
            return -1;
        }
        try {
            return Long.parseLong(name.substring(dash + 1));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private static String base(Path file) {
        String name = stem(file);
        return number(file) < 0 ? name : name.substring(0, name.length() - DIGITS - 1);
    }

    private static String stem(Path file) {
        String name = String.valueOf(file.getFileName());
        int end = name.indexOf(".jsonl");
        return end < 0 ? name : name.substring(0, end);
    }
}
