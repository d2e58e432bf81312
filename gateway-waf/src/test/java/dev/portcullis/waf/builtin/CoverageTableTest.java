package dev.portcullis.waf.builtin;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CoverageTableTest {
    private static final Path PAGE = Path.of("..", "docs", "COVERAGE.md");

    /** With {@code -Dportcullis.write=true} it writes the page instead. */
    @Test
    void publishesTheTableThatFollowsFromRulesAndTests() throws IOException {
        String table = new CoverageTable().markdown();
        if (Boolean.getBoolean("portcullis.write")) {
            Files.writeString(PAGE, table);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(table);
    }
}
