package dev.portcullis.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.testkit.schema.Documents;
import dev.portcullis.gateway.testkit.schema.SchemaAgreement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Reader and schema agree on the sections of all modules, made of random texts and of those of the example. */
class ModulesSchemaTest {
    private final SchemaAgreement agreement = new SchemaAgreement(Modules.loader());

    @Test
    void readerAndSchemaAgreeOnThousandsOfDocuments() throws IOException {
        Object example = Documents.parse(Files.readString(Path.of("../docs/examples/orders.yaml")));
        agreement.judge(500, Documents.texts(example), new Random(20261121));
        assertThat(agreement.valid()).isGreaterThan(300);
        assertThat(agreement.invalid()).isGreaterThan(300);
    }
}
