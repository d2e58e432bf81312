package dev.portcullis.auth.hostile;

import dev.portcullis.auth.testkit.Forge;
import java.util.ArrayList;
import java.util.List;

/** Tokens whose signature is good and whose claims are not. */
final class HostileClaims {
    private static final String TYPE = "jwt.claim_type";
    private static final String BINDING = "jwt.binding";

    private final Forge forge;
    private final List<Hostile> rows = new ArrayList<>();
    private String about = "";

    private HostileClaims(Forge forge) {
        this.forge = forge;
    }

    static List<Hostile> of(Forge forge) {
        HostileClaims table = new HostileClaims(forge);
        table.times();
        table.issuers();
        table.audiences();
        table.kinds();
        table.bindings();
        return table.rows;
    }

    private void row(String name, String claims, String code) {
        rows.add(Hostile.token(about, name, forge.signed(claims), code));
    }

    private String exp(String value) {
        return "{\"iss\":\"" + Forge.ISSUER + "\",\"sub\":\"jane\",\"aud\":\"orders\",\"exp\":" + value + "}";
    }

    private void times() {
        about = "times that are none, or out of range (RFC 7519, section 2)";
        row("expired", exp("" + forge.in(-31)), "jwt.expired");
        row("expired in 1970", exp("0"), "jwt.expired");
        row("expired, with a fraction", exp(forge.in(-31) + ".5"), "jwt.expired");
        row("expiry that is a text", exp("\"" + forge.in(3600) + "\""), TYPE);
        row("expiry that is a truth", exp("true"), TYPE);
        row("expiry that is null", exp("null"), TYPE);
        row("expiry that is a list", exp("[" + forge.in(3600) + "]"), TYPE);
        row("expiry beyond all years", exp("9223372036854775807"), TYPE);
        row("expiry beyond all numbers", exp("1e999999999"), "jwt.malformed");
        row("expiry that is a large power", exp("1e30"), TYPE);
        row("expiry in milliseconds", exp(forge.in(3600) + "000"), TYPE);
        row("expiry before all years", exp("-1"), TYPE);
        row("expiry that is a larger power", exp("1e400"), TYPE);
        row("expiry beyond 64 bits", exp("99999999999999999999"), TYPE);
        row("expiry in hexadecimal digits", exp("0xffffffff"), "jwt.malformed");
        row("expiry without end", exp("Infinity"), "jwt.malformed");
        row("expiry that is a small power", exp("1e2"), "jwt.expired");
        row("expiry that is an object", exp("{\"$gt\":0}"), TYPE);
        row("a start beyond all years", forge.claims("\"nbf\":9999999999999"), TYPE);
        about = "members twice (CVE-2017-12635)";
        row("two issuers", forge.claims("\"iss\":\"https://evil.example\""), "jwt.duplicate_member");
        row("two audiences", forge.claims("\"aud\":\"payments\""), "jwt.duplicate_member");
        row("two expiries", forge.claims("\"exp\":" + forge.in(9999)), "jwt.duplicate_member");
        row("two subjects, one escaped", forge.claims("\"\\u0073ub\":\"root\""), "jwt.duplicate_member");
        about = "times that are none, or out of range (RFC 7519, section 2)";
        row("no expiry", "{\"iss\":\"" + Forge.ISSUER + "\",\"sub\":\"jane\",\"aud\":\"orders\"}", "jwt.missing_exp");
        row(
                "an expiry in other letters",
                "{\"iss\":\"" + Forge.ISSUER + "\",\"sub\":\"j\",\"aud\":\"orders\",\"Exp\":" + forge.in(3600) + "}",
                "jwt.missing_exp");
        row("not valid yet", forge.claims("\"nbf\":" + forge.in(3000)), "jwt.not_yet_valid");
        row("a start that is a text", forge.claims("\"nbf\":\"0\""), TYPE);
        row("issued tomorrow", forge.claims("\"iat\":" + forge.in(86_400)), "jwt.issued_in_future");
        row("issued at a text", forge.claims("\"iat\":\"now\""), TYPE);
    }

    private void issuers() {
        about = "an issuer that resembles another (CVE-2024-53861, CVE-2025-30144)";
        String unknown = "jwt.issuer_unknown";
        row("no issuer", "{\"sub\":\"jane\",\"aud\":\"orders\",\"exp\":" + forge.in(3600) + "}", unknown);
        for (String issuer : List.of(
                Forge.ISSUER + "/",
                Forge.ISSUER + "2",
                Forge.ISSUER.substring(0, Forge.ISSUER.length() - 1),
                Forge.ISSUER + "/../corp",
                Forge.ISSUER.toUpperCase(java.util.Locale.ROOT),
                Forge.ISSUER.replace("corp", "c\u043Erp"),
                Forge.ISSUER.replace("idp.example", "idp.example:443"),
                Forge.ISSUER + "#",
                "https://evil.example",
                "",
                "\\u0000" + Forge.ISSUER)) {
            row("issuer '" + issuer + "'", forge.claims("").replace(Forge.ISSUER, issuer), unknown);
        }
        row("an issuer that is an object", forge.claims("").replace("\"" + Forge.ISSUER + "\"", "{}"), unknown);
        row(
                "several issuers",
                forge.claims("").replace("\"" + Forge.ISSUER + "\"", "[\"" + Forge.ISSUER + "\"]"),
                unknown);
        row(
                "another issuer's name over this one's key",
                forge.claims("").replace(Forge.ISSUER, Forge.OTHER),
                "jwt.key_unknown");
    }

    private void audiences() {
        about = "a token for somebody else (RFC 8725, section 3.9)";
        String audience = "jwt.audience";
        row("no audience", forge.claims("").replace("\"aud\"", "\"audi\""), audience);
        row("another audience", forge.claims("").replace("\"orders\"", "\"payments\""), audience);
        row("an audience that begins alike", forge.claims("").replace("\"orders\"", "\"orders-admin\""), audience);
        row("an audience in other letters", forge.claims("").replace("\"orders\"", "\"Orders\""), audience);
        row("no audience in a list", forge.claims("").replace("\"orders\"", "[]"), audience);
        row("everybody", forge.claims("").replace("\"orders\"", "\"*\""), audience);
        row("an audience that is null", forge.claims("").replace("\"orders\"", "null"), audience);
        row(
                "an audience that is a number among others",
                forge.claims("").replace("\"orders\"", "[1,\"orders\"]"),
                TYPE);
        row("an audience that is an object", forge.claims("").replace("\"orders\"", "{\"orders\":true}"), TYPE);
    }

    private void kinds() {
        about = "a token of another kind taken for an access token (RFC 8725, section 3.11)";
        row("an ID token by its nonce", forge.claims("\"nonce\":\"n\""), "jwt.id_token");
        row("an ID token by its hash", forge.claims("\"at_hash\":\"h\""), "jwt.id_token");
        row("an ID token by its code", forge.claims("\"c_hash\":\"h\""), "jwt.id_token");
        row("an ID token by its own word", forge.claims("\"typ\":\"ID\""), "jwt.id_token");
        row("a refresh token", forge.claims("\"typ\":\"Refresh\""), "jwt.typ_not_allowed");
        about = "a subject that is none";
        row(
                "nobody",
                "{\"iss\":\"" + Forge.ISSUER + "\",\"aud\":\"orders\",\"exp\":" + forge.in(3600) + "}",
                "jwt.missing_claim");
        row("a subject with a zero character", forge.claims("").replace("jane", "jane\\u0000"), TYPE);
        row("a subject of two lines", forge.claims("").replace("jane", "jane\\nroot"), TYPE);
        row("an empty subject", forge.claims("").replace("\"jane\"", "\"\""), "jwt.missing_claim");
        row(
                "a subject that is an object, and a client",
                forge.claims("\"client_id\":\"root\"").replace("\"jane\"", "{}"),
                "jwt.missing_claim");
        row(
                "a subject that is null",
                forge.claims("\"client_id\":\"root\"").replace("\"jane\"", "null"),
                "jwt.missing_claim");
        about = "members twice (CVE-2017-12635)";
        row(
                "members twice inside a member",
                forge.claims("\"act\":{\"sub\":\"a\",\"sub\":\"b\"}"),
                "jwt.duplicate_member");
        about = "a subject that is none";
        row("a subject that is a number", forge.claims("").replace("\"jane\"", "1"), "jwt.missing_claim");
        about = "a token of another kind taken for an access token (RFC 8725, section 3.11)";
        String strict = forge.claims("").replace(Forge.ISSUER, Forge.STRICT);
        row("no access token where one is required", strict, "jwt.typ_not_allowed");
        rows.add(Hostile.token(
                about,
                "an access token that lacks what one has",
                forge.rs256("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"at+jwt\"}", strict),
                "jwt.missing_claim"));
        for (String none : new String[] {"null", "7", "\"\""}) {
            String claims = strict.replace(
                    "\"sub\"", "\"iat\":" + forge.in(0) + ",\"jti\":\"1\",\"client_id\":" + none + ",\"sub\"");
            rows.add(Hostile.token(
                    about,
                    "an access token whose client is " + (none.equals("\"\"") ? "empty" : none),
                    forge.rs256("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"at+jwt\"}", claims),
                    "jwt.claim_type"));
        }
    }

    private void bindings() {
        about = "a bound token presented as a plain one (RFC 8705, RFC 9449)";
        row(
                "bound to a certificate that nobody showed",
                forge.claims("\"cnf\":{\"x5t#S256\":\"" + "A".repeat(43) + "\"}"),
                BINDING);
        row("bound to a key that nobody proved", forge.claims("\"cnf\":{\"jkt\":\"" + "A".repeat(43) + "\"}"), BINDING);
        row("bound twice", forge.claims("\"cnf\":{\"x5t#S256\":\"A\",\"jkt\":\"A\"}"), BINDING);
        row("bound to nothing", forge.claims("\"cnf\":{}"), BINDING);
        row("bound to null", forge.claims("\"cnf\":null"), BINDING);
        row("bound to a text", forge.claims("\"cnf\":\"none\""), BINDING);
    }
}
