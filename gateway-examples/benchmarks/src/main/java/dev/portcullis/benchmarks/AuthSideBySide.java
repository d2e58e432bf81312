package dev.portcullis.benchmarks;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.benchmarks.SideBySide.Client;
import dev.portcullis.benchmarks.SideBySide.Window;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.servlet.GatewayFilter;
import jakarta.servlet.Filter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToDoubleFunction;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.annotation.web.configurers.AbstractHttpConfigurer;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.NimbusJwtDecoder;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Requests a second of a servlet on Jetty: bare, behind the gateway with a policy that asks nothing of callers,
 * with one of a JWT issuer and of roles, and behind Spring Security as a resource server that asks for a scope, in short windows
 * that take turns. Each connection has a token of
 * its own and sends it again and again, as clients do.
 *
 * <p>Arguments: {@code [windows [milliseconds a window [connections]]]}.
 */
public final class AuthSideBySide {
    private static final long WARM_UP_NANOS = 20_000_000_000L;
    private static final String ISSUER = "https://idp.example";
    private static final KeyPair KEYS = keys();
    private static final List<String> NAMES = List.of("bare", "open policy", "JWT and roles", "Spring Security");

    /** A policy that asks nothing of callers: what any costs. */
    private static final String OPEN = "routes: [{id: hello, match: {path: /hello}, authenticate: none}]";

    private static final String GUARDED = """
            authentication: {jwt: [{name: corp, issuer: "%s", audience: [orders], keys: {jwksFile: keys.json}}]}
            authorization:
              roles: [{name: reader, allow: [{methods: [GET], paths: [/**]}]}]
              bindings: [{role: reader, subjects: [{group: staff}], tenants: [blue]}]
            routes: [{id: hello, match: {path: /hello}}]
            """.formatted(ISSUER);

    private AuthSideBySide() {}

    /** Measures, and prints a line for requests and one for processor time. */
    public static void main(String[] arguments) throws Exception {
        int windows = SideBySide.number(arguments, 0, 21);
        int millis = SideBySide.number(arguments, 1, 400);
        int connections = SideBySide.number(arguments, 2, 8);
        List<byte[]> requests = new ArrayList<>();
        for (int i = 0; i < connections; i++) {
            requests.add(request(i));
        }
        List<List<Client>> clients = new ArrayList<>();
        for (Filter filter : Arrays.asList(null, GatewayFilter.of(open()), GatewayFilter.of(guarded()), spring())) {
            int port = SideBySide.jettyBehind(filter);
            List<Client> here = new ArrayList<>();
            for (byte[] request : requests) {
                here.add(new Client(port, request));
            }
            clients.add(here);
        }
        ExecutorService threads = Executors.newFixedThreadPool(connections);
        for (long start = System.nanoTime(); System.nanoTime() - start < WARM_UP_NANOS; ) { // compiles all
            for (List<Client> each : clients) {
                SideBySide.window(threads, each, millis);
            }
        }
        Window[][] found = new Window[clients.size()][windows];
        for (int i = 0; i < windows; i++) {
            for (int j = 0; j < clients.size(); j++) {
                int turn = (i + j) % clients.size();
                found[turn][i] = SideBySide.window(threads, clients.get(turn), millis);
            }
        }
        threads.shutdown();
        report("requests/s", found, Window::perSecond);
        report("server CPU us/request", found, Window::serverMicros);
        System.exit(0);
    }

    private static void report(String name, Window[][] found, ToDoubleFunction<Window> value) {
        System.out.printf("%s: bare %.1f", name, median(found[0], value));
        for (int i = 1; i < NAMES.size(); i++) {
            System.out.printf(
                    ", %s %.1f (%s of bare)", NAMES.get(i), median(found[i], value), ratio(found[i], found[0], value));
        }
        System.out.printf("; JWT and roles to Spring Security %s%n", ratio(found[2], found[3], value));
    }

    private static double median(Window[] windows, ToDoubleFunction<Window> value) {
        return SideBySide.at(Arrays.stream(windows).mapToDouble(value).toArray(), 0.5);
    }

    private static String ratio(Window[] of, Window[] to, ToDoubleFunction<Window> value) {
        double[] ratios = new double[of.length];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = value.applyAsDouble(of[i]) / value.applyAsDouble(to[i]);
        }
        return String.format(
                "%.3f [%.3f to %.3f]",
                SideBySide.at(ratios, 0.5), SideBySide.at(ratios, 0.25), SideBySide.at(ratios, 0.75));
    }

    private static KeyPair keys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String encode(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static String encode(BigInteger number) {
        byte[] bytes = number.toByteArray();
        return encode(bytes[0] == 0 ? Arrays.copyOfRange(bytes, 1, bytes.length) : bytes);
    }

    private static String token(int number) throws GeneralSecurityException {
        String claims = "{\"iss\":\"" + ISSUER
                + "\",\"sub\":\"jane\",\"aud\":\"orders\",\"exp\":4102444800,\"iat\":1700000000," + "\"jti\":\""
                + number + "\",\"scope\":\"orders.read\",\"tenant\":\"blue\",\"groups\":[\"staff\"]}";
        String input =
                encode("{\"alg\":\"RS256\",\"kid\":\"k\"}".getBytes(UTF_8)) + "." + encode(claims.getBytes(UTF_8));
        Signature signer = Signature.getInstance("SHA256withRSA");
        signer.initSign(KEYS.getPrivate());
        signer.update(input.getBytes(UTF_8));
        return input + "." + encode(signer.sign());
    }

    /** Asks for the greeting with a token of its own. */
    static byte[] request(int number) throws GeneralSecurityException {
        return ("GET /hello HTTP/1.1\r\nHost: localhost\r\nAccept: */*\r\nUser-Agent: bench\r\nAuthorization: Bearer "
                        + token(number) + "\r\n\r\n")
                .getBytes(US_ASCII);
    }

    /** A gateway that asks nothing of callers. */
    static Gateway open() throws Exception {
        return gateway(OPEN);
    }

    /** A gateway that asks for a token and a role. */
    static Gateway guarded() throws Exception {
        return gateway(GUARDED);
    }

    private static Gateway gateway(String spec) throws Exception {
        RSAPublicKey key = (RSAPublicKey) KEYS.getPublic();
        Path folder = Files.createTempDirectory("side-by-side");
        Files.writeString(
                folder.resolve("keys.json"),
                "{\"keys\":[{\"kty\":\"RSA\",\"kid\":\"k\",\"n\":\"" + encode(key.getModulus()) + "\",\"e\":\""
                        + encode(key.getPublicExponent()) + "\"}]}");
        Path policy = Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: bench, version: "1"}
                spec:
                %s""".formatted(spec.indent(2)));
        return Policy.load(policy).gateway();
    }

    private static Filter spring() {
        return (Filter)
                new AnnotationConfigApplicationContext(ResourceServer.class).getBean("springSecurityFilterChain");
    }

    /** As Spring's reference has it. */
    @Configuration
    @EnableWebSecurity
    public static class ResourceServer {
        /** Asks for a token with a scope. */
        @Bean
        public SecurityFilterChain chain(HttpSecurity http) throws Exception {
            return http.authorizeHttpRequests(all -> all.anyRequest().hasAuthority("SCOPE_orders.read"))
                    .oauth2ResourceServer(server -> server.jwt(jwt -> jwt.decoder(decoder())))
                    .sessionManagement(sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                    .csrf(AbstractHttpConfigurer::disable)
                    .build();
        }

        /** With a key that is known: no fetch is measured. */
        @Bean
        public JwtDecoder decoder() {
            return NimbusJwtDecoder.withPublicKey((RSAPublicKey) KEYS.getPublic())
                    .build();
        }
    }
}
