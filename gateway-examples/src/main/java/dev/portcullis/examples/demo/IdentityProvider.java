package dev.portcullis.examples.demo;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.time.Instant;
import java.util.Arrays;
import java.util.Base64;

/** Issues tokens, and serves the key that verifies them. */
final class IdentityProvider implements AutoCloseable {
    static final String ISSUER = "https://idp.example";
    private static final int RAW_KEY = 32;

    private final HttpServer server;
    private final KeyPair keys;

    private IdentityProvider(HttpServer server, KeyPair keys) {
        this.server = server;
        this.keys = keys;
    }

    static IdentityProvider start() throws IOException, GeneralSecurityException {
        KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        byte[] encoded = keys.getPublic().getEncoded();
        String x = text(Arrays.copyOfRange(encoded, encoded.length - RAW_KEY, encoded.length));
        byte[] set = ("{\"keys\":[{\"kty\":\"OKP\",\"crv\":\"Ed25519\",\"kid\":\"demo\",\"use\":\"sig\",\"x\":\"" + x
                        + "\"}]}")
                .getBytes(UTF_8);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/keys", exchange -> {
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(200, set.length);
            exchange.getResponseBody().write(set);
            exchange.close();
        });
        server.start();
        return new IdentityProvider(server, keys);
    }

    String keysUrl() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/keys";
    }

    /** A token for the orders service that is good for the given number of seconds. */
    String token(String subject, String role, long seconds) {
        String claims = "{\"iss\":\"" + ISSUER + "\",\"aud\":\"orders\",\"sub\":\"" + subject + "\",\"roles\":[\""
                + role + "\"],\"exp\":" + (Instant.now().getEpochSecond() + seconds) + "}";
        String input =
                text("{\"alg\":\"EdDSA\",\"kid\":\"demo\"}".getBytes(UTF_8)) + "." + text(claims.getBytes(UTF_8));
        try {
            Signature signer = Signature.getInstance("Ed25519");
            signer.initSign(keys.getPrivate());
            signer.update(input.getBytes(UTF_8));
            return input + "." + text(signer.sign());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK from 15 on has Ed25519", e);
        }
    }

    /** The same token with the oldest trick: a header that says that nothing was signed. */
    String unsigned(String subject, String role) {
        String signed = token(subject, role, 300);
        String claims = signed.substring(signed.indexOf('.'), signed.lastIndexOf('.') + 1);
        return text("{\"alg\":\"none\"}".getBytes(UTF_8)) + claims;
    }

    private static String text(byte[] bytes) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
