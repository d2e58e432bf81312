package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.metrics.ExchangeMetrics;
import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.spi.Condition;
import dev.portcullis.gateway.policy.spi.Metric;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.DoubleSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A policy in force: its gateway and what its filters hold. Thread-safe. Whoever loaded it closes it, after the last exchange.
 */
public final class LoadedPolicy implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(PolicyHost.class);

    private final Gateway gateway;
    private final GatewayPolicy policy;
    private final Map<Class<?>, Object> offers;
    private final ExchangeMetrics exchanges;
    private final List<Metric> metrics;
    private final List<Condition> conditions;
    private final List<PolicyListener> listeners;
    private final Set<Path> watched;
    private final Resources kept;
    private final Resources compiled;
    private final AtomicBoolean closed = new AtomicBoolean();

    LoadedPolicy(
            Gateway gateway,
            GatewayPolicy policy,
            Map<Class<?>, Object> offers,
            ExchangeMetrics exchanges,
            List<Metric> metrics,
            List<Condition> conditions,
            List<PolicyListener> listeners,
            Set<Path> watched,
            Resources kept,
            Resources compiled) {
        this.gateway = gateway;
        this.policy = policy;
        this.offers = Map.copyOf(offers);
        this.exchanges = exchanges;
        this.metrics = List.copyOf(metrics);
        this.conditions = List.copyOf(conditions);
        this.listeners = List.copyOf(listeners);
        this.watched = Set.copyOf(watched);
        this.kept = kept;
        this.compiled = compiled;
    }

    /** The gateway. */
    public Gateway gateway() {
        return gateway;
    }

    /** What it was made of. */
    public GatewayPolicy policy() {
        return policy;
    }

    /** Its name and version. */
    public Metadata metadata() {
        return policy.metadata();
    }

    /** What a filter provider left for whoever runs the gateway, such as the TLS contexts of its listeners. */
    public <T> Optional<T> offered(Class<T> type) {
        return Optional.ofNullable(offers.get(type)).map(type::cast);
    }

    /**
     * The numbers of the gateway and of its filters, as many as there are by now. What is counted of exchanges goes on from
     * policy to policy.
     */
    public List<Metric> metrics() {
        List<Metric> all = new ArrayList<>(metrics);
        all.add(gauge(
                "portcullis_policy_info",
                "The policy in force.",
                Map.of("policy", metadata().toString()),
                () -> 1));
        all.add(gauge(
                "portcullis_buffered_bytes", "Bytes of collected bodies held now.", Map.of(), gateway::bufferedBytes));
        all.add(gauge(
                "portcullis_parked_exchanges",
                "Exchanges that wait for a deferred verdict now.",
                Map.of(),
                gateway::parkedExchanges));
        all.addAll(exchanges.metrics());
        return all;
    }

    private static Metric gauge(String name, String help, Map<String, String> labels, DoubleSupplier value) {
        return new Metric(name, help, Metric.Kind.GAUGE, labels, value);
    }

    /** What its filters report as changing by itself. */
    public List<Condition> conditions() {
        return conditions;
    }

    ExchangeMetrics exchanges() {
        return exchanges;
    }

    /** The files and directories that it was made of, besides its own. */
    public Set<Path> watched() {
        return watched;
    }

    List<PolicyListener> listeners() {
        return listeners;
    }

    /** Tells that it is active from now on. */
    void active(List<PolicyListener> all) {
        LOG.info("the policy {} is active", metadata());
        for (PolicyListener listener : all) {
            tell(() -> listener.active(metadata(), conditions));
        }
    }

    static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) { // a listener's failure is its own
            LOG.warn("a listener of the policy failed", e);
        }
    }

    Resources kept() {
        return kept;
    }

    Resources compiled() {
        return compiled;
    }

    /** Lets go of what the filters hold; what a later policy goes on using stays open. Idempotent. */
    @Override
    public void close() {
        if (closed.compareAndSet(false, true)) {
            kept.release();
            compiled.release();
        }
    }

    @Override
    public String toString() {
        return "LoadedPolicy[" + policy.metadata() + "]";
    }
}
