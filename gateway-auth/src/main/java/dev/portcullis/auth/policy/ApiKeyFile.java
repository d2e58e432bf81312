package dev.portcullis.auth.policy;

import dev.portcullis.auth.apikey.ApiKey;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Secret;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Set;

/**
 * The document of API keys that a policy names.
 *
 * @param hmacKey the secret of the MACs
 * @param keys what is known of each key
 */
record ApiKeyFile(Secret hmacKey, List<ApiKey> keys) {
    static final Shape<ApiKeyFile> SHAPE = Shapes.object("apiKeyFile", members -> {
        Member<Secret> hmacKey = members.required("hmacKey", Shapes.secret());
        Member<List<ApiKey>> keys = members.required("keys", Shapes.list(key()));
        return values -> new ApiKeyFile(values.get(hmacKey), values.get(keys));
    });

    private static Shape<ApiKey> key() {
        return Shapes.object("apiKey", members -> {
            Member<String> id = members.required("id", Shapes.name());
            Member<String> mac = members.required(
                    "mac", Shapes.text("the HMAC-SHA-256 of the key in 64 hexadecimal digits", "[0-9a-fA-F]{64}", 64));
            Member<String> subject = members.required("subject", Shapes.text());
            Member<List<String>> scopes = members.withDefault("scopes", words(), List.of());
            Member<List<String>> roles = members.withDefault("roles", words(), List.of());
            Member<List<String>> groups = members.withDefault("groups", words(), List.of());
            Member<String> tenant = members.optional("tenant", Shapes.text());
            Member<Instant> notAfter = members.optional("notAfter", time());
            return values -> new ApiKey(
                    values.get(id),
                    values.get(mac),
                    values.get(subject),
                    Set.copyOf(values.get(scopes)),
                    Set.copyOf(values.get(roles)),
                    Set.copyOf(values.get(groups)),
                    values.orNull(tenant),
                    values.orNull(notAfter));
        });
    }

    private static Shape<List<String>> words() {
        return Shapes.list(Shapes.text(), 100).distinct();
    }

    private static Shape<Instant> time() {
        return Shapes.text(
                        "a time such as \"2027-01-01T00:00:00Z\"",
                        "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?Z",
                        30)
                .as("invalid", text -> {
                    try {
                        return Instant.parse(text);
                    } catch (DateTimeParseException e) {
                        throw new IllegalArgumentException("there is no such time: " + text, e);
                    }
                });
    }
}
