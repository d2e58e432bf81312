package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the folder of rule sets and cases; where none is named the test is skipped, where it is missing it fails. */
public final class Corpora {
    private Corpora() {}

    /** The file or folder of this name. */
    public static Path path(String name) {
        String folder = System.getProperty("portcullis.corpora", "");
        if (folder.isBlank()) {
            String variable = System.getenv("PORTCULLIS_CORPORA");
            folder = variable == null ? "" : variable;
        }
        assumeTrue(!folder.isBlank(), "neither portcullis.corpora nor PORTCULLIS_CORPORA is set");
        Path path = Path.of(folder).resolve(name);
        assertThat(path).exists();
        assertThat(Files.isReadable(path)).isTrue();
        return path;
    }
}
