package dev.portcullis.examples.demo;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.portcullis.examples.serve.ServerKind;
import dev.portcullis.examples.serve.StandAlone;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.tls.ClientTls;
import dev.portcullis.gateway.tls.ClientTlsSettings;
import dev.portcullis.gateway.tls.PeerRefusal;
import dev.portcullis.gateway.tls.ServerTls;
import dev.portcullis.gateway.tls.TlsIdentity;
import dev.portcullis.gateway.tls.TlsMaterialException;
import dev.portcullis.gateway.tls.TlsPreset;
import dev.portcullis.gateway.tls.TrustBundle;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A second gateway before the same service, on a listener that speaks TLS and knows its clients by certificate. */
final class MutualTls implements AutoCloseable {
    private static final String POLICY = "mutual.yaml";
    private static final String NAME = "orders.example";

    private final Path folder;
    private final StandAlone gateway;

    private MutualTls(Path folder, StandAlone gateway) {
        this.folder = folder;
        this.gateway = gateway;
    }

    static MutualTls start(String service, FilterProvider observer) throws Exception {
        Path folder = Files.createTempDirectory("portcullis-demo-tls");
        try (InputStream policy = MutualTls.class.getResourceAsStream(POLICY)) {
            Files.copy(Objects.requireNonNull(policy, POLICY), folder.resolve(POLICY));
        }
        DemoAuthority servers = new DemoAuthority("demo servers");
        DemoAuthority clients = new DemoAuthority("demo clients");
        servers.writeTo(folder.resolve("servers.crt"));
        servers.issue(folder, "gateway", NAME);
        clients.writeTo(folder.resolve("clients.crt"));
        clients.issue(folder, "cart", "cart.example");
        new DemoAuthority("demo clients").issue(folder, "impostor", "cart.example");
        StandAlone gateway = StandAlone.configure(folder.resolve(POLICY), ServerKind.JDK)
                .variables(Map.of("DEMO_SERVICE", service)::get)
                .with(observer)
                .start(new PolicyListener() {});
        return new MutualTls(folder, gateway);
    }

    /** The requests, in order. */
    List<Trial> trials() {
        return List.of(
                trial("cart", NAME, 200, Trial.OK, "mutual TLS: a certificate of the right authority"),
                trial("impostor", NAME, 0, PeerRefusal.SIGNATURE_WRONG.code(), "one whose authority only says so"),
                trial(null, NAME, 0, PeerRefusal.NO_CERTIFICATE.code(), "no certificate: no request"),
                trial("cart", "other.example", 421, "tls.misdirected", "another host than the handshake was for"));
    }

    private Trial trial(@Nullable String identity, String host, int status, String reason, String shows) {
        return Trial.of("GET", "/orders/42", status, reason, shows).through((head, content) -> {
            byte[] named = new String(head, ISO_8859_1)
                    .replaceFirst("Host: [^\r]*", "Host: " + host)
                    .getBytes(ISO_8859_1);
            return send(identity, named, content);
        });
    }

    private RawClient.Answer send(@Nullable String identity, byte[] head, byte[] content) throws IOException {
        ServerTls tls = gateway.tls().orElseThrow();
        Map<PeerRefusal, Long> before = counts(tls);
        Socket plain =
                new Socket(gateway.address().getAddress(), gateway.address().getPort());
        RawClient.Answer answer;
        try (Socket socket = client(identity)
                .context()
                .getSocketFactory()
                .createSocket(plain, NAME, gateway.address().getPort(), true)) {
            answer = RawClient.send(socket, head, content);
        }
        return answer.status() == 0 ? new RawClient.Answer(0, reason(before, counts(tls)), "") : answer;
    }

    private ClientTls client(@Nullable String identity) {
        try {
            TrustBundle servers = TrustBundle.fromPem(folder.resolve("servers.crt"));
            TlsIdentity own = identity == null
                    ? null
                    : TlsIdentity.fromPem(folder.resolve(identity + ".crt"), folder.resolve(identity + ".key"));
            return ClientTls.of(new ClientTlsSettings(TlsPreset.MODERN, servers, own, null));
        } catch (TlsMaterialException e) {
            throw new IllegalStateException("the demonstration wrote these files itself", e);
        }
    }

    private static Map<PeerRefusal, Long> counts(ServerTls tls) {
        Map<PeerRefusal, Long> counts = new EnumMap<>(PeerRefusal.class);
        for (PeerRefusal why : PeerRefusal.values()) {
            counts.put(why, tls.refused(why));
        }
        return counts;
    }

    /** A handshake has no request and so no answer; why it was refused is counted. */
    private static String reason(Map<PeerRefusal, Long> before, Map<PeerRefusal, Long> after) {
        for (Map.Entry<PeerRefusal, Long> count : after.entrySet()) {
            if (!count.getValue().equals(before.get(count.getKey()))) {
                return count.getKey().code();
            }
        }
        return "-";
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.deleteIfExists(file);
            }
        }
        Files.deleteIfExists(folder);
    }
}
