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
    private static final String MAC = "the HMAC-SHA-256 of the key in 64 hexadecimal digits";

    static final Shape<ApiKeyFile> SHAPE = Shapes.object("apiKeyFile", members -> {
        Member<Secret> hmacKey = members.required("hmacKey", Shapes.secret());
        Member<List<ApiKey>> keys = members.required("keys", Shapes.list(key()));
        return values -> new ApiKeyFile(values.get(hmacKey), values.get(keys));
    });

    private static Shape<ApiKey> key() {
        return Shapes.object("apiKey", members -> {
            Member<String> id = members.required("id", Shapes.name());
            Member<String> mac = members.required("mac", mac());
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

    /** Never quoted in an error: what is wrong here is most likely the key itself. */
    private static Shape<String> mac() {
        return Shapes.text(MAC, "[\\s\\S]*", 64).as("wrong-value", text -> {
            if (text.length() != 64
                    || !text.chars().allMatch(digit -> Character.digit(digit, 16) >= 0 && digit < 128)) {
                throw new IllegalArgumentException("expected " + MAC);
            }
            return text;
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
