package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

/**
 * Where something stands in a file.
 *
 * @param file the file as the reader was told it, or the policy's name where it was not read from a file
 * @param line counted from 1, or 0 where there is none
 * @param column counted from 1, or 0 where there is none
 */
public record Position(String file, int line, int column) implements Comparable<Position> {
    /** Checks the file. */
    public Position {
        requireNonNull(file, "file");
    }

    @Override
    public int compareTo(Position other) {
        int byFile = file.compareTo(other.file);
        if (byFile != 0) {
            return byFile;
        }
        int byLine = Integer.compare(line, other.line);
        return byLine != 0 ? byLine : Integer.compare(column, other.column);
    }

    /** {@code orders.yaml:14:9}, or the file alone where there is no line. */
    @Override
    public String toString() {
        return line == 0 ? file : file + ':' + line + ':' + column;
    }
}
