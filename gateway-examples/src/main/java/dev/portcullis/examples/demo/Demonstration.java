package dev.portcullis.examples.demo;

import dev.portcullis.examples.serve.ServerKind;
import dev.portcullis.examples.serve.StandAlone;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.spi.Contribution;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * An identity provider, a service, and a gateway before it, in one process; requests go to the gateway over real sockets, and each line says what
 * became of one and why.
 */
public final class Demonstration implements AutoCloseable {
    private static final String POLICY = "orders.yaml";
    private static final List<String> FILES = List.of(POLICY, "firewall.conf");

    private final OrderService service;
    private final IdentityProvider issuer;
    private final StandAlone gateway;
    private final MutualTls mutual;
    private final Reasons reasons;
    private final AuditTrail trail;
    private final Path folder;
    private final DemoKeys keys;

    private Demonstration(
            OrderService service,
            IdentityProvider issuer,
            StandAlone gateway,
            MutualTls mutual,
            Reasons reasons,
            AuditTrail trail,
            Path folder,
            DemoKeys keys) {
        this.service = service;
        this.issuer = issuer;
        this.gateway = gateway;
        this.mutual = mutual;
        this.reasons = reasons;
        this.trail = trail;
        this.folder = folder;
        this.keys = keys;
    }

    /** Starts service and gateway on free ports. */
    public static Demonstration start() throws Exception {
        Path folder = Files.createTempDirectory("portcullis-demo");
        for (String name : FILES) {
            try (InputStream file = Demonstration.class.getResourceAsStream(name)) {
                Files.copy(java.util.Objects.requireNonNull(file, name), folder.resolve(name));
            }
        }
        DemoKeys keys = DemoKeys.writeTo(folder);
        AuditTrail trail = AuditTrail.in(folder);
        OrderService service = OrderService.start();
        IdentityProvider issuer = IdentityProvider.start();
        Reasons reasons = new Reasons();
        try {
            StandAlone gateway = StandAlone.configure(folder.resolve(POLICY), ServerKind.JDK)
                    .listenOn(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                    .variables(Map.of("DEMO_SERVICE", service.url(), "DEMO_KEYS", issuer.keysUrl())::get)
                    .with(observing(reasons))
                    .start(new PolicyListener() {});
            MutualTls mutual = MutualTls.start(service.url(), observing(reasons));
            return new Demonstration(service, issuer, gateway, mutual, reasons, trail, folder, keys);
        } catch (Exception e) {
            service.close();
            issuer.close();
            throw e;
        }
    }

    private static FilterProvider observing(Reasons reasons) {
        return new FilterProvider() {
            @Override
            public String name() {
                return "demo";
            }

            @Override
            public void contribute(PolicyContext policy, Contribution contribution) {
                contribution.install(Stage.AUDIT, reasons);
                contribution.onRefusedHead((head, outcome) -> reasons.remember(head.id(), outcome));
            }
        };
    }

    /**
     * Sends all requests and reports each.
     *
     * @return whether everything was as expected
     */
    public boolean run(PrintWriter out) throws IOException {
        List<Trial> trials = new ArrayList<>(Trials.all(issuer, keys));
        trials.addAll(mutual.trials());
        int expected = 0;
        int audited = 0;
        for (int i = 0; i < trials.size(); i++) {
            Trial trial = trials.get(i);
            Trial.Carrier over = trial.over();
            RawClient.Answer answer = over == null
                    ? RawClient.send(gateway.address(), trial.head(host()), trial.content())
                    : over.send(trial.head(host()), trial.content());
            audited += over != null || answer.field("x-request-id").isEmpty() ? 0 : 1;
            String reason =
                    answer.status() == 0 && over != null ? answer.head() : reasons.of(answer.field("x-request-id"));
            reason = reason.equals("-") && answer.status() < 400 ? Trial.OK : reason;
            boolean good = answer.status() == trial.status()
                    && (reason.equals(trial.reason()) || reason.equals("-"))
                    && trial.further().test(answer);
            expected += good ? 1 : 0;
            out.println(line(i + 1, trial, answer, reason, good));
            out.flush();
        }
        boolean proven = trail.print(out, audited);
        out.println("demo: " + expected + " of " + trials.size() + " as expected");
        out.flush();
        return proven && expected == trials.size();
    }

    private static String line(int number, Trial trial, RawClient.Answer answer, String reason, boolean good) {
        StringBuilder line = new StringBuilder();
        line.append(number < 10 ? "0" : "").append(number).append(' ');
        line.append(trial.method()).append(' ').append(trial.target());
        line.append(" -> ").append(answer.status()).append(' ').append(reason);
        while (line.length() < 64) {
            line.append(' ');
        }
        line.append("  ").append(trial.shows());
        if (!good) {
            line.append("  [expected ")
                    .append(trial.status())
                    .append(' ')
                    .append(trial.reason())
                    .append(']');
        }
        return line.toString();
    }

    private String host() {
        return "127.0.0.1:" + gateway.address().getPort();
    }

    /** Lines that a person can paste into a shell. */
    public List<String> curlLines() {
        String url = "http://" + host();
        return List.of(
                "curl -i " + url + "/orders/42",
                "curl -i " + url + "/report",
                "curl -i -H 'Authorization: Bearer " + issuer.token("ann", "admin", 3600) + "' " + url + "/report",
                "curl -i " + url + "/nothing-here",
                "curl -i -X DELETE " + url + "/orders/42",
                "curl -i --path-as-is '" + url + "/docs/..;/admin'",
                "curl -i --path-as-is '" + url + "/docs/%252e%252e/admin'");
    }

    @Override
    public void close() throws IOException {
        gateway.close();
        mutual.close();
        service.close();
        issuer.close();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
