package dev.portcullis.waf.seclang;

/**
 * Where a directive begins.
 *
 * @param file the path, or the name that was given to a text
 * @param line counted from 1
 */
public record Position(String file, int line) {
    @Override
    public String toString() {
        return file + ":" + line;
    }
}
