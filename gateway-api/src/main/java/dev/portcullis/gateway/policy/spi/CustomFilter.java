package dev.portcullis.gateway.policy.spi;

import static java.util.Objects.requireNonNull;

import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Installation;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.util.function.BiFunction;

/**
 * A filter that a route can name: {@code filters: [{name: my-filter, settings: {...}}]}. Each use of it makes a filter of its
 * own. Immutable.
 *
 * <pre>{@code
 * CustomFilter.of("tenant-header", TenantHeader.SHAPE, (settings, site) -> new TenantHeader(settings))
 * }</pre>
 *
 * @param <S> what its settings become
 */
public final class CustomFilter<S> {
    private final String name;
    private final Shape<S> settings;
    private final BiFunction<? super S, FilterSite, ? extends Filter> make;
    private final Stage stage;
    private final Installation.Placement placement;

    private CustomFilter(
            String name,
            Shape<S> settings,
            BiFunction<? super S, FilterSite, ? extends Filter> make,
            Stage stage,
            Installation.Placement placement) {
        this.name = requireNonNull(name, "name");
        this.settings = requireNonNull(settings, "settings");
        this.make = requireNonNull(make, "make");
        this.stage = requireNonNull(stage, "stage");
        if (stage == Stage.AUDIT || (stage == Stage.ROUTE && placement != Installation.Placement.AFTER)) {
            throw new IllegalArgumentException("a filter of a route cannot run before the route is known");
        }
        this.placement = placement;
    }

    /**
     * A filter at {@link Stage#CUSTOM}.
     *
     * @param name as routes name it
     * @param settings what its settings may be; where that takes an empty object, a route may leave them out
     * @param make makes the filter of one use
     */
    public static <S> CustomFilter<S> of(
            String name, Shape<S> settings, BiFunction<? super S, FilterSite, ? extends Filter> make) {
        return new CustomFilter<>(name, settings, make, Stage.CUSTOM, Installation.Placement.WITHIN);
    }

    /** A filter at {@link Stage#CUSTOM} that takes no settings. */
    public static CustomFilter<Boolean> of(
            String name, BiFunction<? super Boolean, FilterSite, ? extends Filter> make) {
        return of(name, Shapes.object("settings-" + name, members -> values -> true), make);
    }

    /** The same filter right before a stage. */
    public CustomFilter<S> before(Stage other) {
        return new CustomFilter<>(name, settings, make, other, Installation.Placement.BEFORE);
    }

    /** The same filter right after a stage. */
    public CustomFilter<S> after(Stage other) {
        return new CustomFilter<>(name, settings, make, other, Installation.Placement.AFTER);
    }

    /** As routes name it. */
    public String name() {
        return name;
    }

    /** What its settings may be. */
    public Shape<S> settings() {
        return settings;
    }

    /** The stage that it is placed by. */
    public Stage stage() {
        return stage;
    }

    /** Where it runs relative to the stage. */
    public Installation.Placement placement() {
        return placement;
    }

    /** The filter of one use. */
    public Filter make(S use, FilterSite site) {
        return requireNonNull(make.apply(use, site), "the filter " + name);
    }
}
