package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.AmbiguousRoutesException;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.RouteBuilder;
import dev.portcullis.gateway.RouteFilter;
import dev.portcullis.gateway.RouteTable;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.policy.model.Authenticate;
import dev.portcullis.gateway.policy.model.BodyHandling;
import dev.portcullis.gateway.policy.model.RouteMatch;
import dev.portcullis.gateway.policy.model.RoutePolicy;
import dev.portcullis.gateway.policy.model.UpstreamPolicy;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The compiled routes of a policy. */
final class Routing {
    private final @Nullable RouteTable table;
    private final boolean preflights;

    /** Compiles the routes and reports those that cannot be. */
    Routing(Assembly assembly) {
        preflights = assembly.policy().headers().cors() != null;
        Map<String, Route> routes = new LinkedHashMap<>();
        Map<String, RoutePolicy> policies = new LinkedHashMap<>();
        for (RoutePolicy route : assembly.policy().routes()) {
            if (policies.putIfAbsent(route.id(), route) != null) {
                if (assembly.draft().root() == null) {
                    assembly.error(
                            assembly.place(route).member("id"),
                            "duplicate-name",
                            "duplicate route id \"" + route.id() + "\" in " + assembly.place(route));
                }
                continue;
            }
            try {
                routes.put(route.id(), compile(route, assembly.contributed()));
            } catch (IllegalArgumentException e) {
                assembly.error(assembly.place(route).member("match"), "invalid-route", String.valueOf(e.getMessage()));
            }
        }
        this.table = table(routes, policies, assembly);
    }

    void install(Gateway.Builder gateway) {
        if (table != null) {
            gateway.add(Stage.ROUTE, preflights ? RouteFilter.withPreflights(table) : RouteFilter.of(table));
        }
    }

    private static @Nullable RouteTable table(
            Map<String, Route> routes, Map<String, RoutePolicy> policies, Assembly assembly) {
        while (true) {
            try {
                return RouteTable.of(routes.values());
            } catch (AmbiguousRoutesException e) {
                RoutePolicy first = policies.get(e.firstId());
                RoutePolicy second = policies.get(e.secondId());
                if (first == null || second == null) {
                    throw new IllegalStateException("a route that is not in the table", e);
                }
                String line = assembly.draft().root() == null
                        ? ""
                        : " on line "
                                + assembly.draft()
                                        .position(assembly.place(first))
                                        .line();
                assembly.error(
                        assembly.place(second).member("match"),
                        "unreachable-route",
                        "the route \"" + second.id() + "\" is unreachable: the route \"" + first.id() + "\"" + line
                                + " matches the same requests equally well; give one of them another host, path, method or"
                                + " header");
                routes.remove(second.id());
            }
        }
    }

    private static Route compile(RoutePolicy policy, Contributed contributed) {
        RouteMatch match = policy.match();
        RouteBuilder route = Route.builder(policy.id())
                .hosts(match.hosts().toArray(new String[0]))
                .methods(match.methods().toArray(new String[0]))
                .authentication(authentication(policy.authenticate()))
                .body(policy.body() == BodyHandling.STREAM ? Route.BodyMode.STREAM : Route.BodyMode.INSPECT);
        if (match.path() != null) {
            route.path(match.path());
        }
        if (match.grpc() != null) {
            route.grpc(match.grpc());
        }
        match.headers().forEach(route::header);
        policy.bodyLimit().ifPresent(route::bodyLimit);
        policy.charsets().forEach(route::allowCharset);
        policy.upstream().ifPresent(upstream -> route.with(UpstreamPolicy.KEY, upstream));
        contributed.attachTo(policy.id(), route);
        return route.build();
    }

    private static Route.Authentication authentication(Authenticate how) {
        return switch (how) {
            case REQUIRED -> Route.Authentication.REQUIRED;
            case OPTIONAL -> Route.Authentication.OPTIONAL;
            case NONE -> Route.Authentication.NONE;
        };
    }
}
