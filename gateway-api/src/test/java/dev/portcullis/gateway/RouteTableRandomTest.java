package dev.portcullis.gateway;

import static dev.portcullis.gateway.TestHeads.head;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Compares the compiled table with a reading of its rules that looks at every route for every request. */
class RouteTableRandomTest {
    private static final Map<PathTemplate, Pattern> PATTERNS = new HashMap<>();
    private static final List<String> HOSTS = List.of("a.x", "b.x", "x", "y");
    private static final List<String> OTHER_HOSTS = List.of("z.a.x", "o.x", "o");
    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE");

    @ParameterizedTest
    @CsvSource({"10,40,3,1000", "10000,1,400,400"})
    void agreesWithALinearMatcher(int size, int tables, int words, int requests) {
        int exposed = 0;
        for (int t = 0; t < tables; t++) {
            Random random = new Random(1000L * size + t);
            List<Route> routes = routes(random, size, words);
            RouteTable table = RouteTable.of(routes);
            for (int i = 0; i < requests; i++) {
                RequestHead head = request(random, words);
                Route expected = linear(routes, head);
                assertThat(table.find(head).orElse(null))
                        .as("%s %s", head, routes)
                        .isSameAs(expected);
                assertThat(table.methods(head)).as("%s", head).isEqualTo(linearMethods(routes, head));
                exposed += expected == null ? 0 : 1;
            }
        }
        assertThat(exposed).as("requests that some route admits").isGreaterThan(tables * requests / 10);
    }

    @Test
    void everyRouteOfATableWinsForSomeRequestAndWhatIsRefusedForNone() {
        int refused = 0;
        for (int t = 0; t < 150; t++) {
            Random random = new Random(t);
            List<Route> candidates = candidates(random, 18, 2);
            RouteTable table;
            try {
                table = RouteTable.of(candidates);
            } catch (UnreachableRouteException e) {
                refused++;
                for (int i = 0; i < 20_000; i++) {
                    Route winner = linear(candidates, request(random, 2));
                    assertThat(winner == null ? "none" : winner.id()).isNotEqualTo(e.id());
                }
                continue;
            }
            Set<String> reached = new HashSet<>();
            for (int i = 0; i < 2_000_000 && reached.size() < table.routes().size(); i++) {
                table.find(request(random, 2)).ifPresent(route -> reached.add(route.id()));
            }
            assertThat(reached).as("%s", candidates).hasSameSizeAs(table.routes());
        }
        assertThat(refused).as("tables with a route that never wins").isBetween(5, 100);
    }

    private static List<Route> routes(Random random, int size, int words) {
        List<Route> routes = candidates(random, size, words);
        for (; ; ) {
            try {
                RouteTable.of(routes);
                return routes;
            } catch (UnreachableRouteException e) {
                routes.removeIf(route -> route.id().equals(e.id()));
            }
        }
    }

    private static List<Route> candidates(Random random, int size, int words) {
        List<Route> routes = new ArrayList<>();
        Map<String, List<Route>> byPath = new HashMap<>();
        for (int attempt = 0; routes.size() < size && attempt < size * 20; attempt++) {
            RouteBuilder builder = Route.builder("r" + routes.size()).path(template(random, words));
            if (random.nextInt(3) == 0) {
                builder.hosts(random.nextInt(4) == 0 ? "*.x" : HOSTS.get(random.nextInt(HOSTS.size())));
            }
            switch (random.nextInt(4)) {
                case 0 -> builder.methods("*");
                case 1 -> builder.methods(METHODS.get(random.nextInt(METHODS.size())));
                case 2 -> builder.methods("POST", "PUT");
                default -> {}
            }
            if (random.nextInt(4) == 0) {
                builder.header("X-Version", Integer.toString(random.nextInt(3)));
            }
            Route route = builder.build();
            String shape = route.path().toString().replaceAll("\\{\\w+}", "{}");
            List<Route> near = byPath.computeIfAbsent(shape, absent -> new ArrayList<>());
            if (near.stream().noneMatch(other -> ambiguous(other, route))) {
                near.add(route);
                routes.add(route);
            }
        }
        return routes;
    }

    private static String template(Random random, int words) {
        StringBuilder template = new StringBuilder();
        int segments = random.nextInt(4);
        for (int i = 0; i < segments; i++) {
            template.append('/').append(random.nextInt(3) == 0 ? "{v" + i + "}" : word(random, words));
        }
        if (random.nextInt(words > 100 ? 40 : 3) == 0) {
            return template.append("/**").toString();
        }
        return segments == 0 || random.nextInt(8) == 0 ? template.append('/').toString() : template.toString();
    }

    private static String word(Random random, int words) {
        int word = random.nextInt(words);
        return word % 3 == 2 ? "w%20:" + word : "w" + word;
    }

    private static RequestHead request(Random random, int words) {
        StringBuilder path = new StringBuilder();
        int segments = random.nextInt(5);
        for (int i = 0; i < segments; i++) {
            String word = random.nextInt(5) == 0 ? "other" + random.nextInt(3) : word(random, words);
            path.append('/').append(random.nextInt(4) == 0 ? word.replace(":", "%3A") : word);
        }
        if (segments == 0 || random.nextInt(8) == 0) {
            path.append('/');
        }
        String host = random.nextInt(3) == 0
                ? OTHER_HOSTS.get(random.nextInt(OTHER_HOSTS.size()))
                : HOSTS.get(random.nextInt(HOSTS.size()));
        String method = random.nextInt(10) == 0 ? "PATCH" : METHODS.get(random.nextInt(METHODS.size()));
        return random.nextBoolean()
                ? head(method, host, path.toString())
                : head(method, host, path.toString(), "x-version", Integer.toString(random.nextInt(3)));
    }

    // ---- the rules once more, read off the documentation, slow and plain

    private static Route linear(List<Route> routes, RequestHead head) {
        Route best = null;
        for (Route route : routes) {
            if (matches(route, head) && admits(route, head.method()) && (best == null || beats(route, best, head))) {
                best = route;
            }
        }
        return best;
    }

    private static List<String> linearMethods(List<Route> routes, RequestHead head) {
        Set<String> methods = new TreeSet<>();
        for (Route route : routes) {
            if (matches(route, head)) {
                methods.addAll(route.methods());
            }
        }
        return List.copyOf(methods);
    }

    private static boolean admits(Route route, String method) {
        return route.methods().isEmpty() || route.methods().contains(method);
    }

    private static boolean matches(Route route, RequestHead head) {
        return hostRank(route, head) >= 0
                && pathMatches(route, head)
                && route.headers().stream()
                        .allMatch(match -> head.headers().all(match.name()).equals(List.of(match.value())));
    }

    private static int hostRank(Route route, RequestHead head) {
        if (route.hosts().isEmpty()) {
            return 0;
        }
        String host = route.hosts().get(0);
        if (!host.startsWith("*.")) {
            return host.equals(head.host()) ? 2 : -1;
        }
        String[] labels = head.host().split("\\.", 2);
        return labels.length == 2 && labels[1].equals(host.substring(2)) ? 1 : -1;
    }

    private static boolean pathMatches(Route route, RequestHead head) {
        return PATTERNS.computeIfAbsent(route.path(), RouteTableRandomTest::pattern)
                .matcher(plain(head.path()))
                .matches();
    }

    private static Pattern pattern(PathTemplate path) {
        String regex = "";
        for (String segment : segments(path)) {
            regex += segment.equals("**")
                    ? "(/.*)?"
                    : segment.startsWith("{") ? "/[^/]+" : "/" + Pattern.quote(plain(segment));
        }
        return Pattern.compile(regex);
    }

    private static String plain(String text) {
        return text.replace("%20", " ").replace("%3A", ":");
    }

    private static List<String> segments(PathTemplate path) {
        return List.of(path.toString().substring(1).split("/", -1));
    }

    /** Per segment: literal 3, variable 2, open end 1; a template that ends before an open end beats it. */
    private static List<Integer> pathRank(Route route) {
        List<Integer> rank = new ArrayList<>();
        for (String segment : segments(route.path())) {
            rank.add(segment.equals("**") ? 1 : segment.startsWith("{") ? 2 : 3);
        }
        rank.add(9); // the end
        return rank;
    }

    private static boolean beats(Route one, Route other, RequestHead head) {
        int host = hostRank(one, head) - hostRank(other, head);
        if (host != 0) {
            return host > 0;
        }
        List<Integer> mine = pathRank(one);
        List<Integer> theirs = pathRank(other);
        for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
            int order = mine.get(i) - theirs.get(i);
            if (order != 0) {
                return order > 0;
            }
        }
        int headers = one.headers().size() - other.headers().size();
        return headers != 0 ? headers > 0 : other.methods().isEmpty();
    }

    private static boolean ambiguous(Route one, Route other) {
        boolean methods = one.methods().isEmpty() == other.methods().isEmpty()
                && (one.methods().isEmpty() || one.methods().stream().anyMatch(other.methods()::contains));
        return one.hosts().equals(other.hosts()) && methods && one.headers().equals(other.headers());
    }
}
