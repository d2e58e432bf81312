package dev.portcullis.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathTemplateTest {
    @ParameterizedTest
    @CsvSource({
        "/,/,true",
        "/,/a,false",
        "/a,/a,true",
        "/a,/A,false",
        "/a,/a/,false",
        "/a/,/a/,true",
        "/a/,/a,false",
        "/orders/{id},/orders/7,true",
        "/orders/{id},/orders/,false",
        "/orders/{id},/orders,false",
        "/orders/{id},/orders/7/,false",
        "/orders/{id},/orders/7/8,false",
        "/orders/{id}/lines/{line},/orders/7/lines/2,true",
        "/docs/**,/docs,true",
        "/docs/**,/docs/,true",
        "/docs/**,/docs/a/b/c,true",
        "/docs/**,/docsx,false",
        "/docs/**,/doc,false",
        "/**,/,true",
        "/**,/a/b,true",
        "/{a}/**,/,false",
        "/{a}/**,/x,true",
        "/a b,/a%20b,true",
        "/a%20b,/a%20b,true",
        "/größe,/gr%C3%B6%C3%9Fe,true",
        "/gr%c3%b6%c3%9fe,/gr%C3%B6%C3%9Fe,true",
        "/v1/jobs:stop,/v1/jobs%3Astop,true",
        "/v1/jobs%3Astop,/v1/jobs:stop,true",
        "/c++,/c%2B+,true",
        "/100%25,/100%25,true",
    })
    void matchesWholeSegmentsInDecodedForm(String template, String path, boolean matches) {
        assertThat(PathTemplate.parse(template).matches(path)).isEqualTo(matches);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a/b",
                "/a//b",
                "//",
                "/a/./b",
                "/a/..",
                "/%2e%2e/a",
                "/a/**/b",
                "/a/*",
                "/a*",
                "/**x",
                "/{}",
                "/{a",
                "/a}",
                "/{a}b",
                "/b{a}",
                "/{a b}",
                "/{1a}",
                "/{a}/{a}",
                "/a?b",
                "/a#b",
                "/a;b",
                "/a%3Bb",
                "/a%2Fb",
                "/a\\b",
                "/a%5Cb",
                "/a%00",
                "/a\u0007",
                "/%ff",
                "/%c0%af"
            })
    void refusesTemplatesThatNoCanonicalPathCanMatch(String template) {
        assertThatThrownBy(() -> PathTemplate.parse(template)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decodesTheValuesOfItsVariables() {
        PathTemplate template = PathTemplate.parse("/{tenant}/orders/{id}/**");
        PathVariables variables = template.variables("/bl%C3%BC/orders/a%20b/c");
        assertThat(variables.asMap()).isEqualTo(Map.of("tenant", "blü", "id", "a b"));
        assertThat(variables.get("id")).contains("a b");
        assertThat(variables.get("other")).isEmpty();
        assertThat(variables).hasToString("[tenant, id]");
        assertThat(template.variableNames()).containsExactly("tenant", "id");
    }

    @Test
    void hasNoVariablesWhereItNamesNone() {
        assertThat(PathTemplate.parse("/a/**").variables("/a/b")).isSameAs(PathVariables.NONE);
    }

    @Test
    void matchesNothingThatIsNoPath() {
        assertThat(PathTemplate.parse("/**").matches("*")).isFalse();
        assertThat(PathTemplate.parse("/**").matches("")).isFalse();
    }
}
