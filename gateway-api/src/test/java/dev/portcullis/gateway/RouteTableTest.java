package dev.portcullis.gateway;

import static dev.portcullis.gateway.TestHeads.head;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RouteTableTest {
    private static Route route(String id, String path, String... methods) {
        return Route.builder(id).path(path).methods(methods).build();
    }

    private static String winner(RouteTable table, RequestHead head) {
        return table.find(head).map(Route::id).orElse("none");
    }

    @Test
    void prefersLiteralsThenVariablesThenTheOpenEnd() {
        RouteTable table = RouteTable.of(List.of(
                route("all", "/**"),
                route("rest", "/orders/**"),
                route("one", "/orders/{id}"),
                route("mine", "/orders/mine"),
                route("list", "/orders"),
                route("lines", "/orders/{id}/lines"),
                route("slash", "/orders/")));
        assertThat(winner(table, head("GET", "a", "/orders/mine"))).isEqualTo("mine");
        assertThat(winner(table, head("GET", "a", "/orders/7"))).isEqualTo("one");
        assertThat(winner(table, head("GET", "a", "/orders"))).isEqualTo("list");
        assertThat(winner(table, head("GET", "a", "/orders/"))).isEqualTo("slash");
        assertThat(winner(table, head("GET", "a", "/orders/mine/lines"))).isEqualTo("lines");
        assertThat(winner(table, head("GET", "a", "/orders/mine/other"))).isEqualTo("rest");
        assertThat(winner(table, head("GET", "a", "/else"))).isEqualTo("all");
        assertThat(winner(table, head("GET", "a", "/ORDERS"))).isEqualTo("all");
    }

    @Test
    void prefersTheNamedHostToTheWildcardAndThatToEveryHost() {
        RouteTable table = RouteTable.of(List.of(
                route("any", "/a/b/c"),
                Route.builder("wild").hosts("*.example").path("/a/**").build(),
                Route.builder("named").hosts("API.example").path("/**").build()));
        assertThat(winner(table, head("GET", "api.example", "/a/b/c"))).isEqualTo("named");
        assertThat(winner(table, head("GET", "www.example", "/a/b/c"))).isEqualTo("wild");
        assertThat(winner(table, head("GET", "deep.www.example", "/a/b/c"))).isEqualTo("any");
        assertThat(winner(table, head("GET", "example", "/a/b/c"))).isEqualTo("any");
        assertThat(winner(table, head("GET", "", "/a/b/c"))).isEqualTo("any");
        assertThat(winner(table, head("GET", "www.example", "/b"))).isEqualTo("none");
    }

    @Test
    void prefersMoreHeaderConditionsAndComparesWholeValues() {
        RouteTable table = RouteTable.of(List.of(
                route("plain", "/a"),
                Route.builder("v2").path("/a").header("X-Version", "2").build(),
                Route.builder("v2json")
                        .path("/a")
                        .header("x-version", "2")
                        .header("Accept", "application/json")
                        .build()));
        assertThat(winner(table, head("GET", "h", "/a"))).isEqualTo("plain");
        assertThat(winner(table, head("GET", "h", "/a", "X-VERSION", "2"))).isEqualTo("v2");
        assertThat(winner(table, head("GET", "h", "/a", "X-Version", "2", "Accept", "application/json")))
                .isEqualTo("v2json");
        assertThat(winner(table, head("GET", "h", "/a", "X-Version", "2", "Accept", "Application/json")))
                .isEqualTo("v2");
        assertThat(winner(table, head("GET", "h", "/a", "X-Version", "2, 3"))).isEqualTo("plain");
        assertThat(winner(table, head("GET", "h", "/a", "X-Version", "2", "X-Version", "2")))
                .isEqualTo("plain");
    }

    @Test
    void goesOnToALessSpecificRouteThatAdmitsTheMethod() {
        RouteTable table = RouteTable.of(List.of(
                route("read", "/orders/{id}", "GET"), route("write", "/orders/**", "POST"), route("any", "/**", "*")));
        assertThat(winner(table, head("GET", "h", "/orders/1"))).isEqualTo("read");
        assertThat(winner(table, head("POST", "h", "/orders/1"))).isEqualTo("write");
        assertThat(winner(table, head("DELETE", "h", "/orders/1"))).isEqualTo("any");
    }

    @Test
    void prefersARouteThatNamesTheMethodToOneForAll() {
        RouteTable table = RouteTable.of(List.of(route("any", "/a", "*"), route("post", "/a", "POST")));
        assertThat(winner(table, head("POST", "h", "/a"))).isEqualTo("post");
        assertThat(winner(table, head("post", "h", "/a"))).isEqualTo("any");
    }

    @Test
    void admitsHeadWhereGetIsAdmittedAndBothWhereNothingIsSaid() {
        RouteTable table = RouteTable.of(
                List.of(route("silent", "/silent"), route("get", "/get", "GET"), route("post", "/post", "POST")));
        assertThat(winner(table, head("GET", "h", "/silent"))).isEqualTo("silent");
        assertThat(winner(table, head("HEAD", "h", "/silent"))).isEqualTo("silent");
        assertThat(winner(table, head("HEAD", "h", "/get"))).isEqualTo("get");
        assertThat(winner(table, head("HEAD", "h", "/post"))).isEqualTo("none");
        assertThat(winner(table, head("get", "h", "/get"))).isEqualTo("none");
    }

    @Test
    void namesTheMethodsOfEveryRouteThatCouldMatch() {
        RouteTable table = RouteTable.of(List.of(
                route("one", "/a/{id}", "GET"),
                route("rest", "/a/**", "PUT"),
                Route.builder("host").hosts("h").path("/a/b").methods("DELETE").build(),
                Route.builder("headed")
                        .path("/a/b")
                        .methods("PATCH")
                        .header("X", "1")
                        .build()));
        assertThat(table.methods(head("POST", "h", "/a/b"))).containsExactly("DELETE", "GET", "HEAD", "PUT");
        assertThat(table.methods(head("POST", "i", "/a/b", "X", "1"))).containsExactly("GET", "HEAD", "PATCH", "PUT");
        assertThat(table.methods(head("POST", "i", "/b"))).isEmpty();
    }

    @Test
    void exposesNeitherTheAsteriskNorTheAuthorityOfConnect() {
        RouteTable table = RouteTable.of(List.of(route("all", "/**", "*")));
        assertThat(winner(table, head("OPTIONS", "h", "*"))).isEqualTo("none");
        assertThat(winner(table, head("CONNECT", "h", ""))).isEqualTo("none");
        assertThat(table.methods(head("OPTIONS", "h", "*"))).isEmpty();
    }

    @Test
    void servesGrpcByServiceAndByMethod() {
        RouteTable table = RouteTable.of(List.of(
                Route.builder("service").grpc("shop.v1.Orders").build(),
                Route.builder("get").grpc("shop.v1.Orders/Get").build()));
        assertThat(winner(table, grpc("/shop.v1.Orders/Get", "application/grpc")))
                .isEqualTo("get");
        assertThat(winner(table, grpc("/shop.v1.Orders/List", "application/grpc+proto")))
                .isEqualTo("service");
        assertThat(winner(table, grpc("/shop.v1.Orders/List", "application/json")))
                .isEqualTo("none");
        assertThat(winner(table, grpc("/shop.v1.Orders/List", "application/grpc-web")))
                .isEqualTo("none");
        assertThat(winner(table, grpc("/shop.v1.Orders", "application/grpc"))).isEqualTo("none");
        assertThat(winner(table, head("POST", "h", "/shop.v1.Orders/Get"))).isEqualTo("none");
    }

    private static RequestHead grpc(String path, String type) {
        return head("POST", "h", path, "Content-Type", type);
    }

    @ParameterizedTest
    @MethodSource("equals")
    void refusesTwoRoutesThatMatchTheSameRequestsEqually(RouteBuilder one, RouteBuilder other) {
        Route first = one.build();
        Route second = other.build();
        assertThatThrownBy(() -> RouteTable.of(List.of(first, second)))
                .isInstanceOfSatisfying(AmbiguousRoutesException.class, e -> {
                    assertThat(e.firstId()).isEqualTo("one");
                    assertThat(e.secondId()).isEqualTo("two");
                })
                .hasMessageContaining("one")
                .hasMessageContaining("two");
    }

    private static RouteBuilder one() {
        return Route.builder("one");
    }

    private static RouteBuilder two() {
        return Route.builder("two");
    }

    static Stream<Arguments> equals() {
        return Stream.of(
                Arguments.of(one().path("/a"), two().path("/a")),
                Arguments.of(one().path("/{a}"), two().path("/{b}")),
                Arguments.of(one().path("/a:b"), two().path("/a%3Ab")),
                Arguments.of(one().path("/a/**"), two().path("/a/**").methods("HEAD")),
                Arguments.of(one().path("/a").methods("*"), two().path("/a").methods("*")),
                Arguments.of(one().path("/a").hosts("x", "y"), two().path("/a").hosts("Y", "z")),
                Arguments.of(one().path("/a").hosts("*.x"), two().path("/a").hosts("*.x")),
                Arguments.of(one().path("/a").header("X", "1"), two().path("/a").header("Y", "2")),
                Arguments.of(one().path("/a").header("X", "1"), two().path("/a").header("x", "1")));
    }

    @ParameterizedTest
    @MethodSource("different")
    void acceptsRoutesThatCannotMeetOrOfWhichOneIsMoreSpecific(RouteBuilder one, RouteBuilder other) {
        assertThat(RouteTable.of(List.of(one.build(), other.build())).routes()).hasSize(2);
    }

    static Stream<Arguments> different() {
        return Stream.of(
                Arguments.of(one().path("/a"), two().path("/a/")),
                Arguments.of(one().path("/a"), two().path("/A")),
                Arguments.of(one().path("/a"), two().path("/a/**")),
                Arguments.of(one().path("/a").methods("GET"), two().path("/a").methods("POST")),
                Arguments.of(one().path("/a").hosts("x"), two().path("/a").hosts("y")),
                Arguments.of(one().path("/a").hosts("x.y"), two().path("/a").hosts("*.y")),
                Arguments.of(one().path("/a").header("X", "1"), two().path("/a").header("x", "2")),
                Arguments.of(
                        one().path("/a").header("X", "1"),
                        two().path("/a").header("X", "1").header("Y", "1")));
    }

    @Test
    void refusesARouteThatOthersLeaveNothing() {
        List<Route> routes = List.of(
                route("a", "/docs"), route("b", "/docs/"), route("c", "/docs/{page}/**"), route("d", "/docs/**"));
        assertThatThrownBy(() -> RouteTable.of(routes))
                .isInstanceOfSatisfying(
                        UnreachableRouteException.class, e -> assertThat(e.id()).isEqualTo("d"))
                .hasMessageContaining("a, b, c");
        assertThat(RouteTable.of(routes.subList(1, 4)).routes()).hasSize(3);
    }

    @Test
    void refusesTheSameIdTwice() {
        assertThatThrownBy(() -> RouteTable.of(List.of(route("one", "/a"), route("one", "/b"))))
                .hasMessageContaining("two routes with the id one");
    }
}
