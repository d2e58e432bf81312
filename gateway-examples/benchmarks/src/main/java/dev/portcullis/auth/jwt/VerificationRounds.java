package dev.portcullis.auth.jwt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.management.ThreadMXBean;
import dev.portcullis.auth.jwks.JwsAlgorithm;
import dev.portcullis.auth.jwks.KeySource;
import dev.portcullis.auth.jwks.VerificationKey;
import dev.portcullis.auth.jwks.VerificationKeys;
import dev.portcullis.benchmarks.Forgetful;
import java.lang.management.ManagementFactory;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a token costs, in processor time of the thread, and its signature alone by the JDK, in short rounds that take turns: so
 * whatever else the machine does hits all of them, and the ratios of one round can be compared.
 *
 * <p>Arguments: {@code [rounds [milliseconds a turn]]}.
 */
public final class VerificationRounds {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String ISSUER = "https://idp.example/realms/corp";

    private static volatile @Nullable Object sink;

    private VerificationRounds() {}

    private interface Work {
        Object once() throws GeneralSecurityException;
    }

    /** Prints a line for each algorithm and part. */
    public static void main(String[] arguments) throws Exception {
        int rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 25;
        int millis = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 40;
        for (String algorithm : List.of("RS256", "ES256", "EdDSA")) {
            measure(algorithm, parts(algorithm), rounds, millis);
        }
        System.exit(0);
    }

    private static Map<String, Work> parts(String algorithm) throws GeneralSecurityException {
        String name = algorithm.equals("RS256")
                ? "SHA256withRSA"
                : algorithm.equals("ES256") ? "SHA256withECDSAinP1363Format" : "Ed25519";
        KeyPairGenerator generator = KeyPairGenerator.getInstance(
                algorithm.equals("RS256") ? "RSA" : algorithm.equals("ES256") ? "EC" : "Ed25519");
        if (!algorithm.equals("EdDSA")) {
            generator.initialize(algorithm.equals("RS256") ? 2048 : 256);
        }
        KeyPair pair = generator.generateKeyPair();
        String claims = "{\"iss\":\"" + ISSUER + "\",\"sub\":\"f3b1c9de-41b2-4a8e-9f0e-2f6a7b0c1d2e\","
                + "\"aud\":[\"orders\",\"account\"],\"exp\":4102444800,\"iat\":1700000000,\"jti\":\"8d1f6c7e\","
                + "\"azp\":\"shop\",\"scope\":\"openid profile orders.read orders.write\",\"tenant\":\"blue\","
                + "\"groups\":[\"staff\",\"sales\"],\"realm_access\":{\"roles\":[\"reader\",\"buyer\"]},"
                + "\"preferred_username\":\"jane\",\"email\":\"jane@corp.example\"}";
        String text = encode("{\"alg\":\"" + algorithm + "\",\"typ\":\"JWT\",\"kid\":\"k1\"}") + "." + encode(claims);
        byte[] input = text.getBytes(UTF_8);
        Signature signer = Signature.getInstance(name);
        signer.initSign(pair.getPrivate());
        signer.update(input);
        byte[] signature = signer.sign();
        String token = text + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature);
        VerificationKey key = VerificationKey.of("k1", pair.getPublic(), null);
        VerificationKeys keys = new VerificationKeys(List.of(key));
        JwtVerifier remembering = verifier(keys);
        JwtVerifier forgetful = verifier(new Forgetful(keys));
        JwsAlgorithm declared = JwsAlgorithm.valueOf(algorithm);
        Map<String, Work> parts = new LinkedHashMap<>();
        parts.put("signature by the JDK", () -> {
            Signature verifier = Signature.getInstance(name);
            verifier.initVerify(pair.getPublic());
            verifier.update(input);
            return verifier.verify(signature);
        });
        parts.put(
                "first",
                () -> forgetful.verify(token, null).toCompletableFuture().join());
        parts.put("first: signature", () -> key.verify(declared, input, signature));
        parts.put("first: parse", () -> {
            try {
                return CompactJws.parse(token.getBytes(ISO_8859_1));
            } catch (CompactJws.Refusal e) {
                throw new IllegalStateException(e);
            }
        });
        parts.put("digest of the token", () -> TokenDigest.of(token.getBytes(ISO_8859_1)));
        parts.put(
                "remembered",
                () -> remembering.verify(token, null).toCompletableFuture().join());
        if (!(parts.get("first").once() instanceof VerifiedJwt)) {
            throw new IllegalStateException("the token has to be good");
        }
        return parts;
    }

    private static String encode(String text) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(UTF_8));
    }

    private static JwtVerifier verifier(KeySource keys) {
        return JwtVerifier.of(
                List.of(JwtIssuer.of(ISSUER, Set.of("orders"), keys).build()));
    }

    private static void measure(String algorithm, Map<String, Work> parts, int rounds, int millis)
            throws GeneralSecurityException {
        List<String> names = List.copyOf(parts.keySet());
        double[][] micros = new double[names.size()][rounds];
        for (int i = -rounds / 2; i < rounds; i++) { // those before 0 compile
            for (int j = 0; j < names.size(); j++) {
                double each = turn(parts.get(names.get(j)), millis);
                if (i >= 0) {
                    micros[j][i] = each;
                }
            }
        }
        for (int j = 0; j < names.size(); j++) {
            double[] ratios = new double[rounds];
            for (int i = 0; i < rounds; i++) {
                ratios[i] = micros[j][i] / micros[0][i];
            }
            System.out.printf(
                    "%s %-22s %9.2f us %9d bytes %8.3f of the signature by the JDK%n",
                    algorithm, names.get(j), median(micros[j]), bytes(parts.get(names.get(j))), median(ratios));
        }
    }

    private static double turn(Work work, int millis) throws GeneralSecurityException {
        long end = System.nanoTime() + millis * 1_000_000L;
        long before = THREADS.getCurrentThreadCpuTime();
        int times = 0;
        while (System.nanoTime() < end) {
            for (int i = 0; i < 8; i++) {
                sink = work.once();
            }
            times += 8;
        }
        return (THREADS.getCurrentThreadCpuTime() - before) / 1e3 / times;
    }

    private static long bytes(Work work) throws GeneralSecurityException {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 100; i++) {
            sink = work.once();
        }
        return (THREADS.getCurrentThreadAllocatedBytes() - before) / 100;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
