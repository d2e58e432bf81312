package dev.portcullis.gateway.hygiene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.RouteFilter;
import dev.portcullis.gateway.RouteTable;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CorsTest {
    private static final String SHOP = "https://shop.example";
    private static final Cors CORS = Cors.allowing(List.of(SHOP))
            .methods(List.of("GET", "PUT"))
            .headers(List.of("Authorization", "X-Version"))
            .expose(List.of("RateLimit"))
            .allowCredentials()
            .maxAge(Duration.ofMinutes(5))
            .build();

    /** A pipeline as it is put together for real: nobody is let through authentication. */
    private static FakeExchange send(Cors cors, FakeRequest request) {
        RouteTable table = RouteTable.of(List.of(Route.builder("orders")
                .path("/orders")
                .methods("GET", "PUT", "DELETE")
                .build()));
        Gateway gateway = Gateway.builder()
                .add(Stage.ROUTE, RouteFilter.withPreflights(table))
                .add(Stage.CORS, cors)
                .add(
                        Stage.AUTHENTICATION,
                        x -> x.request().headers().contains("Authorization")
                                ? Decision.CONTINUE
                                : Decision.reject(Reason.UNAUTHENTICATED, "jwt.missing", "none"))
                .build();
        FakeResponse own = FakeResponse.text(200, "ok")
                .header("access-control-allow-origin", "*")
                .header("Access-Control-Allow-Credentials", "true");
        return FakeHost.of(gateway).answering(own).send(request);
    }

    private static FakeRequest preflight(String origin, String method) {
        return FakeRequest.of("OPTIONS", "/orders")
                .header("Origin", origin)
                .header("Access-Control-Request-Method", method);
    }

    @Test
    void answersAPreflightBeforeAuthenticationAndWithoutTheHandler() {
        FakeExchange exchange = send(
                CORS, preflight(SHOP, "PUT").header("Access-Control-Request-Headers", "authorization, ,X-VERSION"));
        assertThat(exchange.forwarded()).isFalse();
        assertThat(exchange.rejection()).isNull();
        assertThat(exchange.response().status()).isEqualTo(204);
        Headers headers = exchange.response().headers();
        assertThat(headers.all("Access-Control-Allow-Origin")).containsExactly(SHOP);
        assertThat(headers.all("Access-Control-Allow-Methods")).containsExactly("GET, PUT");
        assertThat(headers.all("Access-Control-Allow-Headers")).containsExactly("Authorization, X-Version");
        assertThat(headers.all("Access-Control-Allow-Credentials")).containsExactly("true");
        assertThat(headers.all("Access-Control-Max-Age")).containsExactly("300");
        assertThat(headers.first("Vary").orElse(""))
                .contains("Origin", "Access-Control-Request-Method", "Access-Control-Request-Headers");
    }

    @ParameterizedTest
    @CsvSource({
        "https://evil.example,PUT,authorization,cors.origin",
        "null,PUT,authorization,cors.origin",
        "https://shop.example.evil.example,PUT,authorization,cors.origin",
        "https://sub.shop.example,PUT,authorization,cors.origin",
        "http://shop.example,PUT,authorization,cors.origin",
        "https://shop.example:443,PUT,authorization,cors.origin",
        "HTTPS://SHOP.EXAMPLE,PUT,authorization,cors.origin",
        "https://shop.example,DELETE,authorization,cors.method",
        "https://shop.example,PUT,cookie,cors.header",
        "https://shop.example,PUT,'authorization,x-other',cors.header",
        "https://shop.example,POST,authorization,route.method_not_allowed",
        "https://shop.example,put,authorization,route.method_not_allowed",
    })
    void refusesAPreflightForWhatIsNotListed(String origin, String method, String fields, String code) {
        FakeExchange exchange = send(CORS, preflight(origin, method).header("Access-Control-Request-Headers", fields));
        assertThat(exchange.code()).isEqualTo(code);
        assertThat(exchange.forwarded()).isFalse();
        assertThat(exchange.response().headers().contains("Access-Control-Allow-Origin"))
                .isFalse();
    }

    @Test
    void refusesAPreflightThatSaysTwoThings() {
        assertThat(send(CORS, preflight(SHOP, "PUT").header("Origin", "https://evil.example"))
                        .code())
                .isEqualTo("cors.malformed");
        assertThat(send(CORS, preflight(SHOP, "PUT").header("Access-Control-Request-Method", "DELETE"))
                        .code())
                .isEqualTo("cors.malformed");
        assertThat(send(
                                CORS,
                                preflight(SHOP, "PUT")
                                        .header("Access-Control-Request-Headers", "authorization")
                                        .header("Access-Control-Request-Headers", "x-other"))
                        .code())
                .isEqualTo("cors.header");
    }

    @Test
    void letsAListedOriginReadTheResponseAndRefusalsToo() {
        FakeRequest request = FakeRequest.get("/orders").header("Origin", SHOP);
        for (FakeExchange exchange :
                new FakeExchange[] {send(CORS, request), send(CORS, request.header("Authorization", "Bearer x"))}) {
            Headers headers = exchange.response().headers();
            assertThat(headers.all("Access-Control-Allow-Origin")).containsExactly(SHOP);
            assertThat(headers.all("Access-Control-Allow-Credentials")).containsExactly("true");
            assertThat(headers.all("Access-Control-Expose-Headers")).containsExactly("RateLimit");
            assertThat(headers.all("Vary")).contains("Origin");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "https://shop.example, https://evil.example", ""})
    void tellsOtherOriginsNothingAndReplacesWhatTheHandlerSays(String origin) {
        FakeExchange exchange =
                send(CORS, FakeRequest.get("/orders").header("Origin", origin).header("Authorization", "Bearer x"));
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.response().headers().contains("Access-Control-Allow-Origin"))
                .isFalse();
        assertThat(exchange.response().headers().contains("Access-Control-Allow-Credentials"))
                .isFalse();
        assertThat(exchange.response().headers().all("Vary")).contains("Origin");
    }

    @Test
    void tellsEveryOriginTheSameWhereAnyMayRead() {
        Cors any = Cors.allowingAnyOrigin().build();
        FakeExchange exchange = send(
                any,
                FakeRequest.get("/orders").header("Origin", "https://x.example").header("Authorization", "Bearer x"));
        assertThat(exchange.response().headers().all("Access-Control-Allow-Origin"))
                .containsExactly("*");
        assertThat(exchange.response().headers().contains("Access-Control-Allow-Credentials"))
                .isFalse();
        assertThat(exchange.response().headers().contains("Vary")).isFalse();
        assertThat(send(any, preflight("https://x.example", "GET")).response().field("Access-Control-Allow-Origin"))
                .isEqualTo("*");
    }

    @Test
    void neverGivesCredentialsToAnyOrigin() {
        assertThatThrownBy(() -> Cors.allowingAnyOrigin().allowCredentials().build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("credentials");
    }

    @Test
    void leavesAnOrdinaryOptionsRequestToItsRoute() {
        assertThat(send(CORS, FakeRequest.of("OPTIONS", "/orders").header("Origin", SHOP))
                        .code())
                .isEqualTo("route.method_not_allowed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "*",
                "null",
                "shop.example",
                "https://*.example",
                "https://shop.example/",
                "https://shop.example/a",
                "https://",
                "ftp://shop.example",
                "https://u@shop.example",
                "https://shop.example?x",
                "https://shop.example#x",
                "https://shop.example:",
                "https://shop.example:0",
                "https://shop.example:70000",
                "https://sh op",
                "file:///a",
                ""
            })
    void refusesWhatIsNoOrigin(String origin) {
        assertThatThrownBy(() -> Cors.allowing(List.of(origin))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> CsrfGuard.allowing(List.of(origin))).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"HTTPS://Shop.Example:443,https://shop.example", "http://localhost:3000,http://localhost:3000"})
    void writesOriginsAsBrowsersDo(String configured, String sent) {
        Cors cors = Cors.allowing(List.of(configured)).build();
        assertThat(send(cors, preflight(sent, "GET")).response().status()).isEqualTo(204);
    }

    @Test
    void refusesWildcardsAndEmptyLists() {
        assertThatThrownBy(() -> Cors.allowing(List.of()).build()).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cors.allowingAnyOrigin().headers(List.of("*")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cors.allowingAnyOrigin().methods(List.of("GET, PUT")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Cors.allowingAnyOrigin().maxAge(Duration.ofDays(2)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
