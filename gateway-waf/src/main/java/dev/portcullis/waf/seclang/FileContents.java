package dev.portcullis.waf.seclang;

import java.io.IOException;
import java.nio.file.Path;

/** Where the content of files comes from. */
@FunctionalInterface
public interface FileContents {
    /** The content of a file; {@link java.nio.file.NoSuchFileException} if there is none. */
    byte[] read(Path file) throws IOException;
}
