package dev.portcullis.gateway.policy.spi;

import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.Scheduler;
import dev.portcullis.gateway.policy.model.Feature;
import dev.portcullis.gateway.policy.model.GatewayPolicy;
import dev.portcullis.gateway.policy.model.Metadata;
import dev.portcullis.gateway.policy.model.RouteKey;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.Section;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Place;
import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.gateway.policy.shape.Shape;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A policy that was read, as a filter provider sees it. Valid during {@link FilterProvider#contribute} only. */
public interface PolicyContext {
    /** All that was read. */
    GatewayPolicy policy();

    /** The policy's name and version. */
    default Metadata metadata() {
        return policy().metadata();
    }

    /** What it is loaded for. */
    Purpose purpose();

    /** The gateway's clock; filters keep it. */
    InstantSource clock();

    /**
     * The clock that tells whether the certificates and keys that a policy names are good today. It differs from
     * {@link #clock()} only while a policy's tests run, whose requests may come at any time.
     */
    InstantSource wallClock();

    /** Elapsed time in nanoseconds, as {@link System#nanoTime} tells it; filters keep it. */
    LongSupplier nanoTime();

    /** The gateway's timers; filters keep it. */
    Scheduler scheduler();

    /** The directory that relative paths start from. */
    Path base();

    /** The value of a section; empty where the document has none. */
    default <T> Optional<T> get(Section<T> section) {
        return policy().get(section);
    }

    /** Whether the document has the section, whoever owns it. */
    default boolean has(String section) {
        return policy().sectionNames().contains(section);
    }

    /** All routes in the order of the document. */
    default List<RoutePolicy> routes() {
        return policy().routes();
    }

    /** How a feature runs on a route: what the route says, else the gateway's default, else enforced. */
    Mode mode(Feature feature, RoutePolicy route);

    /** What the route itself says about a feature, in {@code modes}. */
    Optional<Mode> routeMode(Feature feature, RoutePolicy route);

    /** How a feature runs where no route says otherwise. */
    Mode defaultMode(Feature feature);

    /** Where the route stands. */
    Place place(RoutePolicy route);

    /** Where the route's key stands. */
    default Place place(RoutePolicy route, RouteKey<?> key) {
        return place(route).member(key.name());
    }

    /**
     * Reports a mistake; the policy is then refused.
     *
     * @param place where it is; {@link Section#place} and {@link #place} begin the way
     * @param code stable, words joined by hyphens
     * @param message what is wrong, where, and what to do; carries no secret
     */
    void error(Place place, String code, String message);

    /**
     * Reports a name that nothing has, with a suggestion. In a document {@link
     * dev.portcullis.gateway.policy.shape.Shapes#reference} has reported it already, which is not repeated; a policy that was
     * built in Java has only this.
     *
     * @param place where it is referred to
     * @param kind the kind of what is missing
     * @param name the name
     * @param known the names that there are
     */
    void dangling(Place place, NameKind kind, String name, Collection<String> known);

    /**
     * Reads a YAML file that the policy names; its mistakes are the policy's, with their place in that file.
     *
     * @return what it became; empty where mistakes leave nothing to use
     */
    <T> Optional<T> read(PolicyFile file, Shape<T> shape);

    /**
     * Makes something that depends on its settings alone and holds no state, such as compiled rules; or gives the one that was
     * made of equal settings before.
     *
     * @param place where its settings stand; what {@code make} throws is reported there
     * @param name unique among what this provider makes
     * @param settings everything that it is made of; compared with {@code equals}, so records and lists of records
     * @param make makes it; the message of an {@link IllegalArgumentException} is shown, of others only the kind
     * @return it; empty where it could not be made
     */
    <R> Optional<R> compiled(Place place, String name, Object settings, Maker<R> make);

    /**
     * Makes something that holds state, threads or connections, such as the counters of a limit; or gives the one that the
     * policy before had under this name for equal settings, with its state. It is closed when the last exchange of the last
     * policy that uses it has ended, or at once where the policy is refused.
     *
     * @param place where its settings stand; what {@code make} throws is reported there
     * @param name unique among what this provider makes
     * @param settings everything that it is made of; compared with {@code equals}, so records and lists of records
     * @param make makes it; the message of an {@link IllegalArgumentException} is shown, of others only the kind
     * @return it; empty where it could not be made
     */
    <R extends AutoCloseable> Optional<R> kept(Place place, String name, Object settings, Maker<R> make);
}
