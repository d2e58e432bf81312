package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.shape.Values;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.UnsupportedCharsetException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The shape of one route. */
final class RouteShape {
    private static final Shape<Charset> CHARSET = Shapes.text(
                    "a charset by its IANA name", "[A-Za-z0-9][A-Za-z0-9_.:+-]*", 64)
            .as("unknown-charset", name -> {
                try {
                    return Charset.forName(name);
                } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
                    throw new IllegalArgumentException("unknown charset \"" + name + "\"", e);
                }
            });

    private RouteShape() {}

    static Shape<RoutePolicy> of(
            List<RouteKey<?>> keys, Map<String, Shape<FilterUse>> filters, Map<String, String> missing) {
        Shape<Integer> limits = Shapes.object("routeLimits", members -> {
            Member<Integer> body = members.required("body", LimitsShape.bytes("0B", LimitsShape.LARGEST));
            return values -> values.get(body);
        });
        return Shapes.object("route", members -> {
            Member<String> id = members.required("id", Shapes.name());
            Member<RouteMatch> match = members.required("match", RouteMatch.shape());
            Member<Authenticate> authenticate =
                    members.withDefault("authenticate", Shapes.words(Authenticate.values()), "required");
            Member<BodyHandling> body = members.withDefault("body", Shapes.words(BodyHandling.values()), "inspect");
            Member<Integer> bodyLimit = members.optional("limits", limits);
            Member<List<Charset>> charsets =
                    members.optional("charsets", Shapes.list(CHARSET).notEmpty().distinct());
            Member<Modes> modes = members.optional("modes", Modes.SHAPE);
            Member<List<FilterUse>> uses = members.optional(
                    "filters",
                    Shapes.list(Shapes.tagged("name", "filter", filters)).notEmpty());
            Member<UpstreamPolicy> upstream = members.optional("upstream", UpstreamPolicy.shape());
            Map<RouteKey<?>, Member<?>> owned = new LinkedHashMap<>();
            keys.forEach(key -> owned.put(key, members.optional(key.name(), key.shape())));
            missing.forEach(members::refuse);
            return values -> {
                RoutePolicyBuilder route = RoutePolicy.builder(values.get(id), values.get(match))
                        .authenticate(values.get(authenticate))
                        .body(values.get(body))
                        .modes(values.or(modes, Modes.NONE));
                Integer limit = values.orNull(bodyLimit);
                if (limit != null) {
                    route.bodyLimit(limit);
                }
                values.or(charsets, List.of()).forEach(route::allowCharset);
                values.or(uses, List.of()).forEach(route::filter);
                UpstreamPolicy where = values.orNull(upstream);
                if (where != null) {
                    route.upstream(where);
                }
                owned.forEach((key, member) -> put(route, key, member, values));
                return route.build();
            };
        });
    }

    private static void put(RoutePolicyBuilder route, RouteKey<?> key, Member<?> member, Values values) {
        Object value = values.orNull(member);
        if (value != null) {
            route.settings.put(key, value);
        }
    }
}
