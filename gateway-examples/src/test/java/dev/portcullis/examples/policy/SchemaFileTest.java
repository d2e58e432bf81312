package dev.portcullis.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/**
 * The published schema is the one that the reader is made with, all modules together; {@code -Dportcullis.write=true} writes
 * it anew.
 */
class SchemaFileTest {
    private static final Path FILE = Path.of("../docs/policy.schema.json");

    @Test
    void thePublishedSchemaIsCurrent() throws IOException {
        String schema = Policy.loader().jsonSchema();
        if (Boolean.getBoolean("portcullis.write")) {
            Files.writeString(FILE, schema);
        }
        assertThat(FILE)
                .as("write it by: mvn -Dquick test -pl gateway-examples -am -Dtest=SchemaFileTest"
                        + " -Dsurefire.failIfNoSpecifiedTests=false -Dportcullis.write=true")
                .hasContent(schema);
    }
}
