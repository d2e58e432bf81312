package dev.portcullis.auth.jwt;

import static dev.portcullis.auth.jwt.TestTokens.encode;
import static dev.portcullis.auth.jwt.TestTokens.rs256;
import static dev.portcullis.auth.jwt.TestTokens.signed;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.auth.jwks.JwsAlgorithm;
import dev.portcullis.auth.jwks.VerificationKeys;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.TestAuthority;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class JwtVerifierTest {
    private static final String GOOD =
            "{\"iss\":\"https://idp.example\",\"aud\":[\"orders\"],\"sub\":\"jane\",\"iat\":NOW,\"exp\":LATER}";

    private final ManualClock clock = new ManualClock();

    private JwtVerifier verifier(JwtIssuer issuer) {
        return JwtVerifier.of(List.of(issuer), clock);
    }

    private static JwtIssuer.Builder issuer() {
        VerificationKeys keys =
                new VerificationKeys(List.of(TestTokens.rsaKey("r"), TestTokens.ecKey("e"), TestTokens.edKey("d")));
        return JwtIssuer.of(TestTokens.ISSUER, Set.of("orders", "shop"), keys);
    }

    private String at(String claims) {
        long now = clock.instant().getEpochSecond();
        return claims.replace("NOW", Long.toString(now)).replace("LATER", Long.toString(now + 300));
    }

    private JwtResult verify(JwtVerifier verifier, String token) {
        return verifier.verify(token, null).toCompletableFuture().join();
    }

    private void assertRefused(String token, JwtRefusal refusal) {
        assertThat(verify(verifier(issuer().build()), token)).isEqualTo(new JwtResult.Refused(refusal));
    }

    private void assertClaimsRefused(String claims, JwtRefusal refusal) {
        assertRefused(rs256(at(claims)), refusal);
    }

    @Test
    void verifiesEachAllowedAlgorithm() {
        JwtVerifier verifier = verifier(issuer().build());
        String claims = at(GOOD);
        VerifiedJwt jwt = (VerifiedJwt) verify(verifier, rs256(claims));
        assertThat(jwt.subject()).contains("jane");
        assertThat(jwt.texts("aud")).containsExactly("orders");
        assertThat(verify(verifier, signed(JwsAlgorithm.ES256, "{\"alg\":\"ES256\",\"kid\":\"e\"}", claims)))
                .isInstanceOf(VerifiedJwt.class);
        assertThat(verify(verifier, signed(JwsAlgorithm.EdDSA, "{\"alg\":\"EdDSA\",\"kid\":\"d\"}", claims)))
                .isInstanceOf(VerifiedJwt.class);
        assertThat(verify(verifier, signed(JwsAlgorithm.EdDSA, "{\"alg\":\"Ed25519\"}", claims)))
                .isInstanceOf(VerifiedJwt.class);
    }

    static Stream<Arguments> hostileHeaders() {
        return Stream.of(
                Arguments.of("{\"alg\":\"none\"}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":\"None\"}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":\"NONE\"}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":\"nOnE\"}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":\"\"}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":\"rs256\"}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":\"RS256 \"}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":[\"RS256\"]}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":null}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":\"RS512\",\"kid\":\"r\"}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":\"HS256\",\"kid\":\"r\"}", JwtRefusal.ALG_NOT_ALLOWED),
                Arguments.of("{\"alg\":\"ES256\",\"kid\":\"r\"}", JwtRefusal.KEY_UNKNOWN),
                Arguments.of("{\"alg\":\"PS256\",\"kid\":\"r\"}", JwtRefusal.SIGNATURE),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":\"x\"}", JwtRefusal.KEY_UNKNOWN),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":\"../../etc/passwd\"}", JwtRefusal.KEY_UNKNOWN),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":\"r' OR '1'='1\"}", JwtRefusal.KEY_UNKNOWN),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":7}", JwtRefusal.KID),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":null}", JwtRefusal.KID),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":\"\"}", JwtRefusal.KID),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":\"" + "k".repeat(600) + "\"}", JwtRefusal.KID),
                Arguments.of("{\"alg\":\"RS256\",\"crit\":[\"exp\"]}", JwtRefusal.CRIT),
                Arguments.of("{\"alg\":\"RS256\",\"crit\":[]}", JwtRefusal.CRIT),
                Arguments.of("{\"alg\":\"RS256\",\"b64\":false,\"crit\":[\"b64\"]}", JwtRefusal.B64),
                Arguments.of("{\"alg\":\"RS256\",\"b64\":true}", JwtRefusal.B64),
                Arguments.of("{\"alg\":\"RS256\",\"jku\":\"https://evil.example/k\"}", JwtRefusal.KEY_IN_HEADER),
                Arguments.of("{\"alg\":\"RS256\",\"x5u\":\"https://evil.example/k\"}", JwtRefusal.KEY_IN_HEADER),
                Arguments.of("{\"alg\":\"RS256\",\"jwk\":{\"kty\":\"RSA\"}}", JwtRefusal.KEY_IN_HEADER),
                Arguments.of("{\"alg\":\"RS256\",\"zip\":\"DEF\"}", JwtRefusal.ENCRYPTED),
                Arguments.of("{\"alg\":\"dir\",\"enc\":\"A128GCM\"}", JwtRefusal.ENCRYPTED),
                Arguments.of("{\"alg\":\"none\",\"alg\":\"RS256\"}", JwtRefusal.DUPLICATE_MEMBER),
                Arguments.of("{\"alg\":\"RS256\",\"a\\u006cg\":\"none\"}", JwtRefusal.DUPLICATE_MEMBER),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"dpop+jwt\"}", JwtRefusal.TYP),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"logout+jwt\"}", JwtRefusal.TYP),
                Arguments.of("{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":7}", JwtRefusal.TYP),
                Arguments.of("[\"alg\"]", JwtRefusal.MALFORMED),
                Arguments.of("{\"alg\":\"RS256\"} x", JwtRefusal.MALFORMED),
                Arguments.of("{\"alg\":\"RS256\",}", JwtRefusal.MALFORMED),
                Arguments.of("{'alg':'RS256'}", JwtRefusal.MALFORMED),
                Arguments.of("", JwtRefusal.MALFORMED));
    }

    @ParameterizedTest
    @MethodSource("hostileHeaders")
    void refusesHostileHeaders(String header, JwtRefusal refusal) {
        assertRefused(signed(JwsAlgorithm.RS256, header, at(GOOD)), refusal);
    }

    static Stream<Arguments> hostileClaims() {
        String base = "\"iss\":\"https://idp.example\",\"aud\":\"orders\"";
        return Stream.of(
                Arguments.of("{\"aud\":\"orders\",\"exp\":LATER}", JwtRefusal.ISSUER),
                Arguments.of("{\"iss\":\"https://IDP.example\",\"exp\":LATER}", JwtRefusal.ISSUER),
                Arguments.of("{\"iss\":\"https://idp.example/\",\"exp\":LATER}", JwtRefusal.ISSUER),
                Arguments.of("{\"iss\":\"https://\u0456dp.example\",\"exp\":LATER}", JwtRefusal.ISSUER),
                Arguments.of("{\"iss\":[\"https://idp.example\"],\"exp\":LATER}", JwtRefusal.ISSUER),
                Arguments.of("{\"iss\":\"https://idp.example\",\"exp\":LATER}", JwtRefusal.AUDIENCE),
                Arguments.of("{\"iss\":\"https://idp.example\",\"aud\":\"Orders\",\"exp\":LATER}", JwtRefusal.AUDIENCE),
                Arguments.of("{\"iss\":\"https://idp.example\",\"aud\":[],\"exp\":LATER}", JwtRefusal.AUDIENCE),
                Arguments.of(
                        "{\"iss\":\"https://idp.example\",\"aud\":\"orders shop\",\"exp\":LATER}", JwtRefusal.AUDIENCE),
                Arguments.of(
                        "{\"iss\":\"https://idp.example\",\"aud\":[\"orders\",7],\"exp\":LATER}",
                        JwtRefusal.CLAIM_TYPE),
                Arguments.of(
                        "{\"iss\":\"https://idp.example\",\"aud\":{\"a\":1},\"exp\":LATER}", JwtRefusal.CLAIM_TYPE),
                Arguments.of("{" + base + "}", JwtRefusal.MISSING_EXP),
                Arguments.of("{" + base + ",\"exp\":\"LATER\"}", JwtRefusal.CLAIM_TYPE),
                Arguments.of("{" + base + ",\"exp\":null}", JwtRefusal.CLAIM_TYPE),
                Arguments.of("{" + base + ",\"exp\":99999999999999}", JwtRefusal.CLAIM_TYPE),
                Arguments.of("{" + base + ",\"exp\":1e99}", JwtRefusal.CLAIM_TYPE),
                Arguments.of("{" + base + ",\"exp\":-1}", JwtRefusal.CLAIM_TYPE),
                Arguments.of("{" + base + ",\"exp\":true}", JwtRefusal.CLAIM_TYPE),
                Arguments.of("{" + base + ",\"exp\":1000.5}", JwtRefusal.EXPIRED),
                Arguments.of("{" + base + ",\"exp\":LATER,\"exp\":LATER}", JwtRefusal.DUPLICATE_MEMBER),
                Arguments.of("{" + base + ",\"exp\":LATER,\"nbf\":LATER}", JwtRefusal.NOT_YET_VALID),
                Arguments.of("{" + base + ",\"exp\":LATER,\"iat\":LATER}", JwtRefusal.ISSUED_IN_FUTURE),
                Arguments.of("{" + base + ",\"exp\":LATER,\"nonce\":\"n\"}", JwtRefusal.ID_TOKEN),
                Arguments.of("{" + base + ",\"exp\":LATER,\"at_hash\":\"n\"}", JwtRefusal.ID_TOKEN),
                Arguments.of("{" + base + ",\"exp\":LATER,\"c_hash\":\"n\"}", JwtRefusal.ID_TOKEN),
                Arguments.of("{" + base + ",\"exp\":LATER,\"typ\":\"ID\"}", JwtRefusal.ID_TOKEN),
                Arguments.of("{" + base + ",\"exp\":LATER,\"typ\":\"Refresh\"}", JwtRefusal.TYP),
                Arguments.of("{" + base + ",\"exp\":LATER,\"cnf\":{\"jkt\":\"x\"}}", JwtRefusal.BINDING),
                Arguments.of("{" + base + ",\"exp\":LATER,\"cnf\":null}", JwtRefusal.BINDING),
                Arguments.of("{" + base + ",\"exp\":LATER,\"cnf\":{\"x5t#S256\":\"x\"}}", JwtRefusal.BINDING),
                Arguments.of(
                        "{" + base + ",\"exp\":LATER,\"a\":" + "[".repeat(50) + "]".repeat(50) + "}",
                        JwtRefusal.MALFORMED),
                Arguments.of("{" + base + ",\"exp\":LATER,\"a\":\"\\ud800\"}", JwtRefusal.MALFORMED),
                Arguments.of("{" + base + ",\"exp\":LATER,\"a\":0x10}", JwtRefusal.MALFORMED),
                Arguments.of("{" + base + ",\"exp\":LATER,\"a\":" + "9".repeat(100) + "}", JwtRefusal.MALFORMED),
                Arguments.of("{" + base + ",\"exp\":NaN}", JwtRefusal.MALFORMED));
    }

    @ParameterizedTest
    @MethodSource("hostileClaims")
    void refusesHostileClaims(String claims, JwtRefusal refusal) {
        assertClaimsRefused(claims, refusal);
    }

    @Test
    void refusesTokensThatAreNoTokens() throws Exception {
        String good = rs256(at(GOOD));
        assertRefused("", JwtRefusal.MALFORMED);
        assertRefused("..", JwtRefusal.MALFORMED);
        assertRefused("a.b", JwtRefusal.MALFORMED);
        assertRefused("a.b.c.d", JwtRefusal.MALFORMED);
        assertRefused("a.b.c.d.e", JwtRefusal.ENCRYPTED);
        assertRefused("{\"payload\":\"x\",\"signatures\":[]}", JwtRefusal.MALFORMED);
        assertRefused(good + "=", JwtRefusal.MALFORMED);
        assertRefused(good + "\n", JwtRefusal.MALFORMED);
        assertRefused(" " + good, JwtRefusal.MALFORMED);
        assertRefused(good.replace(".", ". "), JwtRefusal.MALFORMED);
        assertRefused("a".repeat(JwtVerifier.MAX_TOKEN + 1), JwtRefusal.TOO_LARGE);
        assertRefused(good.substring(0, good.lastIndexOf('.') + 1), JwtRefusal.SIGNATURE);
        String[] parts = good.split("\\.");
        assertRefused(parts[0] + "." + encode(at(GOOD).replace("jane", "root")) + "." + parts[2], JwtRefusal.SIGNATURE);
        byte[] payload = at(GOOD).getBytes(UTF_8);
        payload[10] = (byte) 0xc0;
        assertRefused(parts[0] + "." + encode(payload) + "." + parts[2], JwtRefusal.MALFORMED);
    }

    @Test
    void refusesAnUnusedBitInTheLastCharacterOfAPart() {
        String header = "{\"alg\":\"RS256\",\"kid\":\"r\"}";
        String good = signed(JwsAlgorithm.RS256, header + " ", at(GOOD));
        int dot = good.indexOf('.');
        assertThat(dot % 4).isNotZero();
        char last = good.charAt(dot - 1);
        assertRefused(good.substring(0, dot - 1) + (char) (last + 1) + good.substring(dot), JwtRefusal.MALFORMED);
    }

    @Test
    void refusesThePublicKeyUsedAsASecret() throws Exception {
        String input = encode("{\"alg\":\"HS256\",\"kid\":\"r\"}") + "." + encode(at(GOOD));
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(TestTokens.RSA.getPublic().getEncoded(), "HmacSHA256"));
        assertRefused(input + "." + encode(mac.doFinal(input.getBytes(UTF_8))), JwtRefusal.ALG_NOT_ALLOWED);
    }

    @ParameterizedTest
    @ValueSource(ints = {64, 0, 63, 65, 72})
    void refusesPsychicAndMisshapenEcSignatures(int length) {
        String input = encode("{\"alg\":\"ES256\",\"kid\":\"e\"}") + "." + encode(at(GOOD));
        assertRefused(input + "." + encode(new byte[length]), JwtRefusal.SIGNATURE);
    }

    @Test
    void anAccessTokenHasItsTypeAndAllItsClaims() {
        JwtVerifier strict = verifier(issuer().type(JwtIssuer.Type.ACCESS).build());
        String header = "{\"alg\":\"RS256\",\"kid\":\"r\",\"typ\":\"at+jwt\"}";
        String claims = at(GOOD).replace("\"sub\"", "\"client_id\":\"c\",\"jti\":\"1\",\"sub\"");
        assertThat(verify(strict, signed(JwsAlgorithm.RS256, header, claims))).isInstanceOf(VerifiedJwt.class);
        assertThat(verify(strict, signed(JwsAlgorithm.RS256, header.replace("at+jwt", "application/AT+JWT"), claims)))
                .isInstanceOf(VerifiedJwt.class);
        assertThat(verify(strict, rs256(claims))).isEqualTo(new JwtResult.Refused(JwtRefusal.TYP));
        assertThat(verify(strict, signed(JwsAlgorithm.RS256, header, at(GOOD))))
                .isEqualTo(new JwtResult.Refused(JwtRefusal.MISSING_CLAIM));
        for (String none : List.of("null", "7", "\"\"", "[\"c\"]")) {
            String nobody = claims.replace("\"client_id\":\"c\"", "\"client_id\":" + none);
            assertThat(verify(strict, signed(JwsAlgorithm.RS256, header, nobody)))
                    .as("a client that is %s", none)
                    .isEqualTo(new JwtResult.Refused(JwtRefusal.CLAIM_TYPE));
            String unnamed = claims.replace("\"jti\":\"1\"", "\"jti\":" + none);
            assertThat(verify(strict, signed(JwsAlgorithm.RS256, header, unnamed)))
                    .as("an id that is %s", none)
                    .isEqualTo(new JwtResult.Refused(JwtRefusal.CLAIM_TYPE));
        }
    }

    @Test
    void aCachedTokenExpiresToTheSecond() {
        JwtVerifier verifier =
                verifier(issuer().clockSkew(Duration.ofSeconds(10)).build());
        String token = rs256(at(GOOD));
        assertThat(verify(verifier, token)).isInstanceOf(VerifiedJwt.class);
        clock.advance(Duration.ofSeconds(309));
        assertThat(verify(verifier, token)).isInstanceOf(VerifiedJwt.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(verify(verifier, token)).isEqualTo(new JwtResult.Refused(JwtRefusal.EXPIRED));
    }

    @Test
    void aTokenOlderThanAllowedIsRefused() {
        JwtVerifier verifier = verifier(
                issuer().maxAge(Duration.ofSeconds(60)).clockSkew(Duration.ZERO).build());
        String token = rs256(at(GOOD));
        clock.advance(Duration.ofSeconds(61));
        assertThat(verify(verifier, token)).isEqualTo(new JwtResult.Refused(JwtRefusal.TOO_OLD));
    }

    @Test
    void aCachedTokenIsJudgedByTheClockOnEveryUse() {
        JwtVerifier verifier = verifier(issuer().maxAge(Duration.ofMinutes(2)).build());
        long start = clock.instant().getEpochSecond();
        String token = rs256(at(GOOD).replace("\"sub\"", "\"nbf\":" + start + ",\"sub\""));
        assertThat(verify(verifier, token)).isInstanceOf(VerifiedJwt.class);
        clock.advance(Duration.ofSeconds(149));
        assertThat(verify(verifier, token)).isInstanceOf(VerifiedJwt.class);
        clock.advance(Duration.ofSeconds(1));
        assertThat(verify(verifier, token)).isEqualTo(new JwtResult.Refused(JwtRefusal.TOO_OLD));
        clock.advance(Duration.ofSeconds(-120));
        assertThat(verify(verifier, token)).isInstanceOf(VerifiedJwt.class);
        clock.advance(Duration.ofSeconds(-61));
        assertThat(verify(verifier, token))
                .as("the clock was set back")
                .isEqualTo(new JwtResult.Refused(JwtRefusal.NOT_YET_VALID));
    }

    @Test
    void aBoundTokenNeedsItsCertificateOnEveryUse() throws Exception {
        TestAuthority authority = new TestAuthority("ca");
        X509Certificate own = authority.leaf("me").issue().certificate();
        X509Certificate other = authority.leaf("other").issue().certificate();
        String thumbprint = encode(MessageDigest.getInstance("SHA-256").digest(own.getEncoded()));
        String token = rs256(at(GOOD).replace("\"sub\"", "\"cnf\":{\"x5t#S256\":\"" + thumbprint + "\"},\"sub\""));
        JwtVerifier verifier = verifier(issuer().build());
        JwtResult refused = new JwtResult.Refused(JwtRefusal.BINDING);
        assertThat(verify(verifier, token)).isEqualTo(refused);
        assertThat(verifier.verify(token, own).toCompletableFuture().join()).isInstanceOf(VerifiedJwt.class);
        assertThat(verify(verifier, token)).isEqualTo(refused);
        assertThat(verifier.verify(token, other).toCompletableFuture().join()).isEqualTo(refused);
    }

    @Test
    void termsThatCannotBeSafeAreRefused() {
        VerificationKeys keys = new VerificationKeys(List.of(TestTokens.rsaKey("r")));
        assertThatThrownBy(() -> JwtIssuer.of("i", Set.of(), keys)).hasMessageContaining("audience");
        assertThatThrownBy(() -> issuer().algorithms(Set.of(JwsAlgorithm.HS256)))
                .hasMessageContaining("allowSharedSecret");
        assertThatThrownBy(() -> issuer().algorithms(Set.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> issuer().clockSkew(Duration.ofMinutes(6)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> JwtVerifier.of(List.of(issuer().build(), issuer().build())))
                .hasMessageContaining("twice");
    }

    @Test
    void textFormsShowNoClaims() {
        VerifiedJwt jwt = (VerifiedJwt) verify(verifier(issuer().build()), rs256(at(GOOD)));
        assertThat(jwt.toString()).doesNotContain("jane");
    }

    @Test
    void readsTheClaimsOfARememberedTokenOnce() {
        JwtVerifier verifier = verifier(issuer().build());
        String token = rs256(at(GOOD));
        List<String> read = new ArrayList<>();
        Function<VerifiedJwt, String> name = jwt -> {
            read.add(jwt.issuer());
            return "caller " + jwt.subject().orElseThrow();
        };
        assertThat(((VerifiedJwt) verify(verifier, token)).view(name)).isEqualTo("caller jane");
        assertThat(((VerifiedJwt) verify(verifier, new String(token.toCharArray()))).view(name))
                .isEqualTo("caller jane");
        assertThat(read).hasSize(1);
        assertThat(((VerifiedJwt) verify(verifier, token)).<String>view(VerifiedJwt::issuer))
                .isEqualTo(TestTokens.ISSUER);
        assertThat(((VerifiedJwt) verify(verifier, token)).view(name)).isEqualTo("caller jane");
    }
}
