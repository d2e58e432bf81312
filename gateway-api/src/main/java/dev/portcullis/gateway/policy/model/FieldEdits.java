package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Edits to a head; what is removed is removed first. Values may hold facts about the exchange, such as
 * <code>{tenant}</code>; where a fact is missing, a field that would be set is removed.
 *
 * @param set fields written in place of all of that name
 * @param add lines written after those of that name
 * @param remove fields removed
 */
public record FieldEdits(Map<String, String> set, Map<String, String> add, List<String> remove) {
    /** No edits. */
    public static final FieldEdits NONE = new FieldEdits(Map.of(), Map.of(), List.of());

    static final Shape<FieldEdits> SHAPE = Shapes.object("fieldEdits", members -> {
        Shape<Map<String, String>> fields = Shapes.map(Syntax.TOKEN, Syntax.FIELD_VALUE);
        Member<Map<String, String>> set = members.withDefault("set", fields, Map.of());
        Member<Map<String, String>> add = members.withDefault("add", fields, Map.of());
        Member<List<String>> remove =
                members.withDefault("remove", Shapes.list(Syntax.TOKEN).distinct(), List.of());
        return values -> new FieldEdits(values.get(set), values.get(add), values.get(remove));
    });

    /** Copies the collections and keeps their order. */
    public FieldEdits {
        set = Collections.unmodifiableMap(new LinkedHashMap<>(set));
        add = Collections.unmodifiableMap(new LinkedHashMap<>(add));
        remove = List.copyOf(remove);
    }
}
