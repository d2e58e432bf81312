package dev.portcullis.auth.interop;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import dev.portcullis.auth.json.StrictJson;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;

/** A Keycloak in development mode, with one realm, that a test starts and stops. */
final class Keycloak implements AutoCloseable {
    static final String SECRET = "secret-of-the-test";
    private static final String REALM = """
            {"realm": "corp", "enabled": true, "clients": [{
              "clientId": "shop", "enabled": true, "protocol": "openid-connect", "publicClient": false,
              "secret": "%s", "serviceAccountsEnabled": true, "standardFlowEnabled": false,
              "protocolMappers": [{
                "name": "orders", "protocol": "openid-connect", "protocolMapper": "oidc-audience-mapper",
                "config": {"included.custom.audience": "orders", "access.token.claim": "true"}}]}]}
            """.formatted(SECRET);

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process process;
    private final String url;

    Keycloak(Path home) throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        url = "http://127.0.0.1:" + port;
        Files.createDirectories(home.resolve("data/import"));
        Files.writeString(home.resolve("data/import/corp-realm.json"), REALM);
        ProcessBuilder start = new ProcessBuilder(
                "sh",
                home.resolve("bin/kc.sh").toString(),
                "start-dev",
                "--db=dev-mem",
                "--http-host=127.0.0.1",
                "--http-port=" + port,
                "--import-realm");
        start.environment().put("KC_BOOTSTRAP_ADMIN_USERNAME", "admin");
        start.environment().put("KC_BOOTSTRAP_ADMIN_PASSWORD", SECRET);
        start.environment().put("JAVA_HOME", System.getProperty("java.home"));
        start.environment().put("JAVA_OPTS_KC_HEAP", "-Xmx512m");
        File log = home.resolve("test.log").toFile();
        process = start.redirectErrorStream(true).redirectOutput(log).start();
        await().atMost(Duration.ofMinutes(5))
                .pollInterval(Duration.ofMillis(500))
                .ignoreExceptions()
                .until(() -> get(issuer() + "/.well-known/openid-configuration").statusCode() == 200);
    }

    String issuer() {
        return url + "/realms/corp";
    }

    private HttpResponse<String> get(String uri) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString());
    }

    /** An access token by the client's own secret. */
    String token() throws Exception {
        return token("corp", Map.of("grant_type", "client_credentials", "client_id", "shop", "client_secret", SECRET));
    }

    private String token(String realm, Map<String, String> form) throws Exception {
        StringJoiner fields = new StringJoiner("&");
        form.forEach((name, value) -> fields.add(name + "=" + URLEncoder.encode(value, UTF_8)));
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create(url + "/realms/" + realm + "/protocol/openid-connect/token"))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(fields.toString()))
                .build();
        HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
        return (String) StrictJson.object(answer.body()).get("access_token");
    }

    private HttpRequest.Builder admin(String path) throws Exception {
        Map<String, String> form =
                Map.of("grant_type", "password", "client_id", "admin-cli", "username", "admin", "password", SECRET);
        return HttpRequest.newBuilder(URI.create(url + "/admin/realms/corp" + path))
                .header("Authorization", "Bearer " + token("master", form))
                .header("Content-Type", "application/json");
    }

    /** Has the realm sign with a new key from now on, and returns where it can be removed again. */
    String rotate(int priority) throws Exception {
        String key = "{\"name\":\"rsa-" + priority + "\",\"providerId\":\"rsa-generated\","
                + "\"providerType\":\"org.keycloak.keys.KeyProvider\",\"config\":{\"priority\":[\"" + priority
                + "\"],\"enabled\":[\"true\"],\"active\":[\"true\"],\"keySize\":[\"2048\"],\"algorithm\":[\"RS256\"]}}";
        HttpResponse<String> answer = client.send(
                admin("/components").POST(BodyPublishers.ofString(key)).build(), BodyHandlers.ofString());
        if (answer.statusCode() != 201) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
        String location = answer.headers().firstValue("Location").orElseThrow();
        return location.substring(location.lastIndexOf('/'));
    }

    /** Takes a key away. */
    void remove(String component) throws Exception {
        HttpResponse<String> answer =
                client.send(admin("/components" + component).DELETE().build(), BodyHandlers.ofString());
        if (answer.statusCode() != 204) {
            throw new IOException(answer.statusCode() + " " + answer.body());
        }
    }

    @Override
    public void close() throws InterruptedException {
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
