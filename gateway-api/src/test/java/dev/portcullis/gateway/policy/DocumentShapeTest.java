package dev.portcullis.gateway.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.model.Authenticate;
import dev.portcullis.gateway.policy.model.DocumentShape;
import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.shape.Errors;
import dev.portcullis.gateway.policy.shape.Node;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.PolicyError;
import dev.portcullis.gateway.policy.shape.Reading;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Sources;
import dev.portcullis.gateway.policy.yaml.YamlReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DocumentShapeTest {
    private static final QuotaProvider QUOTAS = new QuotaProvider();
    private static final Shape<GatewayPolicy> SHAPE = DocumentShape.of(
            QUOTAS.sections(),
            QUOTAS.routeKeys(),
            Map.of(),
            new DocumentShape.Missing(Map.of("waf", "section `waf` needs gateway-waf on the class path"), Map.of()));

    private final Errors errors = new Errors();

    @Test
    void readsTheSectionsAndKeysOfAProvider() {
        GatewayPolicy policy = read("""
                        apiVersion: portcullis.dev/v1
                        kind: GatewayPolicy
                        metadata: {name: orders, version: "1"}
                        spec:
                          quotas: [{name: daily, requests: 1000, per: 12h}]
                          routes:
                            - {id: a, match: {path: "/a/{id}"}, quota: daily, authenticate: none}
                            - {id: b, match: {path: /b}}
                        """).orElseThrow();

        assertThat(errors.all()).isEmpty();
        assertThat(policy.metadata()).hasToString("orders@1");
        assertThat(policy.get(QuotaProvider.QUOTAS).orElseThrow())
                .containsExactly(new QuotaProvider.Quota("daily", 1000, Duration.ofHours(12)));
        RoutePolicy first = policy.routes().get(0);
        assertThat(first.get(QuotaProvider.QUOTA)).contains("daily");
        assertThat(first.authenticate()).isEqualTo(Authenticate.NONE);
        RoutePolicy second = policy.routes().get(1);
        assertThat(second.get(QuotaProvider.QUOTA)).isEmpty();
        assertThat(second.authenticate()).isEqualTo(Authenticate.REQUIRED);
    }

    @Test
    void reportsEveryMistakeWithItsPlaceAndASuggestion() {
        read("""
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: orders, version: 1}
                spec:
                  waf: {}
                  quotas:
                    - name: daily
                      request: 1000
                    - {name: daily, requests: 0, per: 2d}
                  routes:
                    - {id: a, match: {path: /a}, quota: dialy}
                    - {id: a, match: {path: b}, authenticate: never}
                """);

        assertThat(errors.all())
                .map(PolicyError::toString)
                .containsExactly(
                        "orders.yaml:3:35: error: wrong type in metadata.version: expected a text without spaces, found a"
                                + " number; put it in quotes [wrong-type]",
                        "orders.yaml:5:3: error: section `waf` needs gateway-waf on the class path [module-missing]",
                        "orders.yaml:7:7: error: missing key \"requests\" in quotas[0] [missing-key]",
                        "orders.yaml:8:7: error: unknown key \"request\" in quotas[0]; did you mean \"requests\"?"
                                + " [unknown-key]",
                        "orders.yaml:9:14: error: duplicate quota name \"daily\" in quotas[1]; it is already given on line 7"
                                + " [duplicate-name]",
                        "orders.yaml:9:31: error: wrong value 0 in quotas[1].requests: expected a whole number from 1 to"
                                + " 1000000 [wrong-value]",
                        "orders.yaml:9:39: error: wrong value \"2d\" in quotas[1].per: expected a duration such as 250ms,"
                                + " 30s, 5m, 1h or 7d, from 1s to 1d [wrong-value]",
                        "orders.yaml:11:41: error: no quota is named \"dialy\", which routes[0].quota refers to; did you"
                                + " mean \"daily\"? [dangling-reference]",
                        "orders.yaml:12:12: error: duplicate route id \"a\" in routes[1]; it is already given on line 11"
                                + " [duplicate-name]",
                        "orders.yaml:12:29: error: wrong value \"b\" in routes[1].match.path: expected a path template such"
                                + " as /orders/{id} or /docs/** [wrong-value]",
                        "orders.yaml:12:47: error: wrong value \"never\" in routes[1].authenticate: expected \"required\","
                                + " \"optional\" or \"none\" [wrong-value]");
    }

    private Optional<GatewayPolicy> read(String yaml) {
        Reading reading = new Reading(errors, new Sources(Path.of(""), unused -> null));
        Optional<Node> node = YamlReader.read("orders.yaml", yaml.getBytes(StandardCharsets.UTF_8), errors);
        Optional<GatewayPolicy> policy = node.flatMap(root -> SHAPE.read(root, Place.TOP, reading));
        reading.names().reportDangling(errors);
        return policy;
    }

    @Test
    void makesASchemaOfTheSameDescription() {
        String schema = SHAPE.jsonSchema("urn:test", "a policy");
        assertThat(schema).contains("\"quotas\": {", "\"#/$defs/quota\"", "\"additionalProperties\": false");
        assertThat(List.of(schema.split("\n"))).noneMatch(line -> line.contains("\"waf\": {\"$ref\""));
    }
}
