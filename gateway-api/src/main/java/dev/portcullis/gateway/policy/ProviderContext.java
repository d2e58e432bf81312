package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Scheduler;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Names;
import dev.portcullis.gateway.policy.shape.Node;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Reading;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.spi.Maker;
import dev.portcullis.gateway.policy.spi.PolicyContext;
import dev.portcullis.gateway.policy.spi.Purpose;
import dev.portcullis.gateway.policy.yaml.YamlReader;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A policy as one provider sees it. */
final class ProviderContext implements PolicyContext {
    private final Assembly assembly;
    private final String provider;

    ProviderContext(Assembly assembly, String provider) {
        this.assembly = assembly;
        this.provider = provider;
    }

    @Override
    public GatewayPolicy policy() {
        return assembly.policy();
    }

    @Override
    public Purpose purpose() {
        return assembly.purpose();
    }

    @Override
    public InstantSource clock() {
        return assembly.loader().clock();
    }

    @Override
    public InstantSource wallClock() {
        return assembly.loader().wall();
    }

    @Override
    public LongSupplier nanoTime() {
        return assembly.loader().nanoTime();
    }

    @Override
    public Scheduler scheduler() {
        return assembly.loader().scheduler();
    }

    @Override
    public Path base() {
        return assembly.draft().sources().base();
    }

    @Override
    public Mode mode(Feature feature, RoutePolicy route) {
        return assembly.modes().mode(feature, route);
    }

    @Override
    public Optional<Mode> routeMode(Feature feature, RoutePolicy route) {
        return assembly.modes().routeMode(feature, route);
    }

    @Override
    public Mode defaultMode(Feature feature) {
        return assembly.modes().defaultMode(feature);
    }

    @Override
    public Place place(RoutePolicy route) {
        return assembly.place(route);
    }

    @Override
    public void error(Place place, String code, String message) {
        assembly.error(place, code, message);
    }

    @Override
    public void dangling(Place place, NameKind kind, String name, Collection<String> known) {
        assembly.error(place, "dangling-reference", Names.dangling(kind, name, place, known));
    }

    @Override
    public <T> Optional<T> read(PolicyFile file, Shape<T> shape) {
        Draft draft = assembly.draft();
        Path path = file.path();
        Path base = draft.sources().base();
        String label = path.startsWith(base) ? base.relativize(path).toString() : path.toString();
        Optional<Node> root = YamlReader.read(label, file.bytes(), draft.errors());
        Reading reading = new Reading(draft.errors(), draft.sources());
        Optional<T> read = root.flatMap(node -> shape.read(node, Place.TOP, reading));
        reading.names().reportDangling(draft.errors());
        return read;
    }

    @Override
    public <R> Optional<R> compiled(Place place, String name, Object settings, Maker<R> make) {
        return assembly.compiled()
                .get(provider + '/' + name, settings, make, failure -> assembly.failed(place, failure));
    }

    @Override
    public <R extends AutoCloseable> Optional<R> kept(Place place, String name, Object settings, Maker<R> make) {
        return assembly.kept().get(provider + '/' + name, settings, make, failure -> assembly.failed(place, failure));
    }
}
