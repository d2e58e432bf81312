package dev.portcullis.gateway.policy.shape;

import static java.util.Objects.requireNonNull;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A list. Immutable.
 *
 * @param <T> what each item becomes
 */
public final class ListShape<T> extends Shape<List<T>> {
    private final Shape<T> item;
    private final int least;
    private final int most;
    private final boolean distinct;
    private final @Nullable String name;
    private final @Nullable NameKind kind;

    private ListShape(
            Shape<T> item, int least, int most, boolean distinct, @Nullable String name, @Nullable NameKind kind) {
        this.item = item;
        this.least = least;
        this.most = most;
        this.distinct = distinct;
        this.name = name;
        this.kind = kind;
    }

    static <T> ListShape<T> of(Shape<T> item, int most) {
        return new ListShape<>(requireNonNull(item, "item"), 0, most, false, null, null);
    }

    /** With at least one item. */
    public ListShape<T> notEmpty() {
        return new ListShape<>(item, 1, most, distinct, name, kind);
    }

    /** With items, each a single value, that differ. */
    public ListShape<T> distinct() {
        return new ListShape<>(item, least, most, true, name, kind);
    }

    /** With items, each an object, that differ in the text of this member, which is their name. */
    public ListShape<T> named(String member) {
        return new ListShape<>(item, least, most, distinct, requireNonNull(member, "member"), null);
    }

    /** With items, each an object, that declare a name of this kind in this member, for {@link Shapes#reference}. */
    public ListShape<T> declaring(NameKind of, String member) {
        return new ListShape<>(item, least, most, distinct, requireNonNull(member, "member"), requireNonNull(of, "of"));
    }

    @Override
    @Nullable
    List<T> parse(Node node, Place place, Reading reading) {
        if (!(node instanceof Node.Sequence list)) {
            reading.wrongType(node, place, words());
            return null;
        }
        int size = list.items().size();
        if (size < least || size > most) {
            reading.error(
                    node.at(),
                    "wrong-value",
                    "wrong number of items in " + place + ": expected " + least + " to " + most + ", found " + size);
            return null;
        }
        List<T> items = new ArrayList<>(size);
        Map<Object, Node> seen = new HashMap<>();
        for (int i = 0; i < size; i++) {
            Node part = list.items().get(i);
            T value = item.parse(part, place.item(i), reading);
            if (value != null) {
                items.add(value);
            }
            compare(part, place.item(i), seen, reading);
        }
        return items.size() == size ? List.copyOf(items) : null;
    }

    private void compare(Node part, Place at, Map<Object, Node> seen, Reading reading) {
        Node named = part;
        if (name != null) {
            Node.Entry entry = part instanceof Node.Mapping mapping ? mapping.entry(name) : null;
            named = entry == null ? part : entry.value();
        } else if (!distinct) {
            return;
        }
        Object value = named instanceof Node.Scalar || name == null ? plain(named) : null;
        if (value == null) {
            return;
        }
        if (kind != null && value instanceof String text) {
            reading.names().declare(kind, text);
        }
        Node first = seen.putIfAbsent(value, named);
        if (first != null) {
            String what = name == null ? "value" : kind == null ? name : kind.noun() + ' ' + name;
            String shown = named instanceof Node.Scalar ? ' ' + Quoted.of(value.toString()) : "";
            reading.note(
                    named.at(),
                    name == null ? "duplicate-value" : "duplicate-name",
                    "duplicate " + what + shown + " in " + at + "; it is already given on line "
                            + first.at().line());
        }
    }

    /** What a part says, without where; equal for parts that a schema takes for the same. */
    private static @Nullable Object plain(Node node) {
        if (node instanceof Node.Sequence sequence) {
            List<@Nullable Object> all = new ArrayList<>();
            sequence.items().forEach(one -> all.add(plain(one)));
            return all;
        }
        if (node instanceof Node.Mapping mapping) {
            Map<String, @Nullable Object> all = new HashMap<>();
            mapping.entries().forEach(entry -> all.put(entry.key(), plain(entry.value())));
            return all;
        }
        return ((Node.Scalar) node).value();
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "array");
        schema.put("items", item.schema(definitions));
        if (least > 0) {
            schema.put("minItems", least);
        }
        schema.put("maxItems", most);
        if (distinct) {
            schema.put("uniqueItems", true);
        }
        return schema;
    }

    @Override
    Fit fit(Node node) {
        return node instanceof Node.Sequence ? Fit.CERTAIN : Fit.NO;
    }

    @Override
    String words() {
        return "a list";
    }
}
