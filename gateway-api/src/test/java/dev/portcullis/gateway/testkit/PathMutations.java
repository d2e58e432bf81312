package dev.portcullis.gateway.testkit;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Paths with what attackers put into them: traversal, encodings once and twice, overlong UTF-8, matrix parameters, dots. */
public final class PathMutations {
    private static final List<String> SEEDS = List.of(
            "/",
            "/a",
            "/admin/users",
            "/orders/42/lines/",
            "/docs/a.b/c..d",
            "/%C3%A9t%C3%A9/x",
            "/a%20b/100%25",
            "/v1/jobs:stop",
            "/%E2%82%AC/%F0%9F%98%80",
            "/a+b,c=d/e@f");
    private static final List<String> FRAGMENTS = List.of(
            "/",
            "//",
            ".",
            "..",
            "/.",
            "/..",
            "/./",
            "/../",
            "..;",
            "..;/",
            ";",
            ";a=b",
            ";/",
            "\\",
            "..\\",
            "%2e",
            "%2E",
            "%2e%2e",
            "%2f",
            "%2F",
            "%5c",
            "%5C",
            "%252e",
            "%252f",
            "%255c",
            "%25",
            "%2",
            "%",
            "%00",
            "%0a",
            "%3b",
            "%3B",
            "%3f",
            "%23",
            "%c0%af",
            "%c0%ae",
            "%e0%80%af",
            "%f0%80%80%af",
            "%u002f",
            "%u002e",
            "%25u002f",
            "%C3%A9",
            "%c3",
            "%a9",
            "%ff",
            "%ed%a0%80",
            "%f8%80%80%80%af",
            "%fc%80%80%80%80%ae",
            "%e0%81%9c",
            "%c1%9c",
            "%25%32%66",
            "%%32%66",
            "%25252e",
            "%2525",
            "%2e.",
            ".%2e",
            "%2e%2f",
            "..%2f",
            "..%5c",
            "..%00/",
            "%2e%2e;a=b/",
            "/..;a=b/",
            "/;/",
            "/.;/",
            ";jsessionid=1",
            ";a=%2f",
            "...",
            "/.../",
            "%09",
            "\t",
            "%0d%0a",
            "%7f",
            "%08",
            "%e2%80%ae",
            "%ef%bc%8f",
            "%ef%bc%8e",
            "%c4%b0",
            "%E2%81%84",
            "\u2215",
            "~",
            "*",
            ":",
            "@",
            "%40",
            "\"",
            "<",
            "^",
            "`",
            "[",
            "]",
            "%c2%85",
            "\u0000",
            "\n",
            " ",
            "\u00E9",
            "\uFF0F",
            "#",
            "?",
            "a",
            "%41",
            "%7e",
            "%2b",
            "%20",
            "admin",
            "|",
            "{}",
            "41",
            "u0041");

    private static final List<String> QUERIES = List.of(
            "a=b",
            "&",
            "&&",
            "=",
            ";",
            "?",
            "??",
            "/../",
            "//",
            "+",
            "%20",
            "%",
            "%2",
            "%zz",
            "%00",
            "%0d%0a",
            "%ff",
            "%C3%A9",
            "%u0041",
            "|",
            "{}",
            "[0]",
            "\"",
            "'",
            "<b>",
            "\\",
            "^",
            "`",
            "~",
            "!*(),:@$",
            "%23",
            "%26",
            "x");

    private PathMutations() {}

    /** The next path. */
    public static String mutated(Random random) {
        StringBuilder path = new StringBuilder(SEEDS.get(random.nextInt(SEEDS.size())));
        for (int times = random.nextInt(5); times > 0; times--) {
            int at = 1 + random.nextInt(path.length());
            switch (random.nextInt(7)) {
                case 0, 1 -> path.insert(at, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
                case 2 -> replace(path, at, hex(random, path.charAt(Math.min(at, path.length() - 1))));
                case 3 ->
                    replace(
                            path,
                            at,
                            "%25"
                                    + hex(random, path.charAt(Math.min(at, path.length() - 1)))
                                            .substring(1));
                case 4 -> replace(path, at, overlong(path.charAt(Math.min(at, path.length() - 1))));
                case 5 ->
                    path.append('/')
                            .append(SEEDS.get(random.nextInt(SEEDS.size())).substring(1));
                default -> path.insert(at, hex(random, (char) random.nextInt(256)));
            }
        }
        return path.toString();
    }

    /** The next target of a plain path with an odd query. */
    public static String mutatedQuery(Random random) {
        StringBuilder target = new StringBuilder("/docs/a?");
        for (int times = random.nextInt(4); times > 0; times--) {
            if (random.nextInt(8) == 0) {
                target.append(FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
            } else {
                target.append(QUERIES.get(random.nextInt(QUERIES.size())));
            }
        }
        return target.toString();
    }

    private static void replace(StringBuilder path, int at, String by) {
        if (at < path.length()) {
            path.replace(at, at + 1, by);
        }
    }

    private static String hex(Random random, char c) {
        String hex = "%" + (c < 0x10 ? "0" : "") + Integer.toHexString(c & 0xFF);
        return random.nextBoolean() ? hex : hex.toUpperCase(Locale.ROOT);
    }

    private static String overlong(char c) {
        return "%" + Integer.toHexString(0xC0 | c >> 6 & 3) + "%" + Integer.toHexString(0x80 | c & 0x3F);
    }
}
