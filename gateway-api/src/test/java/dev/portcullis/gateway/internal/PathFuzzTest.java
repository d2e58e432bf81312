package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.PathRules;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Mutates paths with what attackers put into them and holds whatever is accepted against readers of every kind. */
class PathFuzzTest {
    private static final int PATHS = 25_000;
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

    @Test
    void whatIsAcceptedHasOneReading() throws CharacterCodingException {
        Map<HeadRefusal, Integer> refusals = new EnumMap<>(HeadRefusal.class);
        PathReader reader = new PathReader(PathRules.STRICT);
        Random random = new Random(20261120);
        int accepted = 0;
        for (int i = 0; i < PATHS; i++) {
            String path = mutated(random);
            PathReader.Reading reading = reader.read(path, 0, path.length());
            if (reading instanceof PathReader.Refused refused) {
                refusals.merge(refused.refusal(), 1, Integer::sum);
                assertThat(PathReader.isPlain(path, 0, path.length())).as(path).isFalse();
                continue;
            }
            accepted++;
            String decoded = requireCanonical(reader, ((PathReader.Path) reading).text(), path);
            assertThat(PathReader.isPlain(path, 0, path.length()))
                    .as(path)
                    .isEqualTo(decoded.equals(path) && isPlain(path));
            requireOneReading(path, decoded, NaiveReaders.ofRawPaths());
            requireOneReading(decoded, decoded, NaiveReaders.ofDecodedPaths());
        }
        assertThat(accepted).as("accepted of " + PATHS).isGreaterThan(PATHS / 8);
        assertThat(refusals.keySet())
                .contains(Arrays.stream(HeadRefusal.values())
                        .filter(refusal -> refusal.name().startsWith("PATH_"))
                        .filter(refusal -> refusal != HeadRefusal.PATH_HOST_DIFFERS)
                        .toArray(HeadRefusal[]::new));
    }

    @Test
    void rulesThatRewriteLeaveOneReadingToo() throws CharacterCodingException {
        PathReader reader = new PathReader(PathRules.STRICT
                .dropParameters()
                .mergeEmptySegments()
                .resolveDotSegments()
                .encodeIllegalCharacters());
        Random random = new Random(20261121);
        int rewritten = 0;
        for (int i = 0; i < PATHS; i++) {
            String path = mutated(random);
            if (reader.read(path, 0, path.length()) instanceof PathReader.Path canonical) {
                rewritten += canonical.text().equals(path) ? 0 : 1;
                String decoded = requireCanonical(reader, canonical.text(), path);
                requireOneReading(canonical.text(), decoded, NaiveReaders.ofRawPaths());
                requireOneReading(decoded, decoded, NaiveReaders.ofDecodedPaths());
            }
        }
        assertThat(rewritten).isGreaterThan(PATHS / 20);
    }

    @Test
    void rulesThatAllowLeaveAFixpointWithoutDotsOrGaps() throws CharacterCodingException {
        PathReader reader = new PathReader(
                PathRules.STRICT.allowEncodedSlash().allowBackslash().allowDoubleEncoding());
        Random random = new Random(20261122);
        int accepted = 0;
        for (int i = 0; i < PATHS; i++) {
            String path = mutated(random);
            if (reader.read(path, 0, path.length()) instanceof PathReader.Path canonical) {
                accepted++;
                String decoded = requireCanonical(reader, canonical.text(), path);
                assertThat(NaiveReaders.resolve(decoded.replace('\\', '/'))).isEqualTo(decoded.replace('\\', '/'));
            }
        }
        assertThat(accepted).isGreaterThan(PATHS / 8);
    }

    /** Answers the decoded path. */
    private static String requireCanonical(PathReader reader, String canonical, String path)
            throws CharacterCodingException {
        assertThat(reader.read(canonical, 0, canonical.length())).as(path).isEqualTo(new PathReader.Path(canonical));
        assertThat(canonical).as(path).startsWith("/").matches("[!-~]*").doesNotContain("//", "\\", ";", "#", "?");
        String decoded = decodedStrictly(canonical);
        for (String segment : canonical.split("/")) {
            assertThat(segment).as(path).isNotIn(".", "..");
        }
        for (String segment : decoded.split("/")) {
            assertThat(segment).as(path).isNotIn(".", "..");
        }
        assertThat(decoded).as(path).doesNotContain("//");
        assertThat(decoded.chars().noneMatch(Character::isISOControl)).as(path).isTrue();
        return decoded;
    }

    private static void requireOneReading(String path, String decoded, Map<String, UnaryOperator<String>> readers) {
        readers.forEach((name, reader) ->
                assertThat(reader.apply(path)).as("%s of %s", name, path).isEqualTo(decoded));
    }

    private static boolean isPlain(String path) {
        return path.indexOf('%') < 0;
    }

    private static String decodedStrictly(String path) throws CharacterCodingException {
        ByteBuffer bytes = ByteBuffer.allocate(path.length());
        for (int i = 0; i < path.length(); i++) {
            if (path.charAt(i) == '%') {
                bytes.put((byte) Integer.parseInt(path.substring(i + 1, i + 3), 16));
                i += 2;
            } else {
                bytes.put((byte) path.charAt(i));
            }
        }
        return StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString(); // throws on anything but UTF-8
    }

    static String mutated(Random random) {
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

    private static void replace(StringBuilder path, int at, String by) {
        if (at < path.length()) {
            path.replace(at, at + 1, by);
        }
    }

    private static String hex(Random random, char c) {
        String hex = "%" + (c < 0x10 ? "0" : "") + Integer.toHexString(c & 0xFF);
        return random.nextBoolean() ? hex : hex.toUpperCase(java.util.Locale.ROOT);
    }

    private static String overlong(char c) {
        return "%" + Integer.toHexString(0xC0 | c >> 6 & 3) + "%" + Integer.toHexString(0x80 | c & 0x3F);
    }
}
