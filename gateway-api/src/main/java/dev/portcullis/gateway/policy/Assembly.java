package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.RefusedHead;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.metrics.ExchangeMetrics;
import dev.portcullis.gateway.policy.model.FilterUse;
import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.model.OnFailure;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.Suggestion;
import dev.portcullis.gateway.policy.spi.Condition;
import dev.portcullis.gateway.policy.spi.CustomFilter;
import dev.portcullis.gateway.policy.spi.FilterProvider;
import dev.portcullis.gateway.policy.spi.FilterSite;
import dev.portcullis.gateway.policy.spi.Purpose;
import dev.portcullis.gateway.policy.spi.TestCaller;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts one policy together, or refuses it. */
final class Assembly {
    private static final Logger LOG = LoggerFactory.getLogger(Policy.class);
    private static final Place SPEC = Place.TOP.member("spec");

    private final PolicyLoader loader;
    private final Draft draft;
    private final Purpose purpose;
    private final GatewayPolicy policy;
    private final ModeChoice modes;
    private final Resources kept;
    private final Resources compiled;
    private final Contributed contributed = new Contributed();
    private final ExchangeMetrics exchanges;
    private final Map<RoutePolicy, Place> places = new HashMap<>();
    private @Nullable TestCaller caller;

    /**
     * Prepares a policy.
     *
     * @param previous whose resources are taken over; in a check only what holds no state
     * @throws PolicyErrors where the draft has mistakes that leave nothing to check
     */
    Assembly(PolicyLoader loader, Draft draft, Purpose purpose, @Nullable LoadedPolicy previous) throws PolicyErrors {
        GatewayPolicy read = draft.policy();
        if (read == null || draft.errors().incomplete()) {
            throw new PolicyErrors(draft.errors().all());
        }
        this.loader = loader;
        this.draft = draft;
        // a policy that is refused anyway is only checked, so that nothing is opened for it
        this.purpose = draft.errors().isEmpty() ? purpose : Purpose.CHECK;
        this.policy = read;
        this.modes = new ModeChoice(read);
        this.kept = new Resources(previous == null || this.purpose == Purpose.CHECK ? null : previous.kept());
        this.compiled = new Resources(previous == null ? null : previous.compiled());
        this.exchanges = previous == null ? new ExchangeMetrics() : previous.exchanges();
        for (int i = 0; i < read.routes().size(); i++) {
            places.put(read.routes().get(i), SPEC.member("routes").item(i));
        }
    }

    /** Puts the caller of a test on every exchange. */
    Assembly calledBy(@Nullable TestCaller test) {
        caller = test;
        return this;
    }

    LoadedPolicy assemble() throws PolicyErrors {
        boolean done = false;
        try {
            for (FilterProvider provider : loader.providers().all()) {
                contribute(provider);
            }
            for (RoutePolicy route : policy.routes()) {
                for (int i = 0; i < route.filters().size(); i++) {
                    install(
                            route,
                            route.filters().get(i),
                            place(route).member("filters").item(i));
                }
            }
            Routing routing = new Routing(this);
            Hygiene hygiene = new Hygiene(this);
            contributed.installed().forEach(installed -> installed.settle(policy.routes()));
            new Consistency(this).check();
            if (!draft.errors().isEmpty()) {
                throw new PolicyErrors(draft.errors().all());
            }
            String digest = draft.digest();
            if (digest != null) {
                contributed.report(new Condition("policy", () -> "sha256:" + digest));
            }
            LoadedPolicy loaded = new LoadedPolicy(
                    gateway(routing, hygiene),
                    policy,
                    contributed.offers(),
                    exchanges,
                    contributed.metrics(),
                    contributed.conditions(),
                    contributed.listeners(),
                    draft.sources().watched(),
                    kept,
                    compiled);
            done = true;
            return loaded;
        } catch (RuntimeException e) { // what was contributed cannot be put together
            LOG.warn("a policy could not be put together", e);
            failed(SPEC, e);
            throw new PolicyErrors(draft.errors().all());
        } finally {
            if (!done) {
                kept.release();
                compiled.release();
            }
        }
    }

    private void contribute(FilterProvider provider) {
        try {
            provider.contribute(new ProviderContext(this, provider.name()), contributed);
        } catch (RuntimeException e) { // a provider's mistake refuses the policy and names the provider
            LOG.warn("{} failed while a policy was loaded", provider.name(), e);
            error(SPEC, "internal", provider.name() + " failed: " + e.getClass().getSimpleName());
        }
    }

    private void install(RoutePolicy route, FilterUse use, Place place) {
        CustomFilter<?> filter = loader.providers().filter(use.name());
        if (filter == null) {
            error(
                    place.member("name"),
                    "unknown-filter",
                    "unknown filter \"" + use.name() + "\" in " + place
                            + Suggestion.didYouMean(
                                    use.name(), loader.providers().filters().keySet()));
            return;
        }
        try {
            install(filter, route, use, place);
        } catch (RuntimeException e) { // as above
            LOG.warn("the filter {} failed while a policy was loaded", use.name(), e);
            failed(place, e);
        }
    }

    @SuppressWarnings("unchecked") // the settings were read by the filter's own shape
    private <S> void install(CustomFilter<S> filter, RoutePolicy route, FilterUse use, Place place) {
        FilterSite site = new FilterSite(new ProviderContext(this, "filter " + use.name()), route, place);
        Installed installed = contributed
                .install(
                        filter.stage(),
                        filter.placement(),
                        new NamedFilter(use.name(), filter.make((S) use.settings(), site)))
                .mode(other -> other == route ? use.mode() : Mode.OFF)
                .at(place);
        if (use.onFailure() == OnFailure.OPEN) {
            installed.failingOpen();
        }
    }

    private Gateway gateway(Routing routing, Hygiene hygiene) {
        Gateway.Builder gateway = Gateway.builder()
                .clock(loader.clock(), loader.nanoTime())
                .scheduler(loader.scheduler())
                .limits(policy.limits())
                .pathRules(policy.paths())
                .policyVersion(policy.metadata().toString())
                .onOutcome(exchanges);
        policy.clientAddress().ifPresent(trust -> gateway.trustedProxies(trust.trustedProxies()));
        TestCaller test = caller;
        if (purpose == Purpose.CHECK && test != null) {
            gateway.add(Installation.before(Stage.AUDIT, exchange -> {
                exchange.put(TestCaller.KEY, test);
                return Decision.CONTINUE;
            }));
        }
        routing.install(gateway);
        hygiene.installations().forEach(gateway::add);
        for (Installed installed : contributed.installed()) {
            Installation installation = installed.installation(policy.routes());
            if (installation != null) {
                gateway.add(installation);
            }
        }
        List<BiConsumer<RefusedHead, Outcome>> observers = List.copyOf(contributed.refusedHeads());
        if (!observers.isEmpty()) {
            gateway.onRefusedHead((head, outcome) -> observers.forEach(observer -> observer.accept(head, outcome)));
        }
        return gateway.build();
    }

    void error(Place place, String code, String message) {
        draft.errors().note(draft.position(place), code, message);
    }

    /** Reports that something could not be made; the message of an unexpected exception may hold anything. */
    void failed(Place place, Exception failure) {
        String why = failure instanceof IllegalArgumentException && failure.getMessage() != null
                ? failure.getMessage()
                : failure.getClass().getSimpleName();
        error(place, "cannot-start", "in " + place + ": " + why);
    }

    Place place(RoutePolicy route) {
        Place place = places.get(route);
        if (place == null) {
            throw new IllegalArgumentException(route + " is not a route of this policy");
        }
        return place;
    }

    PolicyLoader loader() {
        return loader;
    }

    Draft draft() {
        return draft;
    }

    Purpose purpose() {
        return purpose;
    }

    GatewayPolicy policy() {
        return policy;
    }

    ModeChoice modes() {
        return modes;
    }

    Resources kept() {
        return kept;
    }

    Resources compiled() {
        return compiled;
    }

    Contributed contributed() {
        return contributed;
    }
}
