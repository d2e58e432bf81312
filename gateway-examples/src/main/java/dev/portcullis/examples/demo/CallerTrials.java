package dev.portcullis.examples.demo;

import java.util.List;

/** Requests that say who is asking, truly or not. */
final class CallerTrials {
    private CallerTrials() {}

    static List<Trial> tokens(IdentityProvider issuer) {
        return List.of(
                Trial.of("GET", "/report", 401, "auth.missing", "no credential: a challenge that names no error")
                        .expecting(answer -> answer.field("www-authenticate").startsWith("bearer realm=\"orders\"")),
                bearer("/report", issuer.token("ann", "admin", 300), 200, Trial.OK, "a good token with the role"),
                bearer("/report", issuer.token("bob", "reader", 300), 403, "authz.no_role", "a good token without it"),
                bearer(
                        "/report",
                        issuer.unsigned("ann", "admin"),
                        401,
                        "jwt.alg_not_allowed",
                        "a token that nobody signed"),
                bearer(
                        "/report",
                        issuer.token("ann", "admin", -300),
                        401,
                        "jwt.expired",
                        "a token of five minutes ago"),
                bearer("/users/bob", issuer.token("bob", "reader", 300), 200, Trial.OK, "bob reads his own profile"),
                bearer("/users/ann", issuer.token("bob", "reader", 300), 403, "authz.condition", "and nobody else's"),
                bearer("/report", issuer.token("mallory", "admin", 300), 403, "authz.denied", "a deny always wins"));
    }

    private static Trial bearer(String target, String token, int status, String reason, String shows) {
        return Trial.of("GET", target, status, reason, shows).with("Authorization: Bearer " + token);
    }

    static List<Trial> keys(DemoKeys keys) {
        return List.of(
                key(
                        "/report",
                        keys.text(),
                        200,
                        Trial.OK,
                        "an API key with the role; the gateway knows its HMAC alone"),
                key("/report", keys.text() + "x", 401, "apikey.unknown", "one character more"),
                key("/report", "pc_ci_guess", 401, "apikey.unknown", "a guess"),
                key("/report", "pc_ci_guessed", 429, "auth.throttled", "guesses are throttled")
                        .expecting(answer -> !answer.field("retry-after").isEmpty()),
                key("/report", keys.text(), 200, Trial.OK, "and whoever has the key does not feel it"));
    }

    private static Trial key(String target, String key, int status, String reason, String shows) {
        return Trial.of("GET", target, status, reason, shows).with("X-API-Key: " + key);
    }
}
