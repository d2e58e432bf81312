package dev.portcullis.audit.policy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.portcullis.audit.chain.ChainVerifier;
import dev.portcullis.audit.chain.Verification;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A gateway that is killed in the middle of a load, again and again, on one trail. */
final class Kills {
    private static final Pattern EXCHANGE = Pattern.compile(
            "\"event\":\"(exchange|intent|exchange\\.end)\".*\"path\":\"/r/([0-9-]+)\".*\"status\":(null|200)");
    private static final int CLIENTS = 4;

    /** What became of the records. */
    record Result(int acknowledged, int lost, int handled, int handledWithoutRecord, Verification verification) {}

    private final Path folder;
    private final KeyPair keys;
    private final SplittableRandom random = new SplittableRandom(11);
    private final Set<String> acknowledged = ConcurrentHashMap.newKeySet();

    Kills(Path folder, String fsync) throws Exception {
        this.folder = folder;
        keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
        String pem = Base64.getMimeEncoder(64, "\n".getBytes(UTF_8))
                .encodeToString(keys.getPrivate().getEncoded());
        Files.writeString(
                folder.resolve("sign.pem"), "-----BEGIN PRIVATE KEY-----\n" + pem + "\n-----END PRIVATE KEY-----\n");
        Files.writeString(folder.resolve("mac.key"), "0123456789abcdef0123456789abcdef");
        Files.writeString(folder.resolve("policy.yaml"), """
                apiVersion: portcullis.dev/v1
                kind: GatewayPolicy
                metadata: {name: t, version: "1"}
                spec:
                  audit:
                    sinks: [{file: {path: trail/audit.jsonl, rotate: 64GiB}}]
                    fsync: %s
                    chain: {signingKey: "${file:sign.pem}", macKey: "${file:mac.key}", checkpoint: {records: 50, every: 1s}}
                  routes:
                    - {id: r, match: {path: "/r/{id}"}, authenticate: none, audit: {required: true}}
                """.formatted(fsync));
    }

    Result run(int kills) throws Exception {
        for (int kill = 0; kill < kills; kill++) {
            Process server = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-XX:+UseSerialGC",
                            "-XX:TieredStopAtLevel=1",
                            "-Xmx256m",
                            "-cp",
                            System.getProperty("java.class.path"),
                            KilledServer.class.getName(),
                            folder.toString())
                    .redirectError(folder.resolve("errors.log").toFile())
                    .start();
            try (BufferedReader out = server.inputReader()) {
                String line = out.readLine();
                assertThat(line)
                        .as(Files.readString(folder.resolve("errors.log")))
                        .startsWith("port ");
                load(server, Integer.parseInt(line.substring(5)), kill, 1 + random.nextInt(150));
            } finally {
                server.destroyForcibly();
            }
        }
        return judge();
    }

    private void load(Process server, int port, int kill, int answers) throws Exception {
        int before = acknowledged.size();
        HttpClient client = HttpClient.newHttpClient();
        List<Thread> clients = new ArrayList<>();
        for (int c = 0; c < CLIENTS; c++) {
            String name = kill + "-" + c + "-";
            Thread thread = new Thread(() -> {
                for (int i = 0; server.isAlive(); i++) {
                    if (!send(client, port, name + i)) {
                        return;
                    }
                }
            });
            thread.start();
            clients.add(thread);
        }
        await().atMost(60, TimeUnit.SECONDS)
                .pollDelay(1, TimeUnit.MILLISECONDS)
                .pollInterval(1, TimeUnit.MILLISECONDS)
                .until(() -> acknowledged.size() >= before + answers);
        server.destroyForcibly().waitFor(); // SIGKILL
        for (Thread thread : clients) {
            thread.join(20_000);
        }
    }

    private boolean send(HttpClient client, int port, String id) {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/r/" + id))
                .build();
        try {
            HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() == 200 && answer.body().equals("done")) {
                acknowledged.add(id);
            }
            return true;
        } catch (IOException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private Result judge() throws Exception {
        Path trail = folder.resolve("trail");
        Verification found = new ChainVerifier(
                        List.of(keys.getPublic()), "0123456789abcdef0123456789abcdef".getBytes(UTF_8), null)
                .verifyAll(List.of(trail));
        Set<String> answered = new HashSet<>();
        Set<String> known = new HashSet<>();
        for (String line : lines(trail)) {
            Matcher record = EXCHANGE.matcher(line);
            if (record.find()) {
                known.add(record.group(2));
                if (record.group(1).equals("exchange") && record.group(3).equals("200")) {
                    answered.add(record.group(2));
                }
            }
        }
        int lost = 0;
        for (String id : acknowledged) {
            lost += answered.contains(id) ? 0 : 1;
        }
        int handled = 0;
        int without = 0;
        for (String line : Files.readAllLines(folder.resolve("handled.log"))) {
            handled++;
            without += known.contains(line.substring("/r/".length())) ? 0 : 1;
        }
        return new Result(acknowledged.size(), lost, handled, without, found);
    }

    private static List<String> lines(Path trail) throws IOException {
        List<String> all = new ArrayList<>();
        try (var files = Files.list(trail)) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".jsonl")).toList()) {
                all.addAll(Files.readAllLines(file));
            }
            return all;
        }
    }
}
