package dev.portcullis.gateway.policy.model;

import dev.portcullis.gateway.PathTemplate;
import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The requests that a route admits.
 *
 * @param hosts that it serves; empty for all. {@code *.example.org} is any host with one label more.
 * @param methods that it admits; empty for GET and HEAD, {@code *} for all
 * @param path the template of the paths that it serves; {@code null} where it serves gRPC
 * @param grpc the gRPC service, or one of its methods, that it serves in place of a path; or {@code null}
 * @param headers fields that must be there once and with exactly this value
 */
public record RouteMatch(
        List<String> hosts,
        List<String> methods,
        @Nullable PathTemplate path,
        @Nullable String grpc,
        Map<String, String> headers) {
    /** Checks that there is a path or a service, and that no header has two conditions. */
    public RouteMatch {
        hosts = List.copyOf(hosts);
        methods = List.copyOf(methods);
        headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        if ((path == null) == (grpc == null)) {
            throw new IllegalArgumentException("match needs exactly one of path or grpc");
        }
        Set<String> names = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
        for (String name : headers.keySet()) {
            if (!names.add(name)) {
                throw new IllegalArgumentException("the header " + name + " has two conditions");
            }
        }
    }

    /** GET and HEAD of the paths of a template, on all hosts. */
    public static RouteMatch path(String template) {
        return new RouteMatch(List.of(), List.of(), PathTemplate.parse(template), null, Map.of());
    }

    /** A gRPC service, or one of its methods, on all hosts. */
    public static RouteMatch grpc(String service) {
        return new RouteMatch(List.of(), List.of(), null, service, Map.of());
    }

    /** This match for these methods only. */
    public RouteMatch withMethods(String... only) {
        return new RouteMatch(hosts, List.of(only), path, grpc, headers);
    }

    /** This match for these hosts only. */
    public RouteMatch withHosts(String... only) {
        return new RouteMatch(List.of(only), methods, path, grpc, headers);
    }

    /** This match with one more field that must be there. */
    public RouteMatch withHeader(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new RouteMatch(hosts, methods, path, grpc, more);
    }

    static Shape<RouteMatch> shape() {
        return Shapes.object("match", members -> {
            Member<List<String>> hosts = members.optional(
                    "hosts", Shapes.list(Syntax.HOST).notEmpty().distinct());
            Member<List<String>> methods = members.optional(
                    "methods", Shapes.list(Syntax.METHOD).notEmpty().distinct());
            Member<PathTemplate> path = members.optional("path", Shapes.pathTemplate());
            Member<String> grpc = members.optional("grpc", Syntax.GRPC);
            Member<Map<String, String>> headers =
                    members.withDefault("headers", Shapes.map(Syntax.TOKEN, Syntax.FIELD_VALUE), Map.of());
            members.exactlyOne(path, grpc);
            return values -> new RouteMatch(
                    values.or(hosts, List.of()),
                    values.or(methods, List.of()),
                    values.orNull(path),
                    values.orNull(grpc),
                    values.get(headers));
        });
    }
}
