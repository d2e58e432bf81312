package dev.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RouteBuilderTest {
    private static final Key<String> NOTE = Key.of("note", String.class);

    @Test
    void isClosedByDefault() {
        Route route = Route.builder("a").path("/a").build();
        assertThat(route.authentication()).isEqualTo(Route.Authentication.REQUIRED);
        assertThat(route.body()).isEqualTo(Route.BodyMode.INSPECT);
        assertThat(route.methods()).containsExactly("GET", "HEAD");
        assertThat(route.bodyLimit()).isEmpty();
        assertThat(route.charsets()).isEmpty();
        assertThat(route.isGrpc()).isFalse();
    }

    @Test
    void keepsWhatItIsGiven() {
        Route route = Route.builder("a")
                .path("/a/{b}")
                .hosts("API.Example", "[2001:DB8:0::1]")
                .methods("PUT", "GET")
                .header("X-Version", "2")
                .authentication(Route.Authentication.OPTIONAL)
                .body(Route.BodyMode.STREAM)
                .bodyLimit(10)
                .allowCharset(StandardCharsets.UTF_16)
                .with(NOTE, "kept")
                .build();
        assertThat(route.hosts()).containsExactly("api.example", "[2001:db8::1]");
        assertThat(route.methods()).containsExactly("PUT", "GET", "HEAD");
        assertThat(route.headers()).containsExactly(new Route.HeaderMatch("X-Version", "2"));
        assertThat(route.authentication()).isEqualTo(Route.Authentication.OPTIONAL);
        assertThat(route.body()).isEqualTo(Route.BodyMode.STREAM);
        assertThat(route.bodyLimit()).hasValue(10);
        assertThat(route.charsets()).containsExactly(StandardCharsets.UTF_16);
        assertThat(route.get(NOTE)).contains("kept");
        assertThat(route.get(Key.of("note", String.class))).isEmpty();
        assertThat(route.path()).hasToString("/a/{b}");
        assertThat(route).hasToString("Route[a]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ".",
                "a.",
                ".a",
                "a..b",
                "a:80",
                "http://a",
                "*",
                "*.",
                "a.*",
                "**.a",
                "a b",
                "ä.example",
                "a/b",
                "[::1",
                "[1]",
                "a@b"
            })
    void refusesHostsThatNoRequestNames(String host) {
        refused(() -> Route.builder("a").hosts(host));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GE T", "GET,POST", "GET\n", "(GET)", "G\u00C9T"})
    void refusesMethodsThatAreNoTokens(String method) {
        refused(() -> Route.builder("a").methods(method));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a/b", "ä", "a\n"})
    void refusesIdsThatDoNotFitALog(String id) {
        refused(() -> Route.builder(id));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "a/", "/a", "a/b/c", "a..b", "a.", "a b", "a{b}"})
    void refusesGrpcNamesThatNoRequestHas(String service) {
        refused(() -> Route.builder("a").grpc(service));
    }

    @Test
    void refusesConditionsThatNoRequestMeets() {
        refused(() -> Route.builder("a").header("X", "1").header("x", "2"));
        refused(() -> Route.builder("a").header("X", " 1"));
        refused(() -> Route.builder("a").header("X", "a\nb"));
        refused(() -> Route.builder("a").header("X", "\u20AC"));
        refused(() -> Route.builder("a").header("X:", "1"));
    }

    @Test
    void refusesContradictions() {
        refused(() -> Route.builder("a").build());
        refused(() -> Route.builder("a").path("/a").path("/b"));
        refused(() -> Route.builder("a").path("/a").grpc("a.B"));
        refused(() -> Route.builder("a").methods("GET", "*"));
        refused(() -> Route.builder("a").grpc("a.B").methods("GET").build());
        refused(() -> Route.builder("a").bodyLimit(-1));
    }

    private static void refused(ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class);
    }
}
