package dev.portcullis.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.auth.jwks.KeySource;
import dev.portcullis.auth.jwks.VerificationKey;
import dev.portcullis.auth.jwks.VerificationKeys;
import dev.portcullis.auth.jwt.JwtIssuer;
import dev.portcullis.auth.jwt.JwtResult;
import dev.portcullis.auth.jwt.JwtVerifier;
import dev.portcullis.auth.jwt.VerifiedJwt;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** A token of a usual size: remembered, seen for the first time, and its signature alone by the JDK. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
public class VerificationBenchmark {
    /** How the token is signed. */
    @Param({"RS256", "ES256"})
    public String algorithm = "RS256";

    private String token = "";
    private byte[] input = new byte[0];
    private byte[] signature = new byte[0];
    private KeyPair pair = new KeyPair(null, null);
    private JwtVerifier remembering = JwtVerifier.of(List.of());
    private JwtVerifier forgetful = JwtVerifier.of(List.of());

    /** Signs the token. */
    @Setup
    public void sign() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm.equals("RS256") ? "RSA" : "EC");
        generator.initialize(algorithm.equals("RS256") ? 2048 : 256);
        pair = generator.generateKeyPair();
        String claims = "{\"iss\":\"https://idp.example/realms/corp\",\"sub\":\"f3b1c9de-41b2-4a8e-9f0e-2f6a7b0c1d2e\","
                + "\"aud\":[\"orders\",\"account\"],\"exp\":4102444800,\"iat\":1700000000,\"jti\":\"8d1f6c7e\","
                + "\"azp\":\"shop\",\"scope\":\"openid profile orders.read orders.write\",\"tenant\":\"blue\","
                + "\"groups\":[\"staff\",\"sales\"],\"realm_access\":{\"roles\":[\"reader\",\"buyer\"]},"
                + "\"preferred_username\":\"jane\",\"email\":\"jane@corp.example\"}";
        String text = encode(("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"k1\"}").getBytes(UTF_8)) + "."
                + encode(claims.getBytes(UTF_8));
        input = text.getBytes(UTF_8);
        Signature signer = jdk();
        signer.initSign(pair.getPrivate());
        signer.update(input);
        signature = signer.sign();
        token = text + "." + encode(signature);
        VerificationKeys keys = new VerificationKeys(List.of(VerificationKey.of("k1", pair.getPublic(), null)));
        remembering = verifier(keys);
        forgetful = verifier(new Forgetful(keys));
        if (!(verified(remembering) instanceof VerifiedJwt) || !(verified(forgetful) instanceof VerifiedJwt)) {
            throw new IllegalStateException("the token has to be good");
        }
    }

    private static JwtVerifier verifier(KeySource keys) {
        return JwtVerifier.of(List.of(JwtIssuer.of("https://idp.example/realms/corp", Set.of("orders"), keys)
                .build()));
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private Signature jdk() throws GeneralSecurityException {
        return Signature.getInstance(algorithm.equals("RS256") ? "SHA256withRSA" : "SHA256withECDSAinP1363Format");
    }

    private JwtResult verified(JwtVerifier verifier) {
        return verifier.verify(token, null).toCompletableFuture().join();
    }

    /** A token that was verified before. */
    @Benchmark
    public JwtResult remembered() {
        return verified(remembering);
    }

    /** A token that was not. */
    @Benchmark
    public JwtResult first() {
        return verified(forgetful);
    }

    /** Its signature alone. */
    @Benchmark
    public boolean signatureByTheJdk() throws GeneralSecurityException {
        Signature verifier = jdk();
        verifier.initVerify(pair.getPublic());
        verifier.update(input);
        return verifier.verify(signature);
    }
}
