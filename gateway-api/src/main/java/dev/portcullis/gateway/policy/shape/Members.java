package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Describes the members of an object, inside {@link Shapes#object}:
 *
 * <pre>{@code
 * Shape<Lockout> LOCKOUT = Shapes.object("lockout", members -> {
 *     Member<Long> failures = members.withDefault("perAddress", Shapes.number(1, 1_000_000), 10);
 *     Member<Duration> within = members.required("within", Shapes.duration());
 *     return values -> new Lockout(values.get(failures), values.get(within));
 * });
 * }</pre>
 */
public final class Members {
    /** A rule about which members stand together. */
    record Rule(Kind kind, List<String> names) {
        enum Kind {
            EXACTLY_ONE,
            AT_LEAST_ONE,
            AT_MOST_ONE,
            TOGETHER
        }
    }

    private final List<Member<?>> members = new ArrayList<>();
    private final List<Rule> rules = new ArrayList<>();
    private final Map<String, String> refused = new LinkedHashMap<>();

    Members() {}

    /** A member that must be there. */
    public <T> Member<T> required(String name, Shape<T> shape) {
        return add(name, shape, true, null, null);
    }

    /** A member that may be absent. */
    public <T> Member<T> optional(String name, Shape<T> shape) {
        return add(name, shape, false, null, null);
    }

    /**
     * A member that may be absent, and then has this value.
     *
     * @param written the value as a document would have it: a text, number, boolean, or list or map of these
     * @throws IllegalArgumentException if the shape does not read it
     */
    public <T> Member<T> withDefault(String name, Shape<T> shape, Object written) {
        Reading reading = nowhere();
        T value = shape.parse(Written.node(written), Place.TOP.member(name), reading);
        if (value == null || !reading.errors().isEmpty()) {
            throw new IllegalArgumentException(
                    "the default of " + name + ": " + reading.errors().all());
        }
        return add(name, shape, false, written, value);
    }

    /** A member that may be absent where its shape takes an empty object, and then is that; else it must be there. */
    public <T> Member<T> settings(String name, Shape<T> shape) {
        T empty = shape.parse(Written.node(Map.of()), Place.TOP.member(name), nowhere());
        return empty == null ? required(name, shape) : add(name, shape, false, Map.of(), empty);
    }

    /** Refuses a key that is known, with a sentence that says why it cannot be used here. */
    public void refuse(String name, String message) {
        refused.put(requireNonNull(name, "name"), requireNonNull(message, "message"));
    }

    /** Exactly one of these is there. */
    public void exactlyOne(Member<?>... of) {
        rules.add(new Rule(Rule.Kind.EXACTLY_ONE, names(of)));
    }

    /** At least one of these is there. */
    public void atLeastOne(Member<?>... of) {
        rules.add(new Rule(Rule.Kind.AT_LEAST_ONE, names(of)));
    }

    /** At most one of these is there. */
    public void atMostOne(Member<?>... of) {
        rules.add(new Rule(Rule.Kind.AT_MOST_ONE, names(of)));
    }

    /** Where the first is there, the others are too. */
    public void together(Member<?> first, Member<?>... others) {
        List<String> all = new ArrayList<>(List.of(first.name()));
        all.addAll(names(others));
        rules.add(new Rule(Rule.Kind.TOGETHER, List.copyOf(all)));
    }

    private static Reading nowhere() {
        return new Reading(new Errors(), new Sources(Path.of(""), unused -> null));
    }

    <T> ObjectShape<T> shape(String name, Function<Values, T> make) {
        return new ObjectShape<>(name, members, rules, refused, make);
    }

    private <T> Member<T> add(
            String name, Shape<T> shape, boolean required, @Nullable Object written, @Nullable T otherwise) {
        requireNonNull(shape, "shape");
        for (Member<?> member : members) {
            if (member.name().equals(name)) {
                throw new IllegalArgumentException("two members are named " + name);
            }
        }
        Member<T> member = new Member<>(members.size(), name, shape, required, written, otherwise);
        members.add(member);
        return member;
    }

    private static List<String> names(Member<?>... of) {
        List<String> names = new ArrayList<>();
        for (Member<?> member : of) {
            names.add(member.name());
        }
        return List.copyOf(names);
    }
}
