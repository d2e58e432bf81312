package dev.portcullis.gateway.policy.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** An object with named members and no others. */
final class ObjectShape<T> extends Shape<T> {
    private final String name;
    private final Map<String, Member<?>> members = new LinkedHashMap<>();
    private final List<Members.Rule> rules;
    private final Map<String, String> refused;
    private final Function<Values, T> make;

    ObjectShape(
            String name,
            List<Member<?>> members,
            List<Members.Rule> rules,
            Map<String, String> refused,
            Function<Values, T> make) {
        this.name = name;
        members.forEach(member -> this.members.put(member.name(), member));
        this.rules = List.copyOf(rules);
        this.refused = new LinkedHashMap<>(refused);
        this.make = make;
    }

    @Override
    @Nullable
    T parse(Node node, Place place, Reading reading) {
        if (!(node instanceof Node.Mapping mapping)) {
            reading.wrongType(node, place, words());
            return null;
        }
        @Nullable Object[] values = new Object[members.size()];
        boolean complete = true;
        for (Member<?> member : members.values()) {
            Node.Entry entry = mapping.entry(member.name());
            if (entry != null) {
                values[member.index] = member.shape.parse(entry.value(), place.member(member.name()), reading);
                complete &= values[member.index] != null;
            } else if (member.required) {
                reading.error(node.at(), "missing-key", "missing key \"" + member.name() + "\" in " + place);
                complete = false;
            } else {
                values[member.index] = member.otherwise;
            }
        }
        refuseOthers(mapping, place, reading);
        for (Members.Rule rule : rules) {
            complete &= keeps(rule, mapping, place, reading);
        }
        if (!complete) {
            return null;
        }
        try {
            return make.apply(new Values(values));
        } catch (IllegalArgumentException e) {
            reading.error(node.at(), "invalid", "in " + place + ": " + e.getMessage());
            return null;
        }
    }

    private void refuseOthers(Node.Mapping mapping, Place place, Reading reading) {
        for (Node.Entry entry : mapping.entries()) {
            String key = entry.key();
            if (members.containsKey(key)) {
                continue;
            }
            String why = refused.get(key);
            if (why != null) {
                reading.error(entry.at(), "module-missing", why);
                continue;
            }
            Set<String> open = new TreeSet<>(members.keySet());
            mapping.entries().forEach(given -> open.remove(given.key()));
            reading.note(
                    entry.at(),
                    "unknown-key",
                    "unknown key " + Quoted.of(key) + " in " + place + Suggestion.didYouMean(key, open));
        }
    }

    private static boolean keeps(Members.Rule rule, Node.Mapping mapping, Place place, Reading reading) {
        List<String> there = new ArrayList<>();
        for (String member : rule.names()) {
            if (mapping.entry(member) != null) {
                there.add(member);
            }
        }
        String complaint = switch (rule.kind()) {
            case EXACTLY_ONE -> there.size() == 1 ? null : "exactly one of " + Enumerated.or(rule.names());
            case AT_LEAST_ONE -> !there.isEmpty() ? null : "at least one of " + Enumerated.or(rule.names());
            case AT_MOST_ONE -> there.size() <= 1 ? null : "only one of " + Enumerated.or(rule.names());
            case TOGETHER ->
                mapping.entry(rule.names().get(0)) == null
                                || there.size() == rule.names().size()
                        ? null
                        : String.join(", ", rule.names().subList(1, rule.names().size())) + " beside "
                                + rule.names().get(0);
        };
        if (complaint == null) {
            return true;
        }
        reading.error(mapping.at(), "wrong-keys", place + " needs " + complaint);
        return false;
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        return definitions.reference(name, this, () -> body(definitions));
    }

    private Map<String, Object> body(Definitions definitions) {
        Map<String, Object> properties = new LinkedHashMap<>();
        List<String> required = new ArrayList<>();
        for (Member<?> member : members.values()) {
            Map<String, Object> property = new LinkedHashMap<>(member.shape.schema(definitions));
            if (member.written != null) {
                property.put("default", member.written);
            }
            properties.put(member.name(), property);
            if (member.required) {
                required.add(member.name());
            }
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("properties", properties);
        schema.put("additionalProperties", false);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
        List<Object> all = new ArrayList<>();
        for (Members.Rule rule : rules) {
            all.add(schemaOf(rule));
        }
        if (!all.isEmpty()) {
            schema.put("allOf", all);
        }
        return schema;
    }

    private static Map<String, Object> schemaOf(Members.Rule rule) {
        List<Object> each = new ArrayList<>();
        List<String> names = rule.names();
        names.forEach(member -> each.add(Map.of("required", List.of(member))));
        return switch (rule.kind()) {
            case EXACTLY_ONE -> Map.of("oneOf", each);
            case AT_LEAST_ONE -> Map.of("anyOf", each);
            case AT_MOST_ONE -> {
                List<Object> pairs = new ArrayList<>();
                for (int i = 0; i < names.size(); i++) {
                    for (int j = i + 1; j < names.size(); j++) {
                        pairs.add(Map.of("not", Map.of("required", List.of(names.get(i), names.get(j)))));
                    }
                }
                yield Map.of("allOf", pairs);
            }
            case TOGETHER -> Map.of("dependentRequired", Map.of(names.get(0), names.subList(1, names.size())));
        };
    }

    @Override
    Fit fit(Node node) {
        if (!(node instanceof Node.Mapping mapping)) {
            return Fit.NO;
        }
        boolean hasRequired = false;
        for (Member<?> member : members.values()) {
            if (member.required && mapping.entry(member.name()) != null) {
                return Fit.CERTAIN;
            }
            hasRequired |= member.required;
        }
        if (!hasRequired) {
            for (Member<?> member : members.values()) {
                if (mapping.entry(member.name()) != null) {
                    return Fit.CERTAIN;
                }
            }
        }
        return Fit.KIND;
    }

    @Override
    List<String> marks(Node node) {
        List<String> marks = new ArrayList<>();
        for (Member<?> member : members.values()) {
            if (member.required && node instanceof Node.Mapping mapping && mapping.entry(member.name()) != null) {
                marks.add(member.name());
            }
        }
        return marks;
    }

    @Override
    boolean knows(String key) {
        return members.containsKey(key);
    }

    @Override
    String words() {
        for (Member<?> member : members.values()) {
            if (member.required) {
                return "an object with " + member.name();
            }
        }
        return "an object";
    }
}
