package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.portcullis.gateway.policy.shape.Errors;
import dev.portcullis.gateway.policy.shape.JsonSamples;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.shape.SchemaSampler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** The reader and the published schema are made of the same description; here a foreign validator judges that. */
class SchemaAgreementTest {
    /** What a JSON Schema can tell. All other mistakes need names, files or values from elsewhere. */
    private static final Set<String> STRUCTURAL = Set.of(
            "unknown-key",
            "missing-key",
            "wrong-type",
            "wrong-value",
            "wrong-keys",
            "duplicate-value",
            "inline-secret",
            "substitution-not-allowed",
            "unknown-filter",
            "module-missing");

    private final PolicyLoader loader = Policy.loader()
            .withProviders(new QuotaProvider(), new SignInProvider(), new SecretProvider())
            .withVariables(name -> "https://upstream.example");
    private final Validator validator = new ValidatorFactory()
            .withJsonNodeFactory(new PlainJsonNode.Factory())
            .createValidator();
    private final URI schema = validator.registerSchema(loader.jsonSchema());

    private List<PolicyError> structural(Object document) {
        Errors errors = new Errors();
        Draft draft = loader.read(
                Path.of("sample.yaml"), JsonSamples.text(document).getBytes(StandardCharsets.UTF_8), errors);
        return draft.errors().all().stream()
                .filter(error -> STRUCTURAL.contains(error.code()))
                .toList();
    }

    private boolean agree(Object document) {
        boolean valid = validator.validate(schema, document).isValid();
        List<PolicyError> errors = structural(document);
        assertThat(errors.isEmpty())
                .as("schema says %s, reader says %s, of %s", valid, errors, JsonSamples.text(document))
                .isEqualTo(valid);
        return valid;
    }

    @Test
    void readerAndSchemaAgreeOnThousandsOfDocuments() {
        SchemaSampler sampler = new SchemaSampler(loader.providers().document(), new Random(20261120));
        int valid = 0;
        int invalid = 0;
        for (int round = 0; round < 400; round++) {
            Object document = sampler.document();
            for (int change = 0; change < 3; change++) {
                if (agree(document)) {
                    valid++;
                } else {
                    invalid++;
                }
                document = sampler.changed(document);
            }
        }
        assertThat(valid).isGreaterThan(300);
        assertThat(invalid).isGreaterThan(300);
    }

    @Test
    void samplesReachEveryStructuralMistake() {
        SchemaSampler sampler = new SchemaSampler(loader.providers().document(), new Random(7));
        TreeMap<String, Integer> codes = new TreeMap<>();
        for (int round = 0; round < 600; round++) {
            Object document = sampler.changed(sampler.document());
            structural(document).forEach(error -> codes.merge(error.code(), 1, Integer::sum));
        }
        assertThat(codes.keySet())
                .contains(
                        "unknown-key",
                        "missing-key",
                        "wrong-type",
                        "wrong-value",
                        "wrong-keys",
                        "duplicate-value",
                        "substitution-not-allowed",
                        "unknown-filter");
    }

    @Test
    void readerAndSchemaAgreeOnWhatChanceSeldomFinds() {
        for (String vault : List.of(
                "key: hunter2",
                "key: '${env:KEY} '",
                "key: '${env:KEY}${env:KEY}'",
                "store: redis://user:secret@host:6379",
                "store: redis://host:6379/0",
                "store: '${env:STORE}'",
                "store: 'redis://${env:HOST}:6379'",
                "url: https://host/?q=1",
                "url: https://host/#fragment",
                "url: http://host",
                "url: 'https://user@host'",
                "url: https://",
                "from: '24:00', zone: UTC",
                "from: '23:59', zone: UTC",
                "from: '23:59'",
                "cost: 0",
                "cost: 1.0",
                "cost: 1.5",
                "cost: free",
                "cost: fre",
                "cost: {header: X}",
                "cost: {bodyBytes: 1KiB}",
                "cost: {header: X, bodyBytes: 1KiB}",
                "cost: {}",
                "cost: null",
                "anything: [1, {a: [true]}]",
                "anything: [1, {a: [null]}]")) {
            Object document = PlainJsonNode.parse(
                    PolicyFiles.HEAD + "  vault: {" + vault + "}\n  routes: [{id: a, match: {path: /a}}]\n");
            agree(document);
        }
    }

    @Test
    void theSchemaIsAValidSchemaWithAUrnAsItsName() {
        assertThat(schema).hasToString("urn:portcullis:policy:v1");
        assertThat(loader.jsonSchema()).contains("\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"");
    }
}
