package dev.portcullis.auth.testkit;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import dev.portcullis.auth.policy.AuthProvider;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.policy.LoadedPolicy;
import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.policy.PolicyLoader;
import dev.portcullis.gateway.testkit.ManualClock;
import dev.portcullis.gateway.testkit.ManualScheduler;
import dev.portcullis.gateway.tls.policy.TlsProvider;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A policy in a real server. */
public final class Site implements AutoCloseable {
    private static final String HEAD = """
            apiVersion: portcullis.dev/v1
            kind: GatewayPolicy
            metadata: {name: site, version: "1"}
            spec:
            """;

    /** As the body of a refusal names it. */
    private static final Pattern REQUEST_ID = Pattern.compile("\"requestId\":\"([0-9a-f]{32})\"");

    /** A server. */
    public interface Server extends AutoCloseable {
        /** Listens on a free port of loopback, answering 200 to what passes. */
        InetSocketAddress start(Host host) throws Exception;

        @Override
        void close();
    }

    private final Codes codes = new Codes();
    private final Server server;
    private final LoadedPolicy policy;
    private final InetSocketAddress address;

    private Site(Path folder, String spec, Server server, ManualClock clock) throws Exception {
        this.server = server;
        this.policy = loader(clock).load(write(folder, spec));
        this.address = server.start(policy.gateway());
    }

    private PolicyLoader loader(ManualClock clock) {
        PolicyLoader loader = Policy.loader().withProviders(codes, new TlsProvider(), new AuthProvider());
        return clock == null ? loader : loader.withClock(clock, clock).withScheduler(new ManualScheduler(clock));
    }

    /** Serves the policy. */
    public static Site start(Path folder, String spec, Server server) throws Exception {
        return new Site(folder, spec, server, null);
    }

    /** Serves the policy on the JDK's server. */
    public static Site start(Path folder, String spec) throws Exception {
        return new Site(folder, spec, new JdkServer(), null);
    }

    /** Serves the policy by this clock, on this server. */
    public static Site start(Path folder, String spec, Server server, ManualClock clock) throws Exception {
        return new Site(folder, spec, server, clock);
    }

    /** Serves the policy by this clock. */
    public static Site start(Path folder, String spec, ManualClock clock) throws Exception {
        return new Site(folder, spec, new JdkServer(), clock);
    }

    /** Writes a policy with this {@code spec}, which is indented by two spaces. */
    public static Path write(Path folder, String spec) throws IOException {
        return Files.writeString(folder.resolve("site.yaml"), HEAD + spec.indent(2));
    }

    /** The mistakes in a policy, one a line. */
    public static String mistakes(Path folder, String spec) throws IOException {
        try {
            Policy.loader()
                    .withProviders(new AuthProvider())
                    .load(write(folder, spec))
                    .close();
            return "";
        } catch (PolicyErrors e) {
            StringBuilder lines = new StringBuilder();
            e.errors().forEach(error -> lines.append(error).append('\n'));
            return lines.toString();
        }
    }

    public LoadedPolicy policy() {
        return policy;
    }

    public InetSocketAddress address() {
        return address;
    }

    /** Who made a request that was answered. */
    public Principal caller(Answer answer) {
        return codes.caller(answer.headers().first("X-Request-Id").orElseThrow());
    }

    /** Sends a GET with these names and values of fields, as they are. */
    public Answer get(String target, String... fields) {
        StringBuilder head = new StringBuilder("GET ").append(target).append(" HTTP/1.1\r\nHost: site.example\r\n");
        for (int i = 0; i < fields.length; i += 2) {
            head.append(fields[i]).append(": ").append(fields[i + 1]).append("\r\n");
        }
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            return send(socket, head.append("Connection: close\r\n\r\n").toString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Sends a request on a connection, to its end. */
    public Answer send(Socket socket, String request) throws IOException {
        socket.setSoTimeout(60_000);
        socket.getOutputStream().write(request.getBytes(ISO_8859_1));
        socket.getOutputStream().flush();
        return parse(new String(socket.getInputStream().readAllBytes(), ISO_8859_1));
    }

    private Answer parse(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] lines = text.substring(0, end).split("\r\n");
        Headers.Builder headers = Headers.builder(lines.length);
        for (int i = 1; i < lines.length; i++) {
            int colon = lines[i].indexOf(':');
            headers.add(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip());
        }
        Headers fields = headers.build();
        Matcher named = REQUEST_ID.matcher(text.substring(end));
        String id = named.find() ? named.group(1) : fields.first("X-Request-Id").orElseThrow();
        String code = await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(2))
                .atMost(Duration.ofSeconds(20))
                .until(() -> codes.of(id), Objects::nonNull);
        return new Answer(Integer.parseInt(lines[0].substring(9, 12)), fields, code);
    }

    @Override
    public void close() {
        server.close();
        policy.close();
    }
}
