package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.Limits;
import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.NameKind;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import dev.portcullis.gateway.policy.shape.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** The shape of a whole document, made of the core's sections and those of the filter providers. */
public final class DocumentShape {
    private DocumentShape() {}

    /**
     * The shape of a document.
     *
     * @param sections those of the providers
     * @param routeKeys those of the providers
     * @param filters by name, the shape of one use of each custom filter
     * @param missing the sections and route keys whose module is absent, and what to say of them
     */
    public static Shape<GatewayPolicy> of(
            List<Section<?>> sections,
            List<RouteKey<?>> routeKeys,
            Map<String, Shape<FilterUse>> filters,
            Missing missing) {
        Shape<RoutePolicy> route = RouteShape.of(routeKeys, filters, missing.routeKeys());
        Shape<Function<Metadata, GatewayPolicy>> spec = Shapes.object("spec", members -> {
            Member<List<RoutePolicy>> routes =
                    members.required("routes", Shapes.list(route).notEmpty().declaring(NameKind.ROUTE, "id"));
            Member<Limits> limits = members.optional("limits", LimitsShape.shape());
            Member<PathRules> paths = members.optional("paths", PathsShape.shape());
            Member<ClientAddressPolicy> clientAddress = members.optional("clientAddress", ClientAddressPolicy.shape());
            Member<HeadersPolicy> headers = members.optional("headers", HeadersPolicy.shape());
            Member<Modes> modes = members.optional("modes", Modes.SHAPE);
            Member<Admin> admin = members.optional("admin", Admin.shape());
            Map<Section<?>, Member<?>> owned = new LinkedHashMap<>();
            sections.forEach(section -> owned.put(section, members.optional(section.name(), section.shape())));
            missing.sections().forEach(members::refuse);
            return values -> metadata -> {
                GatewayPolicyBuilder policy = GatewayPolicy.builder(metadata)
                        .limits(values.or(limits, Limits.DEFAULTS))
                        .paths(values.or(paths, PathRules.STRICT))
                        .headers(values.or(headers, HeadersPolicy.DEFAULTS))
                        .modes(values.or(modes, Modes.NONE));
                ClientAddressPolicy trust = values.orNull(clientAddress);
                if (trust != null) {
                    policy.clientAddress(trust);
                }
                values.get(routes).forEach(policy::route);
                Admin where = values.orNull(admin);
                if (where != null) {
                    policy.admin(where);
                }
                owned.forEach((section, member) -> put(policy, section, member, values));
                return policy.build();
            };
        });
        return Shapes.object("policy", members -> {
            Member<String> apiVersion =
                    members.required("apiVersion", Shapes.word("portcullis.dev/v1", "portcullis.dev/v1"));
            Member<String> kind = members.required("kind", Shapes.word("GatewayPolicy", "GatewayPolicy"));
            Member<Metadata> metadata = members.required("metadata", Metadata.shape());
            Member<Function<Metadata, GatewayPolicy>> body = members.required("spec", spec);
            return values -> {
                values.get(apiVersion);
                values.get(kind);
                return values.get(body).apply(values.get(metadata));
            };
        });
    }

    private static void put(GatewayPolicyBuilder policy, Section<?> section, Member<?> member, Values values) {
        Object value = values.orNull(member);
        if (value != null) {
            policy.sections.put(section, value);
        }
    }

    /**
     * Keys that are known but whose module is not there.
     *
     * @param sections by key of {@code spec}, what to say
     * @param routeKeys by key of a route, what to say
     */
    public record Missing(Map<String, String> sections, Map<String, String> routeKeys) {
        /** Copies the maps. */
        public Missing {
            sections = Map.copyOf(sections);
            routeKeys = Map.copyOf(routeKeys);
        }
    }
}
