package dev.portcullis.auth.hostile;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.auth.testkit.Forge;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;

/** Tokens whose header, key or signature lies. */
final class HostileHeaders {
    private static final String ALG = "jwt.alg_not_allowed";
    private static final String SIGNATURE = "jwt.signature";
    private static final String UNKNOWN = "jwt.key_unknown";

    private static final BigInteger ED25519_ORDER =
            BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));

    private final Forge forge;
    private final String eddsa;
    private final List<Hostile> rows = new ArrayList<>();
    private String about = "";

    private HostileHeaders(Forge forge) {
        this.forge = forge;
        this.eddsa = forge.sign("{\"alg\":\"EdDSA\",\"kid\":\"d\"}", forge.claims(""), "Ed25519", forge.ed);
    }

    static List<Hostile> of(Forge forge) {
        HostileHeaders table = new HostileHeaders(forge);
        table.algorithms();
        table.confusion();
        table.signatures();
        table.keyIds();
        table.extensions();
        return table.rows;
    }

    private void row(String name, String token, String code) {
        rows.add(Hostile.token(about, name, token, code));
    }

    private void algorithms() {
        about = "no algorithm, or another than the issuer uses (CVE-2022-23540)";
        for (String none : List.of("none", "None", "NONE", "nOnE", "none ", "")) {
            row("alg '" + none + "' without a signature", forge.with(alg("\"" + none + "\""), new byte[0]), ALG);
        }
        row("alg none with the signature of RS256", forge.headed("{\"alg\":\"none\",\"kid\":\"r\"}"), ALG);
        row("no alg", forge.headed("{\"kid\":\"r\"}"), ALG);
        row("alg null", forge.headed(alg("null")), ALG);
        row("alg a list", forge.headed(alg("[\"RS256\"]")), ALG);
        row("alg a number", forge.headed(alg("256")), ALG);
        row("alg in lower case", forge.headed(alg("\"rs256\"")), ALG);
        row("alg with a trailing space", forge.headed(alg("\"RS256 \"")), ALG);
        row("alg with a letter that looks alike", forge.headed(alg("\"\uFF32S256\"")), ALG);
        row("alg with a zero character", forge.headed(alg("\"RS256\\u0000\"")), ALG);
        row(
                "a strong algorithm that the issuer does not use",
                forge.sign(alg("\"RS512\""), forge.claims(""), "SHA512withRSA", forge.rsa),
                ALG);
        row(
                "a curve of another algorithm",
                forge.sign(
                        "{\"alg\":\"ES256K\",\"kid\":\"e\"}",
                        forge.claims(""),
                        "SHA256withECDSAinP1363Format",
                        forge.ec),
                ALG);
        row("a weak algorithm", forge.sign(alg("\"RS1\""), forge.claims(""), "SHA1withRSA", forge.rsa), ALG);
    }

    private static String alg(String value) {
        return "{\"alg\":" + value + ",\"kid\":\"r\"}";
    }

    private void confusion() {
        about =
                "a public key taken for a secret (CVE-2015-9235, CVE-2016-5431, CVE-2016-10555, CVE-2017-11424, CVE-2022-23541, CVE-2022-29217, CVE-2024-37568)";
        byte[] der = forge.rsa.getPublic().getEncoded();
        byte[] modulus = Forge.unsigned(((RSAPublicKey) forge.rsa.getPublic()).getModulus(), 0);
        row(
                "HMAC with the public key in PEM",
                forge.mac(alg("\"HS256\""), "HmacSHA256", Forge.pem(forge.rsa).getBytes(UTF_8)),
                ALG);
        row("HMAC with the public key in DER", forge.mac(alg("\"HS256\""), "HmacSHA256", der), ALG);
        row("HMAC with the modulus", forge.mac(alg("\"HS512\""), "HmacSHA512", modulus), ALG);
        row("HMAC with one byte", forge.mac(alg("\"HS256\""), "HmacSHA256", new byte[1]), ALG);
        about = "the key of one algorithm used with another (RFC 8725, section 3.1)";
        row(
                "ECDSA with the key of RSA",
                forge.sign(
                        "{\"alg\":\"ES256\",\"kid\":\"r\"}",
                        forge.claims(""),
                        "SHA256withECDSAinP1363Format",
                        forge.ec),
                UNKNOWN);
        row("RSA with the key of ECDSA", forge.headed("{\"alg\":\"RS256\",\"kid\":\"e\"}"), UNKNOWN);
        row("PSS declared, PKCS#1 signed", forge.headed(alg("\"PS256\"")), SIGNATURE);
    }

    private void signatures() {
        about = "a signature of another form, or over something else";
        String es256 = "{\"alg\":\"ES256\",\"kid\":\"e\"}";
        BigInteger order = ((ECPublicKey) forge.ec.getPublic()).getParams().getOrder();
        byte[] orders = new byte[64];
        System.arraycopy(Forge.unsigned(order, 32), 0, orders, 0, 32);
        System.arraycopy(Forge.unsigned(order, 32), 0, orders, 32, 32);
        about = "psychic signatures (CVE-2022-21449)";
        row("psychic: r and s are zero", forge.with(es256, new byte[64]), SIGNATURE);
        row("psychic: r and s are the order", forge.with(es256, orders), SIGNATURE);
        byte[] half = new byte[64];
        half[63] = 1;
        row("psychic: r is zero and s is one", forge.with(es256, half), SIGNATURE);
        System.arraycopy(orders, 0, half, 0, 32);
        row("psychic: r is the order and s is one", forge.with(es256, half), SIGNATURE);
        row("r and s are the greatest numbers", forge.with(es256, greatest(64)), SIGNATURE);
        about = "a signature of another form, or over something else (CVE-2020-28042)";
        row("ECDSA of one byte less", forge.with(es256, new byte[63]), SIGNATURE);
        row("ECDSA of the length of another curve", forge.with(es256, new byte[96]), SIGNATURE);
        row("ECDSA in DER", forge.sign(es256, forge.claims(""), "SHA256withECDSA", forge.ec), SIGNATURE);
        row("ECDSA without a signature", forge.with(es256, new byte[0]), SIGNATURE);
        row("EdDSA of zeros", forge.with("{\"alg\":\"EdDSA\",\"kid\":\"d\"}", new byte[64]), SIGNATURE);
        row("EdDSA with a number beyond the order (CVE-2020-36843)", beyondTheOrder(), SIGNATURE);
        row("EdDSA of one byte more", eddsa + "AA", SIGNATURE);
        row("RSA of zeros", forge.with(alg("\"RS256\""), new byte[256]), SIGNATURE);
        row("RSA of one", forge.with(alg("\"RS256\""), one()), SIGNATURE);
        row("RSA with a leading zero", forge.with(alg("\"RS256\""), new byte[257]), SIGNATURE);
        row("RSA beyond the modulus", forge.with(alg("\"RS256\""), greatest(256)), SIGNATURE);
        row("PSS with a salt of no length", forge.pss(alg("\"PS256\""), 0), SIGNATURE);
        row("RSA without a signature", forge.with(alg("\"RS256\""), new byte[0]), SIGNATURE);
        String good = forge.good();
        row("half of a signature", good.substring(0, good.length() - 170), SIGNATURE);
        row("a signature with a tail", good + "AAAA", SIGNATURE);
        String other = forge.signed(forge.claims("\"x\":1"));
        row(
                "the signature of another token",
                good.substring(0, good.lastIndexOf('.')) + other.substring(other.lastIndexOf('.')),
                SIGNATURE);
        row(
                "claims changed after signing",
                good.substring(0, good.indexOf('.') + 1)
                        + Forge.encode(forge.claims("\"admin\":true"))
                        + good.substring(good.lastIndexOf('.')),
                SIGNATURE);
        row(
                "a header changed after signing",
                Forge.encode("{\"kid\":\"r\",\"alg\":\"RS256\"}") + good.substring(good.indexOf('.')),
                SIGNATURE);
        row(
                "signed by somebody with the same key id",
                forge.sign(alg("\"RS256\""), forge.claims(""), "SHA256withRSA", forge.attacker),
                SIGNATURE);
        row(
                "signed by another issuer under this one's key id",
                forge.sign(alg("\"RS256\""), forge.claims(""), "SHA256withRSA", forge.other),
                SIGNATURE);
        row(
                "signed by another issuer under its own key id",
                forge.sign("{\"alg\":\"RS256\",\"kid\":\"o\"}", forge.claims(""), "SHA256withRSA", forge.other),
                UNKNOWN);
    }

    private static byte[] greatest(int length) {
        byte[] greatest = new byte[length];
        Arrays.fill(greatest, (byte) 0xff);
        return greatest;
    }

    /** A good signature whose second half is made greater by the order of the group: the same to who does not look. */
    private String beyondTheOrder() {
        int point = eddsa.lastIndexOf('.');
        byte[] signature = Base64.getUrlDecoder().decode(eddsa.substring(point + 1));
        byte[] number = new byte[32];
        for (int i = 0; i < 32; i++) {
            number[i] = signature[63 - i];
        }
        byte[] greater = Forge.unsigned(new BigInteger(1, number).add(ED25519_ORDER), 32);
        for (int i = 0; i < 32; i++) {
            signature[63 - i] = greater[i];
        }
        return eddsa.substring(0, point + 1) + Forge.encode(signature);
    }

    private static byte[] one() {
        byte[] one = new byte[256];
        one[255] = 1;
        return one;
    }

    private void keyIds() {
        about = "a key id that is a path, a query or an address";
        for (String kid : List.of(
                "../../../../dev/null",
                "x' UNION SELECT 'secret'--",
                "|whoami",
                "R",
                "r\\u0000",
                "http://evil.example/k")) {
            row("key id " + kid, forge.headed("{\"alg\":\"RS256\",\"kid\":\"" + kid + "\"}"), UNKNOWN);
        }
        row(
                "a key id of 600 characters",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"" + "r".repeat(600) + "\"}"),
                "jwt.kid_malformed");
        row("an empty key id", forge.headed("{\"alg\":\"RS256\",\"kid\":\"\"}"), "jwt.kid_malformed");
        row("a key id that is a number", forge.headed("{\"alg\":\"RS256\",\"kid\":1}"), "jwt.kid_malformed");
        row("a key id that is null", forge.headed("{\"alg\":\"RS256\",\"kid\":null}"), "jwt.kid_malformed");
        row(
                "no key id, where the issuer has several keys",
                forge.sign("{\"alg\":\"RS256\"}", forge.claims(""), "SHA256withRSA", forge.rsa),
                UNKNOWN);
        row(
                "no key id, signed by somebody",
                forge.sign(
                        "{\"alg\":\"RS256\"}",
                        forge.claims("").replace(Forge.ISSUER, Forge.OTHER),
                        "SHA256withRSA",
                        forge.attacker),
                SIGNATURE);
        about = "a token that brings its key (CVE-2018-0114, CVE-2026-27962) or says where it is";
        String brought = "\"jwk\":" + Forge.rsaJwk("r", forge.attacker);
        row(
                "a token that brings its key",
                forge.sign("{\"alg\":\"RS256\"," + brought + "}", forge.claims(""), "SHA256withRSA", forge.attacker),
                "jwt.key_in_header");
        row(
                "a token that says where its key is",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"jku\":\"https://evil.example/k\"}"),
                "jwt.key_in_header");
        row(
                "a token that says where its certificate is",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"x5u\":\"https://evil.example/c\"}"),
                "jwt.key_in_header");
        row(
                "a certificate of its own",
                forge.sign(
                        "{\"alg\":\"RS256\",\"kid\":\"r\",\"x5c\":[\"AAAA\"]}",
                        forge.claims(""),
                        "SHA256withRSA",
                        forge.attacker),
                SIGNATURE);
    }

    private void extensions() {
        about = "extensions that have to be understood (CVE-2025-59420)";
        row(
                "a critical extension",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[\"x\"],\"x\":1}"),
                "jwt.crit");
        row(
                "a critical extension that is known as a claim",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[\"exp\"],\"exp\":1}"),
                "jwt.crit");
        row(
                "critical extensions that are null",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":null}"),
                "jwt.crit");
        row("no critical extensions", forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"crit\":[]}"), "jwt.crit");
        row(
                "an unencoded payload",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"b64\":false,\"crit\":[\"b64\"]}"),
                "jwt.b64");
        row(
                "an unencoded payload, not critical",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"b64\":false}"),
                "jwt.b64");
        row(
                "an encoded payload that says so",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"b64\":true}"),
                "jwt.b64");
        about = "compression (CVE-2024-33664, CVE-2024-21319)";
        row("a compressed payload", forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"zip\":\"DEF\"}"), "jwt.encrypted");
        about = "a token of another kind taken for an access token (RFC 8725, section 3.11)";
        row(
                "declared a logout",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"logout+jwt\"}"),
                "jwt.typ_not_allowed");
        row(
                "a type with a zero character",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"at+jwt\\u0000\"}"),
                "jwt.typ_not_allowed");
        row(
                "declared a security event",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"secevent+jwt\"}"),
                "jwt.typ_not_allowed");
        row(
                "declared a proof of possession",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"dpop+jwt\"}"),
                "jwt.typ_not_allowed");
        row(
                "a type that is a list",
                forge.headed("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":[\"at+jwt\"]}"),
                "jwt.typ_not_allowed");
        about = "members twice (CVE-2017-12635)";
        row(
                "a header with two algorithms",
                forge.headed("{\"alg\":\"RS256\",\"alg\":\"none\",\"kid\":\"r\"}"),
                "jwt.duplicate_member");
        row(
                "a header with two algorithms, one escaped",
                forge.headed("{\"alg\":\"RS256\",\"\\u0061lg\":\"none\",\"kid\":\"r\"}"),
                "jwt.duplicate_member");
    }
}
