package dev.portcullis.examples.serve;

import dev.portcullis.gateway.policy.Policy;
import dev.portcullis.gateway.policy.PolicyErrors;
import dev.portcullis.gateway.policy.PolicyLoader;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.PolicyListener;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A stand-alone gateway in the making. Not thread-safe. */
public final class StandAloneBuilder {
    private final Path policy;
    private final ServerKind kind;
    private final List<FilterProvider> providers = new ArrayList<>();
    private InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    private Function<String, @Nullable String> variables = System::getenv;
    private Duration patience = ServerKind.PATIENCE;

    StandAloneBuilder(Path policy, ServerKind kind) {
        this.policy = policy;
        this.kind = kind;
    }

    /** Sets where it listens; a free port of the loopback interface otherwise. */
    public StandAloneBuilder listenOn(InetSocketAddress where) {
        address = where;
        return this;
    }

    /** Sets where the policy's environment variables come from; the process's own otherwise. */
    public StandAloneBuilder variables(Function<String, @Nullable String> from) {
        variables = from;
        return this;
    }

    /** Sets how long a client may send and take nothing, or be at one head. */
    StandAloneBuilder patience(Duration time) {
        patience = time;
        return this;
    }

    /** Adds a provider to those on the class path. */
    public StandAloneBuilder with(FilterProvider provider) {
        providers.add(provider);
        return this;
    }

    /**
     * Starts it; it accepts connections when this returns.
     *
     * @param listener is told of every later policy
     * @throws PolicyErrors if the policy cannot be served
     * @throws Exception if an address cannot be bound
     */
    public StandAlone start(PolicyListener listener) throws Exception {
        return StandAlone.start(this, listener);
    }

    Path policy() {
        return policy;
    }

    ServerKind kind() {
        return kind;
    }

    Duration patience() {
        return patience;
    }

    InetSocketAddress address() {
        return address;
    }

    PolicyLoader loader(FilterProvider... own) {
        List<FilterProvider> all = new ArrayList<>();
        ServiceLoader.load(FilterProvider.class).forEach(all::add);
        all.addAll(providers);
        all.addAll(List.of(own));
        return Policy.loader().withVariables(variables).withProviders(all.toArray(FilterProvider[]::new));
    }
}
