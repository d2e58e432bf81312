package dev.portcullis.gateway.hygiene;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Principal;
import dev.portcullis.gateway.Reason;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.RouteFilter;
import dev.portcullis.gateway.RouteTable;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.FakeExchange;
import dev.portcullis.gateway.testkit.FakeHost;
import dev.portcullis.gateway.testkit.FakeRequest;
import dev.portcullis.gateway.testkit.FakeResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTransformsTest {
    private static final Principal JANE = Pipelines.principal(
            "jane",
            "blue",
            Map.of(
                    "plan", "gold",
                    "org", Map.of("id", 7, "unit", Map.of("name", "sales")),
                    "a.b", "whole",
                    "a", Map.of("b", "inner"),
                    "staff", true,
                    "list", List.of("x", "y,z", 3),
                    "nested", List.of(Map.of("x", "y"))));

    private static FakeExchange send(HeaderTransforms transforms, @Nullable Principal caller, FakeRequest request) {
        RouteTable table = RouteTable.of(
                List.of(Route.builder("order").path("/orders/{id}").build()));
        Gateway.Builder builder = Gateway.builder().add(Stage.ROUTE, RouteFilter.of(table));
        builder.add(
                Stage.HYGIENE,
                HeaderStripping.builder().alsoStrip(transforms.requestNames()).build());
        transforms.installations().forEach(builder::add);
        if (caller != null) {
            builder.add(Stage.AUTHENTICATION, Pipelines.authenticating(caller));
        }
        return FakeHost.of(builder.build())
                .answering(FakeResponse.text(200, "ok").header("Server", "secret/1.0"))
                .send(request);
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "{tenant},blue",
                "{subject},jane",
                "{issuer},https://idp.example",
                "{credential},jti-1",
                "{roles},'admin,reader'",
                "{groups},'a%2Cb,c'",
                "{scopes},''",
                "{claim:plan},gold",
                "{claim:org.id},7",
                "{claim:org.unit.name},sales",
                "{claim:a.b},whole",
                "{claim:staff},true",
                "{claim:list},'x,y%2Cz,3'",
                "{claim:nested},-",
                "{claim:org},-",
                "{claim:org.none},-",
                "{claim:none},-",
                "{id},a b",
                "{path:id},a b",
                "{path:none},-",
                "{route},order",
                "{clientAddress},127.0.0.1",
                "{host},api.example",
                "{scheme},http",
                "{traceId},-",
                "u={subject}; t={tenant},u=jane; t=blue",
                "{{literal}} {tenant},{literal} blue",
                "static,static",
                "x{claim:none}y,-",
            })
    void writesFactsForTheHandler(String template, @Nullable String expected) {
        HeaderTransforms transforms =
                HeaderTransforms.builder().setRequest("X-Fact", template).build();
        FakeRequest request =
                FakeRequest.get("/orders/a%20b").header("X-Fact", "forged").header("x_fact", "forged");
        FakeExchange exchange = send(transforms, JANE, request);
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.upstream().all("X-Fact")).isEqualTo(expected == null ? List.of() : List.of(expected));
        assertThat(exchange.upstream().contains("x_fact")).isFalse();
    }

    @Test
    void removesWhatTheClientSentWhereNobodyIsAuthenticated() {
        HeaderTransforms transforms =
                HeaderTransforms.builder().setRequest("X-Tenant", "{tenant}").build();
        FakeExchange exchange =
                send(transforms, null, FakeRequest.get("/orders/1").header("X-Tenant", "blue"));
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.upstream().contains("X-Tenant")).isFalse();
    }

    @Test
    void addsAndRemoves() {
        HeaderTransforms transforms = HeaderTransforms.builder()
                .addRequest("X-Via", "portcullis")
                .addRequest("X-Via", "{claim:none}")
                .removeRequest("X-Debug")
                .setResponse("X-Request", "{requestId}")
                .addResponse("X-Tenant", "{tenant}")
                .removeResponse("Server")
                .build();
        FakeExchange exchange =
                send(transforms, JANE, FakeRequest.get("/orders/1").header("X-Debug", "1"));
        assertThat(exchange.upstream().all("X-Via")).containsExactly("portcullis");
        assertThat(exchange.upstream().contains("X-Debug")).isFalse();
        assertThat(exchange.response().field("X-Request"))
                .isEqualTo(exchange.exchange().id());
        assertThat(exchange.response().field("X-Tenant")).isEqualTo("blue");
        assertThat(exchange.response().headers().contains("Server")).isFalse();
    }

    @Test
    void removesWhatTheHandlerCannotTellFromTheName() {
        HeaderTransforms transforms = HeaderTransforms.builder()
                .setRequest("X_Debug", "off")
                .removeRequest("X-Debug")
                .removeRequest("X-Trace-Me")
                .build();
        FakeExchange exchange = send(
                transforms,
                JANE,
                FakeRequest.get("/orders/1")
                        .header("x_debug", "1")
                        .header("X-DEBUG", "2")
                        .header("x-trace_me", "3")
                        .header("X_TRACE_ME", "4")
                        .header("X-Trace", "5"));
        assertThat(exchange.upstream().contains("X-Debug")).isFalse();
        assertThat(exchange.upstream().all("X_Debug")).containsExactly("off");
        assertThat(exchange.upstream().contains("x-trace_me")).isFalse();
        assertThat(exchange.upstream().contains("X_Trace_Me")).isFalse();
        assertThat(exchange.upstream().all("X-Trace")).containsExactly("5");
    }

    @Test
    void editsRefusalsAsFarAsItCan() {
        HeaderTransforms transforms = HeaderTransforms.builder()
                .setResponse("X-Request", "{requestId}")
                .setResponse("X-Tenant", "{tenant}")
                .build();
        Gateway.Builder builder = Gateway.builder();
        transforms.installations().forEach(builder::add);
        builder.add(Stage.AUTHENTICATION, x -> Decision.reject(Reason.UNAUTHENTICATED, "a.b", "c"));
        FakeExchange exchange = FakeHost.of(builder.build()).send(FakeRequest.get("/"));
        assertThat(exchange.response().status()).isEqualTo(401);
        assertThat(exchange.response().field("X-Request"))
                .isEqualTo(exchange.exchange().id());
        assertThat(exchange.response().headers().contains("X-Tenant")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\r\nX-Admin: true",
                "a\nb",
                "a\u0000b",
                "\u010D\u010A",
                "\u2028",
                "100%",
                "%0d%0a",
                " lead",
                "trail ",
                "J\u00FCrgen",
                "\uD83D\uDE00",
                "\uD800",
                "\u007F",
                "\t",
                "",
                "plain"
            })
    void noClaimCanForgeAField(String claim) {
        HeaderTransforms transforms =
                HeaderTransforms.builder().setRequest("X-Claim", "{claim:c}").build();
        FakeExchange exchange =
                send(transforms, Pipelines.principal("j", null, Map.of("c", claim)), FakeRequest.get("/orders/1"));
        assertThat(exchange.forwarded()).isTrue();
        assertThat(exchange.upstream().all("X-Claim")).hasSize(1);
        String value = exchange.upstream().first("X-Claim").orElseThrow();
        assertThat(value).matches("[ -~]*").isEqualTo(value.strip());
        String decoded = java.net.URLDecoder.decode(value.replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8);
        assertThat(decoded).isEqualTo(claim.equals("\uD800") ? "?" : claim);
    }

    @Test
    void encodesRandomClaimsSoThatTheyReadBack() {
        Random random = new Random(5);
        for (int i = 0; i < 5_000; i++) {
            StringBuilder claim = new StringBuilder();
            for (int n = random.nextInt(6); n > 0; n--) {
                claim.appendCodePoint(random.nextInt(random.nextBoolean() ? 0x80 : 0xD800));
            }
            StringBuilder value = new StringBuilder();
            HeaderEncoding.append(claim.toString(), random.nextBoolean(), value);
            assertThat(value.toString()).matches("[ -~]*");
            assertThat(java.net.URLDecoder.decode(
                            value.toString().replace("+", "%2B"), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo(claim.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "}",
                "{tenant",
                "tenant}",
                "{}",
                "{ }",
                "{claim:}",
                "{header:X}",
                "{env:HOME}",
                "{{a}",
                "a\r\nb",
                "\u20AC"
            })
    void refusesTemplatesThatAreNone(String template) {
        assertThatThrownBy(() -> HeaderTemplate.parse(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "transfer-encoding", "Host", "a b", "", "a:"})
    void refusesFieldsThatCannotBeEdited(String name) {
        List<HeaderTransforms.Builder> none = new ArrayList<>();
        assertThatThrownBy(() -> none.add(HeaderTransforms.builder().setRequest(name, "x")))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> none.add(HeaderTransforms.builder().removeResponse(name)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void namesWhatItWritesAndWhichVariablesItNeeds() {
        HeaderTransforms transforms = HeaderTransforms.builder()
                .setRequest("X-A", "1")
                .addRequest("X-B", "{id}")
                .removeRequest("X-C")
                .build();
        assertThat(transforms.requestNames()).containsExactly("X-A", "X-B");
        assertThat(HeaderTemplate.parse("{id}/{path:x}/{tenant}").pathVariables())
                .containsExactly("id", "x");
        assertThat(HeaderTransforms.builder().build().installations()).isEmpty();
    }
}
