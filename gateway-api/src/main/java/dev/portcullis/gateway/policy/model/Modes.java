package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.Mode;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * How features run, as far as someone said so: in {@code spec.modes} for the gateway, in {@code modes} of a route for that
 * route.
 *
 * @param given what was said
 */
public record Modes(Map<Feature, Mode> given) {
    /** Nothing is said: everything is enforced. */
    public static final Modes NONE = new Modes(Map.of());

    /** Checks that what decides about access is not off. */
    public Modes {
        given = Map.copyOf(given);
        given.forEach((feature, mode) -> {
            if (mode == Mode.OFF && !feature.mayBeOff()) {
                throw new IllegalArgumentException(feature.key() + " cannot be off");
            }
        });
    }

    /** What was said about the feature. */
    public Optional<Mode> of(Feature feature) {
        return Optional.ofNullable(given.get(feature));
    }

    /** These modes with another for the feature. */
    public Modes with(Feature feature, Mode mode) {
        Map<Feature, Mode> more = new EnumMap<>(Feature.class);
        more.putAll(given);
        more.put(feature, mode);
        return new Modes(more);
    }

    private static final Shape<Mode> ENFORCE_OR_SHADOW = Shapes.words(Mode.ENFORCE, Mode.SHADOW);

    /** The shape of both. */
    static final Shape<Modes> SHAPE = shape();

    private static Shape<Modes> shape() {
        return Shapes.object("modes", members -> {
            Map<Feature, Member<Mode>> each = new EnumMap<>(Feature.class);
            for (Feature feature : Feature.values()) {
                Shape<Mode> mode = feature.mayBeOff() ? Shapes.words(Mode.values()) : ENFORCE_OR_SHADOW;
                each.put(feature, members.optional(feature.key(), mode));
            }
            return values -> {
                Map<Feature, Mode> given = new EnumMap<>(Feature.class);
                each.forEach((feature, member) -> {
                    Mode mode = values.orNull(member);
                    if (mode != null) {
                        given.put(feature, mode);
                    }
                });
                return new Modes(given);
            };
        });
    }
}
