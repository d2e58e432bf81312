package dev.portcullis.auth;

import static java.util.Objects.requireNonNull;

import dev.portcullis.auth.apikey.ApiKey;
import dev.portcullis.auth.apikey.ApiKeyLookup;
import dev.portcullis.auth.apikey.ApiKeys;
import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Principal;
import java.time.InstantSource;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** API keys in a header field of their own, once. */
public final class ApiKeyField implements CredentialScheme {
    /** What {@link Principal#issuer} says of a caller with an API key. */
    public static final String ISSUER = "api-key";

    private final String field;
    private final ApiKeys keys;
    private final InstantSource clock;

    /**
     * Keys in this field.
     *
     * @param field its name, such as {@code X-API-Key}
     */
    public ApiKeyField(String field, ApiKeys keys, InstantSource clock) {
        this.field = requireNonNull(field, "field");
        this.keys = requireNonNull(keys, "keys");
        this.clock = requireNonNull(clock, "clock");
    }

    @Override
    public String name() {
        return ISSUER;
    }

    @Override
    public String challenge(String realm) {
        return "ApiKey realm=\"" + realm + "\", header=\"" + field + '"';
    }

    @Override
    public @Nullable Finding examine(Exchange exchange) {
        Headers headers = exchange.request().headers();
        int at = headers.indexOf(field, 0);
        if (at < 0) {
            return null;
        }
        if (headers.indexOf(field, at + 1) >= 0) {
            return new Finding.Malformed("apikey.several", null);
        }
        String presented = headers.value(at);
        ApiKeyLookup lookup = keys.find(presented, clock.instant());
        if (lookup instanceof ApiKeyLookup.Known known) {
            return new Finding.Caller(principal(known.key()));
        }
        String code = lookup instanceof ApiKeyLookup.Ended
                ? "apikey.expired"
                : lookup instanceof ApiKeyLookup.Unknown ? "apikey.unknown" : "apikey.malformed";
        return new Finding.Refused(code, null, keys.idIn(presented).orElse(null));
    }

    private static Principal principal(ApiKey key) {
        return new Principal(
                key.subject(),
                Principal.Kind.SERVICE_ACCOUNT,
                ISSUER,
                key.id(),
                key.tenant(),
                key.roles(),
                key.groups(),
                key.scopes(),
                Map.of("sub", key.subject()));
    }
}
