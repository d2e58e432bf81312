package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.OperatorOptions.FileSource;
import dev.portcullis.waf.seclang.FileContents;
import dev.portcullis.waf.seclang.Position;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Files that rules name: absolute, or relative to the folder of the rule's own file. */
final class RuleFiles {
    private RuleFiles() {}

    static FileSource of(Position position, FileContents files) {
        return name -> read(position, name, files);
    }

    static Path resolve(Position position, String name) {
        Path folder = Path.of(position.file()).toAbsolutePath().getParent();
        return folder == null ? Path.of(name) : folder.resolve(name);
    }

    static byte[] read(Position position, String name, FileContents files) throws IOException {
        Path file = resolve(position, name);
        try {
            return files.read(file);
        } catch (NoSuchFileException e) {
            throw new IOException("there is no file " + file, e);
        }
    }
}
