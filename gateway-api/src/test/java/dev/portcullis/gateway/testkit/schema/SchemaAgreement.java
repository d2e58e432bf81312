package dev.portcullis.gateway.testkit.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.portcullis.gateway.policy.PolicyLoader;
import dev.portcullis.gateway.policy.shape.PolicyError;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;

/** Holds a policy loader and its JSON Schema against each other; a foreign validator judges for the schema. */
public final class SchemaAgreement {
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

    private static final Path FILE = Path.of("sample.yaml");

    private final PolicyLoader loader;
    private final Validator validator = new ValidatorFactory()
            .withJsonNodeFactory(new PlainJsonNode.Factory())
            .createValidator();
    private final URI schema;
    private final TreeMap<String, Integer> codes = new TreeMap<>();
    private int valid;
    private int invalid;

    /** The agreement of a loader with the schema that it makes. */
    public SchemaAgreement(PolicyLoader loader) {
        this.loader = loader;
        this.schema = validator.registerSchema(loader.jsonSchema());
    }

    /** The schema's own name. */
    public URI schema() {
        return schema;
    }

    /**
     * Asks both about a document.
     *
     * @throws AssertionError if they do not agree
     */
    public void judge(Object document) {
        Validator.Result result = validator.validate(schema, document);
        boolean fits = result.isValid();
        byte[] text = Documents.json(document).getBytes(StandardCharsets.UTF_8);
        List<PolicyError> all = loader.examine(FILE, text);
        List<PolicyError> errors =
                all.stream().filter(error -> STRUCTURAL.contains(error.code())).toList();
        if (!fits && errors.isEmpty() && all.stream().anyMatch(SchemaAgreement::isUnreadable)) {
            invalid++; // refused for a file that is not there, so the reader never saw that two items are the same
            return;
        }
        assertThat(errors.isEmpty())
                .as(
                        "schema says %s %s, reader says %s, of %s",
                        fits, complaints(result), errors, Documents.json(document))
                .isEqualTo(fits);
        errors.forEach(error -> codes.merge(error.code(), 1, Integer::sum));
        if (fits) {
            valid++;
        } else {
            invalid++;
        }
    }

    /**
     * Asks both about random documents, each with two random changes.
     *
     * @param texts further texts that documents are made of
     */
    public void judge(int documents, List<String> texts, Random random) {
        SchemaSampler sampler = new SchemaSampler(loader.jsonSchema(), texts, random);
        for (int round = 0; round < documents; round++) {
            Object document = sampler.document();
            judge(document);
            document = sampler.changed(document);
            judge(document);
            judge(sampler.changed(document));
        }
    }

    /** How many documents both took. */
    public int valid() {
        return valid;
    }

    /** How many documents both refused. */
    public int invalid() {
        return invalid;
    }

    /** The reader's codes so far. */
    public Set<String> codes() {
        return codes.keySet();
    }

    private static List<String> complaints(Validator.Result result) {
        return result.getErrors().stream()
                .map(error -> error.getInstanceLocation() + ": " + error.getError())
                .toList();
    }

    private static boolean isUnreadable(PolicyError error) {
        return error.code().startsWith("unreadable");
    }
}
