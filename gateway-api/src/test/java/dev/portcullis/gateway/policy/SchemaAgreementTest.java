package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.testkit.schema.Documents;
import dev.portcullis.gateway.testkit.schema.SchemaAgreement;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The reader and the published schema are made of the same description; here a foreign validator judges that. */
class SchemaAgreementTest {
    private final PolicyLoader loader = Policy.loader()
            .withProviders(new QuotaProvider(), new SignInProvider(), new SecretProvider())
            .withVariables(name -> "https://upstream.example");
    private final SchemaAgreement agreement = new SchemaAgreement(loader);

    @Test
    void readerAndSchemaAgreeOnThousandsOfDocuments() {
        agreement.judge(400, List.of(), new Random(20261120));
        assertThat(agreement.valid()).isGreaterThan(300);
        assertThat(agreement.invalid()).isGreaterThan(300);
        assertThat(agreement.codes())
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
            agreement.judge(Documents.parse(
                    PolicyFiles.HEAD + "  vault: {" + vault + "}\n  routes: [{id: a, match: {path: /a}}]\n"));
        }
    }

    @Test
    void theSchemaIsAValidSchemaWithAUrnAsItsName() {
        assertThat(agreement.schema()).hasToString("urn:portcullis:policy:v1");
        assertThat(loader.jsonSchema()).contains("\"$schema\": \"https://json-schema.org/draft/2020-12/schema\"");
    }
}
