package dev.portcullis.auth.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.auth.testkit.Forge;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Tokens that are no tokens, and requests that hide one. */
final class HostileForms {
    private static final String MALFORMED = "jwt.malformed";
    private static final String HEADER = "{\"alg\":\"RS256\",\"kid\":\"r\"}";

    private final Forge forge;
    private final List<Hostile> rows = new ArrayList<>();
    private String about = "";

    private HostileForms(Forge forge) {
        this.forge = forge;
    }

    static List<Hostile> of(Forge forge) {
        HostileForms table = new HostileForms(forge);
        table.parts();
        table.texts();
        table.json();
        table.transport();
        return table.rows;
    }

    private void row(String name, String token, String code) {
        rows.add(Hostile.token(about, name, token, code));
    }

    private void parts() {
        about = "no signed token (CVE-2022-39227)";
        String good = forge.good();
        row("no point", "abc", MALFORMED);
        row("two parts", good.substring(0, good.lastIndexOf('.')), MALFORMED);
        row("four parts", good + ".AAAA", MALFORMED);
        row("empty parts", "..", MALFORMED);
        about =
                "an encrypted token taken for a signed one (CVE-2022-3102, CVE-2023-51774), work without end (CVE-2022-36083, CVE-2023-52428, CVE-2024-33664)";
        row(
                "an encrypted token",
                Forge.encode("{\"alg\":\"RSA-OAEP\",\"enc\":\"A256GCM\"}") + ".AA.AA.AA.AA",
                "jwt.encrypted");
        row(
                "a decompression bomb",
                Forge.encode("{\"alg\":\"dir\",\"enc\":\"A256GCM\",\"zip\":\"DEF\"}") + "..AA." + "A".repeat(8000)
                        + ".AA",
                "jwt.encrypted");
        row(
                "a billion rounds of hashing",
                Forge.encode("{\"alg\":\"PBES2-HS256+A128KW\",\"enc\":\"A128GCM\",\"p2c\":1000000000,\"p2s\":\"AA\"}")
                        + ".AA.AA.AA.AA",
                "jwt.encrypted");
        row(
                "an encrypted token in three parts",
                Forge.encode("{\"alg\":\"dir\",\"enc\":\"A256GCM\"}") + ".AAAA.AAAA",
                "jwt.encrypted");
        about = "another serialisation (CVE-2022-39227)";
        row(
                "compact and JSON at once",
                "{\"" + good.substring(0, good.lastIndexOf('.') + 1) + "\":\"\",\"protected\":\"" + Forge.encode(HEADER)
                        + "\",\"payload\":\"AA\",\"signature\":\"" + good.substring(good.lastIndexOf('.') + 1) + "\"}",
                MALFORMED);
        row("a token of another kind", "v4.public." + good.substring(good.lastIndexOf('.') + 1), MALFORMED);
        row("a token in a token", forge.rs256(HEADER.replace("}", ",\"cty\":\"JWT\"}"), good), MALFORMED);
        row(
                "flattened JSON",
                "{\"payload\":\"" + Forge.encode(forge.claims("")) + "\",\"signature\":\"AA\"}",
                MALFORMED);
        row("general JSON", "{\"payload\":\"AA\",\"signatures\":[{\"signature\":\"AA\"}]}", MALFORMED);
        row("17,000 characters", forge.signed(forge.claims("\"x\":\"" + "y".repeat(12_400) + "\"")), "jwt.too_large");
    }

    private void texts() {
        about = "base64 with more than one reading (CVE-2022-25898)";
        String good = forge.good();
        int first = good.indexOf('.');
        row("padding", good + "=", MALFORMED);
        row("padding inside", good.substring(0, first) + "=" + good.substring(first), MALFORMED);
        row("the other alphabet of base64", Forge.encode(HEADER) + ".e30+." + "AA/A", MALFORMED);
        row("a space inside", good.substring(0, first + 9) + " " + good.substring(first + 9), MALFORMED);
        row("two tokens with a comma", good + "," + good, "jwt.encrypted");
        row("quotes around it", '"' + good + '"', MALFORMED);
        row("bits that nobody reads", Forge.encode(HEADER) + ".e31." + "AAAA", MALFORMED);
        row("a length that base64 cannot have", good.substring(0, first) + ".AAAAA.AAAA", MALFORMED);
        row("percent-encoded", good.replace(".", "%2E"), MALFORMED);
    }

    private void json() {
        about = "JSON that parsers read differently, or not to its end (CVE-2025-53864)";
        row("a header that is a list", forge.rs256("[]", forge.claims("")), MALFORMED);
        row("claims that are a list", forge.signed("[" + forge.claims("") + "]"), MALFORMED);
        row("claims that are a text", forge.signed("\"admin\""), MALFORMED);
        row("claims that are nothing", forge.signed(""), MALFORMED);
        row("text after the claims", forge.signed(forge.claims("") + "{}"), MALFORMED);
        row("a comment in the claims", forge.signed(forge.claims("/**/\"x\":1")), MALFORMED);
        row("single quotes", forge.signed(forge.claims("'x':1")), MALFORMED);
        row("a comma too many", forge.signed(forge.claims("\"x\":1").replace("1}", "1,}")), MALFORMED);
        row("half a character", forge.signed(forge.claims("\"x\":\"\\ud800\"")), MALFORMED);
        row(
                "a thousand lists in one another",
                forge.signed(forge.claims("\"x\":" + "[".repeat(1000) + "]".repeat(1000))),
                MALFORMED);
        row("a number of a thousand digits", forge.signed(forge.claims("\"x\":" + "9".repeat(1000))), MALFORMED);
        row(
                "a header of a thousand lists",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"x\":" + "[".repeat(1000) + "]".repeat(1000) + "}"),
                MALFORMED);
        row(
                "thirteen objects in one another",
                forge.signed(forge.claims("\"x\":" + "{\"x\":".repeat(13) + "1" + "}".repeat(13))),
                MALFORMED);
        row("a number in hexadecimal digits", forge.signed(forge.claims("\"x\":0x7f")), MALFORMED);
        row("a number with a sign too many", forge.signed(forge.claims("\"x\":+1")), MALFORMED);
        row("a number without end", forge.signed(forge.claims("\"x\":Infinity")), MALFORMED);
        row("a line break in a text", forge.signed(forge.claims("\"x\":\"a\nb\"")), MALFORMED);
        row("a byte order mark before the header", forge.headed("\uFEFF" + HEADER), MALFORMED);
        row("a number that is none", forge.signed(forge.claims("\"x\":NaN")), MALFORMED);
        row("a leading zero", forge.signed(forge.claims("\"x\":01")), MALFORMED);
        byte[] bytes = forge.claims("\"x\":\"y\"").getBytes(UTF_8);
        byte[] overlong = Arrays.copyOf(bytes, bytes.length);
        overlong[overlong.length - 3] = (byte) 0xff;
        row(
                "bytes that are not UTF-8",
                Forge.sign(Forge.encode(HEADER) + "." + Forge.encode(overlong), "SHA256withRSA", forge.rsa),
                MALFORMED);
        row("a byte order mark", forge.signed("\uFEFF" + forge.claims("")), MALFORMED);
    }

    private void transport() {
        about = "a credential that is hidden, repeated or at another place (RFC 6750, RFC 9700)";
        String good = "Bearer " + forge.good();
        rows.add(Hostile.request(
                about,
                "two tokens in two fields",
                "/any",
                "400 auth.several_credentials",
                "Authorization",
                good,
                "Authorization",
                good));
        rows.add(Hostile.request(
                about,
                "a token and a password",
                "/any",
                "400 auth.several_credentials",
                "Authorization",
                "Basic YTpi",
                "Authorization",
                good));
        rows.add(Hostile.request(
                about, "a token in the query", "/any?access_token=" + forge.good(), "400 auth.token_in_query"));
        rows.add(Hostile.request(
                about,
                "a token in the query, and one in the field",
                "/any?x=1&access_token=a",
                "400 auth.token_in_query",
                "Authorization",
                good));
        rows.add(Hostile.request(
                about,
                "a token in the query, percent-encoded",
                "/any?access%5Ftoken=" + forge.good(),
                "401 auth.missing"));
        rows.add(Hostile.request(
                about, "a token in the query, in capitals", "/any?ACCESS_TOKEN=" + forge.good(), "401 auth.missing"));
        rows.add(Hostile.request(
                about,
                "a token as a protocol",
                "/any",
                "401 auth.missing",
                "Sec-WebSocket-Protocol",
                "bearer, " + forge.good()));
        rows.add(authorization("a space that is none", "401 auth.scheme", "Bearer\u00a0" + forge.good()));
        rows.add(authorization("a semicolon after the token", "401 jwt.malformed", good + ";"));
        rows.add(authorization("three tokens", "401 jwt.malformed", good + " " + forge.good() + " " + forge.good()));
        rows.add(authorization("the scheme quoted", "401 auth.scheme", "\"Bearer\" " + forge.good()));
        rows.add(authorization("a password", "401 auth.scheme", "Basic YTpi"));
        rows.add(authorization("another scheme for the token", "401 auth.scheme", "DPoP " + forge.good()));
        rows.add(authorization("the scheme alone", "401 auth.scheme", "Bearer"));
        rows.add(authorization("the token alone", "401 auth.scheme", forge.good()));
        rows.add(authorization("a comma after the scheme", "401 auth.scheme", "Bearer," + forge.good()));
        rows.add(authorization("a scheme that begins alike", "401 auth.scheme", "Bearerx " + forge.good()));
        rows.add(
                authorization("a scheme in letters that look alike", "401 auth.scheme", "Be\u00e0rer " + forge.good()));
        rows.add(authorization("the token as a parameter", "401 jwt.malformed", "Bearer token=" + forge.good()));
        rows.add(authorization(
                "the token as a quoted parameter", "401 jwt.malformed", "Bearer token=\"" + forge.good() + '"'));
        rows.add(authorization("a parameter after the token", "401 jwt.malformed", good + ", realm=x"));
        rows.add(authorization("another scheme before it", "401 auth.scheme", "Basic YTpi, " + good));
        rows.add(authorization("another scheme after it", "401 jwt.malformed", good + ", Basic YTpi"));
        rows.add(authorization("the scheme twice", "401 jwt.malformed", "Bearer " + good));
        rows.add(authorization("letters of another alphabet in the token", "401 jwt.malformed", good + "\u00e9"));
        rows.add(authorization("an empty field", "401 auth.scheme", ""));
        rows.add(Hostile.request(
                about,
                "an empty field and a token",
                "/any",
                "400 auth.several_credentials",
                "Authorization",
                "",
                "Authorization",
                good));
        rows.add(Hostile.request(
                about, "a field with an underscore", "/any", "401 auth.missing", "Author_ization", good));
        rows.add(Hostile.request(
                about, "a token in a cookie", "/any", "401 auth.missing", "Cookie", "access_token=" + forge.good()));
        rows.add(Hostile.request(
                about, "a token in a field that looks alike", "/any", "401 auth.missing", "X-Authorization", good));
        rows.add(
                Hostile.request(about, "a token for a proxy", "/any", "401 auth.missing", "Proxy-Authorization", good));
    }

    private Hostile authorization(String name, String answer, String field) {
        return Hostile.request(about, name, "/any", answer, "Authorization", field);
    }
}
