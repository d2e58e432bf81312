package dev.portcullis.auth.policy;

import dev.portcullis.auth.access.Condition;
import dev.portcullis.auth.access.TimeWindow;
import dev.portcullis.gateway.Cidr;
import dev.portcullis.gateway.CidrSet;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.time.DayOfWeek;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** The conditions of {@code authorize.when}, each known by its first key. */
final class ConditionShapes {
    private ConditionShapes() {}

    static Shape<Condition> any() {
        return Shapes.<Condition>choice(claim(), scope(), header(), variable(), address(), time(), method());
    }

    private static Shape<List<String>> texts() {
        return Shapes.list(Shapes.text(), 100).notEmpty().distinct();
    }

    private static Shape<Condition> claim() {
        return Shapes.object("claimCondition", members -> {
            Member<String> claim = members.required("claim", Shapes.text());
            Member<String> equal = members.optional("equals", Shapes.text());
            Member<List<String>> anyOf = members.optional("anyOf", texts());
            Member<String> contains = members.optional("contains", Shapes.text());
            members.exactlyOne(equal, anyOf, contains);
            return values -> {
                String path = values.get(claim);
                String text = values.orNull(equal);
                if (text != null) {
                    return new Condition.ClaimEquals(path, text);
                }
                String item = values.orNull(contains);
                return item != null
                        ? new Condition.ClaimContains(path, item)
                        : new Condition.ClaimIn(path, Set.copyOf(values.get(anyOf)));
            };
        });
    }

    /** Of the characters that a scope may have (RFC 6749, section 3.3): one with any other could never be met. */
    static Shape<String> scopeToken() {
        return Shapes.text("one scope, without spaces, quotes and backslashes", "[!#-\\[\\]-~]+", 256);
    }

    private static Shape<Condition> scope() {
        return Shapes.object("scopeCondition", members -> {
            Member<List<String>> scopes = members.required(
                    "anyScope", Shapes.list(scopeToken(), 100).notEmpty().distinct());
            return values -> new Condition.AnyScope(Set.copyOf(values.get(scopes)));
        });
    }

    private static Shape<Condition> header() {
        return Shapes.object("headerCondition", members -> {
            Member<String> name =
                    members.required("header", Shapes.text("a header name", "[A-Za-z0-9!#$%&'*+.^_`|~-]+", 128));
            Member<String> equal = members.optional("equals", Shapes.text());
            Member<List<String>> anyOf = members.optional("anyOf", texts());
            members.exactlyOne(equal, anyOf);
            return values -> {
                String text = values.orNull(equal);
                return new Condition.HeaderIn(
                        values.get(name), text != null ? Set.of(text) : Set.copyOf(values.get(anyOf)));
            };
        });
    }

    private static Shape<Condition> variable() {
        return Shapes.object("variableCondition", members -> {
            Member<String> name = members.required("pathVariable", Shapes.name());
            Member<List<String>> anyOf = members.required("anyOf", texts());
            return values -> new Condition.VariableIn(values.get(name), Set.copyOf(values.get(anyOf)));
        });
    }

    private static Shape<Condition> address() {
        return Shapes.object("addressCondition", members -> {
            Member<List<Cidr>> ranges = members.required(
                    "clientAddress", Shapes.list(Shapes.network()).notEmpty());
            return values -> new Condition.FromAddress(CidrSet.of(values.get(ranges)));
        });
    }

    private static Shape<Condition> method() {
        return Shapes.object("methodCondition", members -> {
            Member<List<String>> methods = members.required(
                    "methods",
                    Shapes.list(Shapes.text("a method in capital letters", "[A-Z][A-Z0-9_-]{0,31}", 32))
                            .notEmpty()
                            .distinct());
            return values -> new Condition.MethodIn(Set.copyOf(values.get(methods)));
        });
    }

    private static Shape<Condition> time() {
        Shape<TimeWindow> window = Shapes.object("timeWindow", members -> {
            Member<LocalTime> from = members.required("from", Shapes.timeOfDay());
            Member<LocalTime> to = members.required("to", Shapes.timeOfDay());
            Member<ZoneId> zone = members.required("zone", Shapes.zone());
            Member<List<DayOfWeek>> days = members.optional(
                    "days",
                    Shapes.list(Shapes.words(DayOfWeek.values())).notEmpty().distinct());
            return values -> new TimeWindow(
                    values.get(from),
                    values.get(to),
                    values.get(zone),
                    Set.copyOf(values.or(days, List.copyOf(EnumSet.allOf(DayOfWeek.class)))));
        });
        return Shapes.object("timeCondition", members -> {
            Member<TimeWindow> time = members.required("time", window);
            return values -> new Condition.InWindow(values.get(time));
        });
    }
}
