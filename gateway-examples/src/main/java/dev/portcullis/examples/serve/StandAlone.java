package dev.portcullis.examples.serve;

import dev.portcullis.gateway.policy.PolicyHost;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import dev.portcullis.gateway.tls.ServerTls;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.jspecify.annotations.Nullable;

/** A gateway of its own: a policy that is followed, a server that listens, and upstreams that requests go on to. */
public final class StandAlone implements AutoCloseable {
    /** How long requests under way may take once it stops. */
    public static final Duration GRACE = Duration.ofSeconds(10);

    private final ServerKind kind;
    private final PolicyHost policy;
    private final RunningServer server;
    private final @Nullable AdminServer admin;
    private final boolean secure;
    private final ScheduledExecutorService timer;

    private StandAlone(
            ServerKind kind,
            PolicyHost policy,
            RunningServer server,
            @Nullable AdminServer admin,
            boolean secure,
            ScheduledExecutorService timer) {
        this.kind = kind;
        this.policy = policy;
        this.server = server;
        this.admin = admin;
        this.secure = secure;
        this.timer = timer;
    }

    /** Starts to configure a gateway that follows this policy file in a server of this kind. */
    public static StandAloneBuilder configure(Path policy, ServerKind kind) {
        return new StandAloneBuilder(policy, kind);
    }

    static StandAlone start(StandAloneBuilder wanted, PolicyListener reports) throws Exception {
        ScheduledExecutorService timer = timer();
        PolicyHost policy = null;
        RunningServer server = null;
        try {
            ListenerProvider listener = new ListenerProvider();
            policy = PolicyHost.follow(wanted.loader(new UpstreamProvider(timer), listener), wanted.policy());
            policy.listen(reports);
            ServerTls tls = policy.current().offered(ServerTls.class).orElse(null);
            listener.listensWithTls(tls != null);
            server = wanted.kind().start(policy, wanted.address(), tls, wanted.patience());
            var listed = policy.current().policy().admin();
            AdminServer admin = listed.isEmpty() ? null : AdminServer.start(listed.get(), policy);
            return new StandAlone(wanted.kind(), policy, server, admin, tls != null, timer);
        } catch (Exception e) {
            if (server != null) {
                server.stop(Duration.ZERO);
            }
            if (policy != null) {
                policy.close();
            }
            timer.shutdownNow();
            throw e;
        }
    }

    /** Forgets an alarm as soon as it is off: there is one for each request, and most never ring. */
    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "portcullis-upstream-timer");
            thread.setDaemon(true);
            return thread;
        });
        timer.setRemoveOnCancelPolicy(true);
        return timer;
    }

    /** The line that says that it accepts connections. */
    public String ready() {
        StringBuilder line = new StringBuilder("portcullis ready server=")
                .append(kind.name().toLowerCase(Locale.ROOT))
                .append(" url=")
                .append(secure ? "https://" : "http://")
                .append(text(server.address()));
        if (admin != null) {
            line.append(" admin=http://").append(text(admin.address()));
        }
        return line.append(" policy=").append(policy.current().metadata()).toString();
    }

    private static String text(InetSocketAddress address) {
        String host = address.getAddress().getHostAddress();
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + address.getPort();
    }

    /** The TLS of its listener; empty where it has none. */
    public Optional<ServerTls> tls() {
        return policy.current().offered(ServerTls.class);
    }

    /** Where it listens. */
    public InetSocketAddress address() {
        return server.address();
    }

    /** Takes the policy file as it is now. */
    public void reload() {
        policy.reload();
    }

    /** Stops accepting, lets what runs finish for {@link #GRACE}, and lets go of everything. */
    @Override
    public void close() {
        close(GRACE);
    }

    /** Stops accepting, lets what runs finish for at most this long, and lets go of everything, whatever still runs. */
    void close(Duration grace) {
        if (admin != null) {
            admin.notReady();
        }
        try {
            server.stop(grace);
        } finally {
            policy.close(); // the audit trail is sealed in any case
            if (admin != null) {
                admin.close();
            }
            timer.shutdownNow();
        }
    }
}
