package dev.portcullis.waf.seclang;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The files that an {@code Include} names, in the order of their names. Wildcards stand in the last part only. */
final class IncludePattern {
    private IncludePattern() {}

    static boolean isPattern(String text) {
        return text.indexOf('*') >= 0 || text.indexOf('?') >= 0 || text.indexOf('[') >= 0;
    }

    static List<Path> files(Path folder, String text) throws IOException {
        int slash = text.lastIndexOf('/');
        Path in = slash < 0 ? folder : folder.resolve(slash == 0 ? "/" : text.substring(0, slash));
        String name = text.substring(slash + 1);
        List<Path> files = new ArrayList<>();
        if (!isPattern(name)) {
            Path file = in.resolve(name);
            if (Files.exists(file)) {
                files.add(file);
            }
        } else if (Files.isDirectory(in)) {
            try (DirectoryStream<Path> matches = Files.newDirectoryStream(in, name)) {
                matches.forEach(files::add);
            }
            Collections.sort(files);
        }
        return files;
    }
}
