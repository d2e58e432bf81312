package dev.portcullis.waf.body;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GraphQlDocumentTest {
    private static @Nullable GraphQlDocument read(String text) {
        byte[] bytes = ("xx" + text + "xx").getBytes(UTF_8);
        return GraphQlDocument.read(bytes, 2, bytes.length - 2);
    }

    private static List<String> texts(String text) {
        return read(text).texts().stream()
                .map(t -> new String(t.name(), UTF_8) + "=" + new String(t.array(), t.from(), t.to() - t.from(), UTF_8))
                .toList();
    }

    @Test
    void namesStringsByFieldsAndArguments() {
        assertThat(texts("{ user(name: \"joe\", n: 5) { posts(tag: \"a\") { id } } }"))
                .containsExactly("graphql.user.name=joe", "graphql.user.posts.tag=a");
        assertThat(
                        texts(
                                "mutation M { me: create(input: {name: \"x\", tags: [\"y\", \"z\"], at: {city: \"w\"}}) { id } }"))
                .containsExactly(
                        "graphql.create.input.name=x",
                        "graphql.create.input.tags=y",
                        "graphql.create.input.tags=z",
                        "graphql.create.input.at.city=w");
        assertThat(texts("{ f(list: [{a: \"1\"}, {a: \"2\"}], b: \"3\") }"))
                .containsExactly("graphql.f.list.a=1", "graphql.f.list.a=2", "graphql.f.b=3");
        assertThat(texts("query Q($a: String! = \"d\") @x(y: \"e\") { f }"))
                .containsExactly("graphql.a=d", "graphql.y=e");
    }

    @Test
    void resolvesEscapesAndTakesBlockStringsAsTheyAre() {
        assertThat(texts("{ f(a: \"x\\\" \\u0027 \\uD83D\\uDE00 \\n\") }"))
                .containsExactly("graphql.f.a=x\" ' \uD83D\uDE00 \n");
        assertThat(texts("{ f(a: \"\"\"it's \"quoted\" \\\"\"\" \"\"\") }"))
                .containsExactly("graphql.f.a=it's \"quoted\" \\\"\"\" ");
    }

    @Test
    void followsFragmentsForDepthAndAliases() {
        GraphQlDocument document = read("""
                query Q { a { ...F } }
                fragment F on T { x: b { y: c { ...G ...G } } }
                fragment G on T { z: d @skip(if: true) { e } }
                """);
        assertThat(document.depth()).isEqualTo(5);
        assertThat(document.aliases()).isEqualTo(2 + 2 * 2);
        assertThat(read("{ a { ... on T { b } ... @include(if: $x) { c } } }").depth())
                .isEqualTo(3);
        assertThat(read("{ a } { b } query C { c }").aliases()).isEqualTo(2);
    }

    @Test
    void takesACircleOrABombOfFragmentsForTooMuch() {
        assertThat(read("{ ...A } fragment A on T { ...B } fragment B on T { x { ...A } }")
                        .depth())
                .isEqualTo(Integer.MAX_VALUE);
        StringBuilder bomb = new StringBuilder("{ ...F0 }");
        for (int i = 0; i < 40; i++) {
            bomb.append(" fragment F%d on T { ...F%d ...F%d }".formatted(i, i + 1, i + 1));
        }
        assertThat(read(bomb + " fragment F40 on T { a: b }").aliases()).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "query",
                "queries for { everybody }",
                "{ a",
                "{ a } }",
                "{ a(b: \"c) }",
                "{\"a\": 1}",
                "type T { a: String }",
                "a mutation of genes",
                "{ a ) }",
                "fragment",
                "# only a comment"
            })
    void takesNothingElseForADocument(String text) {
        assertThat(read(text)).isNull();
    }

    @Test
    void readsTenThousandLevelsWithoutAStack() {
        assertThat(read("{a".repeat(10_000) + "}".repeat(10_000)).depth()).isEqualTo(10_000);
    }

    @Test
    void neverFailsOnWhatAClientSends() {
        String[] pieces = {
            "{",
            "}",
            "(",
            ")",
            "[",
            "]",
            ":",
            "\"",
            "\"\"\"",
            "\\",
            "a",
            "query ",
            "fragment ",
            "on ",
            "...",
            "@",
            "$",
            "!",
            "=",
            "1",
            "\\u12",
            "#",
            "\n",
            ",",
            "\u00EF"
        };
        Random random = new Random(7);
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder("{");
            for (int k = random.nextInt(20); k > 0; k--) {
                text.append(pieces[random.nextInt(pieces.length)]);
            }
            GraphQlDocument document = read(text.toString());
            if (document != null) {
                assertThat(document.depth()).isPositive();
            }
        }
    }
}
