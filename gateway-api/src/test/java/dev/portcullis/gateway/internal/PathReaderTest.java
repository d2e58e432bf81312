package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.PathRules;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathReaderTest {
    private static String read(PathRules rules, String path) {
        PathReader.Reading reading = new PathReader(rules).read(path, 0, path.length());
        return reading instanceof PathReader.Refused refused
                ? refused.refusal().rejection().code()
                : ((PathReader.Path) reading).text();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/", "/a", "/a/", "/a/b.c/d-e_f~g", "/a:b@c!d$e&f'g(h)i*j+k,l=m", "/...", "/.a/..b/c..", "/a%20b",
                        "/%C3%A9",
                "/%E2%82%AC", "/%F0%9F%98%80", "/%21%2B%2C", "/a%3Fb%23c", "/100%25", "/100%25/a", "/50%25%20off",
                        "/%25g1", "/%25u12",
                "/%22%3C%3E%5E%60%7B%7C%7D"
            })
    void leavesACanonicalPathAsItIs(String path) {
        assertThat(read(PathRules.STRICT, path)).isEqualTo(path);
    }

    @ParameterizedTest
    @CsvSource({
        "/%61%62,/ab",
        "/%7e%2D%2d%5F,/~--_",
        "/a%2ehtml,/a.html",
        "/%2e%2e%2e,/...",
        "/%c3%a9,/%C3%A9",
        "/%e2%82%ac,/%E2%82%AC",
        "/%3a%3A,/%3A%3A",
        "/%41%2f,path.encoded_slash",
    })
    void decodesUnreservedCharactersAndWritesDigitsInUpperCase(String path, String canonical) {
        assertThat(read(PathRules.STRICT, path)).isEqualTo(canonical);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/a%2Fb path.encoded_slash",
                "/a%2fb path.encoded_slash",
                "/..%2f path.encoded_slash",
                "/a\\b path.backslash",
                "/a%5Cb path.backslash",
                "/a%5cb path.backslash",
                "/..\\a path.backslash",
                "/a%00 path.control",
                "/a%0a path.control",
                "/a%0D path.control",
                "/a%1F path.control",
                "/a%7f path.control",
                "/a%C2%80 path.control",
                "/a%c2%9f path.control",
                "/a\u0000b path.control",
                "/a\tb path.control",
                "/a\u007Fb path.control",
                "/a;b path.parameter",
                "/a;b=c/d path.parameter",
                "/;/a path.parameter",
                "/..;/a path.parameter",
                "/.;/a path.parameter",
                "/a%3Bb path.parameter",
                "/a%3b path.parameter",
                "// path.empty_segment",
                "//a path.empty_segment",
                "/a//b path.empty_segment",
                "/a// path.empty_segment",
                "/. path.dot_segment",
                "/.. path.dot_segment",
                "/a/./b path.dot_segment",
                "/a/../b path.dot_segment",
                "/a/.. path.dot_segment",
                "/a/%2e%2e/b path.dot_segment",
                "/a/.%2E/b path.dot_segment",
                "/a/%2e path.dot_segment",
                "/%2541 path.double_encoding",
                "/%252e%252e path.double_encoding",
                "/%252F path.double_encoding",
                "/%25%32%66 path.double_encoding",
                "/%25%41%42 path.double_encoding",
                "/%25u002f path.double_encoding",
                "/%25U002e path.double_encoding",
                "/%2525%34%31 path.double_encoding",
                "/% path.percent",
                "/a%2 path.percent",
                "/a%zz path.percent",
                "/a%2g path.percent",
                "/a%g2 path.percent",
                "/%u002f path.percent",
                "/a%-1 path.percent",
                "/%c0%af path.utf8",
                "/%C1%9C path.utf8",
                "/%e0%80%af path.utf8",
                "/%e0%9f%bf path.utf8",
                "/%f0%80%80%af path.utf8",
                "/%f0%8f%bf%bf path.utf8",
                "/%f4%90%80%80 path.utf8",
                "/%f8%88%80%80%80 path.utf8",
                "/%ed%a0%80 path.utf8",
                "/%ff path.utf8",
                "/%80 path.utf8",
                "/%c3 path.utf8",
                "/%c3/a path.utf8",
                "/%c3a path.utf8",
                "/%c3%28 path.utf8",
                "/%e2%82 path.utf8",
                "/%e2%82/ path.utf8",
                "/%E9 path.utf8",
                "/\u00E9 path.non_ascii",
                "/\uFF0F path.non_ascii",
                "/\uD83D\uDE00 path.non_ascii",
                "/a|b path.character",
                "/a\"b path.character",
                "/a<b> path.character",
                "/{a} path.character",
                "/a^b path.character",
                "/a`b path.character",
                "/[a] path.character",
                "/a#b target.fragment"
            })
    void refusesWhatTwoReadersTakeForDifferentPaths(String path, String code) {
        assertThat(read(PathRules.STRICT, path)).isEqualTo(code);
        assertThat(PathReader.isPlain(path, 0, path.length())).isFalse();
    }

    @Test
    void refusesASpaceThatIsNotEncoded() {
        assertThat(read(PathRules.STRICT, "/a b")).isEqualTo("path.character");
    }

    @ParameterizedTest
    @CsvSource({
        "/a%2fb,/a%2Fb",
        "/%2F,path.dot_segment",
        "/a%2F%2Fb,path.dot_segment",
        "/a%2F..%2Fb,path.dot_segment",
        "/a%2f%2e,path.dot_segment",
        "/..%2Fb,path.dot_segment",
        "/a%2F,path.dot_segment",
        "/a%5Cb,path.backslash",
        "/a/../b,path.dot_segment",
    })
    void allowsAnEncodedSlashOnlyWhereItHidesNoDotOrEmptySegment(String path, String result) {
        assertThat(read(PathRules.STRICT.allowEncodedSlash(), path)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "/a\\b,/a%5Cb",
        "/a%5cb,/a%5Cb",
        "/..\\b,path.dot_segment",
        "/\\a,path.dot_segment",
        "/a%5C..,path.dot_segment",
        "/a%2Fb,path.encoded_slash"
    })
    void allowsABackslashOnlyWhereItHidesNoDotOrEmptySegment(String path, String result) {
        assertThat(read(PathRules.STRICT.allowBackslash(), path)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "/a;b,/a",
        "/a;jsessionid=1/b;c=d;e,/a/b",
        "/a/;x,/a/",
        "/;x/a,path.empty_segment",
        "/a/;x/b,path.empty_segment",
        "/..;/a,path.dot_segment",
        "/.;x,path.dot_segment",
        "/a%3Bb,path.parameter",
        "/a;%00,path.control",
        "/a;%2F,path.encoded_slash",
        "/a;%ff,path.utf8",
        "/a;%zz,path.percent",
        "/%25;41,/%25",
    })
    void dropsParameters(String path, String result) {
        assertThat(read(PathRules.STRICT.dropParameters(), path)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"//,/", "//a,/a", "/a//b,/a/b", "/a///,/a/", "/a/,/a/", "//..//a,path.dot_segment"})
    void mergesEmptySegments(String path, String result) {
        assertThat(read(PathRules.STRICT.mergeEmptySegments(), path)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({
        "/.,/",
        "/a/.,/a/",
        "/a/..,/",
        "/a/b/..,/a/",
        "/a/./b,/a/b",
        "/a/../b,/b",
        "/a/b/../../c,/c",
        "/a/%2e%2E/b,/b",
        "/..,path.dot_segment",
        "/a/../..,path.dot_segment",
        "/a/../../b,path.dot_segment",
        "/a//../b,path.empty_segment",
        "/a/...,/a/...",
    })
    void resolvesDotSegmentsButNotAboveTheRoot(String path, String result) {
        assertThat(read(PathRules.STRICT.resolveDotSegments(), path)).isEqualTo(result);
    }

    @ParameterizedTest
    @CsvSource({"/%2541,/%2541", "/%252e%252e,/%252e%252e", "/%2561,/%2561", "/%25u0041,/%25u0041"})
    void allowsDoubleEncoding(String path, String result) {
        assertThat(read(PathRules.STRICT.allowDoubleEncoding(), path)).isEqualTo(result);
    }

    @Test
    void encodesIllegalCharacters() {
        PathRules rules = PathRules.STRICT.encodeIllegalCharacters();
        assertThat(read(rules, "/a|b \"<>^`{}[]")).isEqualTo("/a%7Cb%20%22%3C%3E%5E%60%7B%7D%5B%5D");
        assertThat(read(rules, "/a\\b")).isEqualTo("path.backslash");
        assertThat(read(rules, "/a#b")).isEqualTo("target.fragment");
        assertThat(read(rules, "/\u00E9")).isEqualTo("path.non_ascii");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/a%2Fb path.encoded_slash",
                "/a\\b path.backslash",
                "/a;b path.parameter",
                "/a//b path.empty_segment",
                "/a/../b path.dot_segment",
                "/%2541 path.double_encoding",
                "/a|b path.character"
            })
    void eachRuleIsRelaxedByItselfAlone(String path, String code) {
        PathRules strict = PathRules.STRICT;
        Set<String> results = new java.util.TreeSet<>();
        int refused = 0;
        for (PathRules rules : new PathRules[] {
            strict.allowEncodedSlash(),
            strict.allowBackslash(),
            strict.dropParameters(),
            strict.mergeEmptySegments(),
            strict.resolveDotSegments(),
            strict.allowDoubleEncoding(),
            strict.encodeIllegalCharacters()
        }) {
            String result = read(rules, path);
            refused += result.equals(code) ? 1 : 0;
            results.add(result);
        }
        assertThat(refused).isEqualTo(6);
        assertThat(results).hasSize(2);
    }

    @Test
    void everyRefusalHasACodeOfItsOwn() {
        assertThat(EnumSet.allOf(HeadRefusal.class).stream()
                        .map(r -> r.rejection().code()))
                .doesNotHaveDuplicates()
                .allSatisfy(code -> assertThat(code).matches("[a-z0-9_]+\\.[a-z0-9_]+"));
    }
}
