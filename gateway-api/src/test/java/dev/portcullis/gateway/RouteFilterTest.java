package dev.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import java.util.List;
import org.junit.jupiter.api.Test;

class RouteFilterTest {
    private static final RouteTable TABLE = RouteTable.of(List.of(
            Route.builder("read").path("/orders/{id}").build(),
            Route.builder("write")
                    .path("/orders/{id}")
                    .methods("PUT")
                    .header("Content-Type", "application/json")
                    .build(),
            Route.builder("options").path("/plain").methods("OPTIONS").build()));

    private static FakeExchange send(RouteFilter filter, FakeRequest request) {
        Gateway gateway = Gateway.builder().add(Stage.ROUTE, filter).build();
        return FakeHost.of(gateway).send(request);
    }

    private static FakeExchange send(FakeRequest request) {
        return send(RouteFilter.of(TABLE), request);
    }

    @Test
    void leavesTheRouteAndItsVariables() {
        FakeExchange exchange = send(FakeRequest.get("/orders/a%20b"));
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.fact(Route.KEY).map(Route::id)).contains("read");
        assertThat(exchange.fact(PathVariables.KEY).flatMap(v -> v.get("id"))).contains("a b");
    }

    @Test
    void exposesNothingThatNoRouteAdmits() {
        FakeExchange exchange = send(FakeRequest.get("/admin"));
        assertThat(exchange.forwarded()).isFalse();
        assertThat(exchange.response().status()).isEqualTo(404);
        assertThat(exchange.code()).isEqualTo("route.not_exposed");
    }

    @Test
    void namesTheMethodsOfAnExposedPath() {
        FakeExchange exchange = send(FakeRequest.of("DELETE", "/orders/7"));
        assertThat(exchange.response().status()).isEqualTo(405);
        assertThat(exchange.response().field("Allow")).isEqualTo("GET, HEAD");
        assertThat(exchange.code()).isEqualTo("route.method_not_allowed");
    }

    @Test
    void judgesTheCanonicalPath() {
        assertThat(send(FakeRequest.get("/%6Frders/7")).forwarded()).isTrue();
        assertThat(send(FakeRequest.get("/orders/../orders/7")).code()).isEqualTo("path.dot_segment");
        assertThat(send(FakeRequest.get("/orders/7;x")).response().status()).isEqualTo(400);
    }

    @Test
    void takesAPreflightForTheRequestThatItAsksForOnlyWhereSomeoneAnswersIt() {
        FakeRequest preflight = FakeRequest.of("OPTIONS", "/orders/7")
                .header("Origin", "https://shop.example")
                .header("Access-Control-Request-Method", "PUT");
        assertThat(send(preflight).code()).isEqualTo("route.method_not_allowed");
        assertThat(send(RouteFilter.withPreflights(TABLE), preflight)
                        .fact(Route.KEY)
                        .map(Route::id))
                .as("a preflight has no Content-Type, so that condition cannot count")
                .contains("write");
        assertThat(send(RouteFilter.withPreflights(TABLE), FakeRequest.of("OPTIONS", "/orders/7"))
                        .code())
                .isEqualTo("route.method_not_allowed");
        assertThat(send(RouteFilter.withPreflights(TABLE), FakeRequest.of("OPTIONS", "/plain"))
                        .forwarded())
                .isTrue();
    }
}
