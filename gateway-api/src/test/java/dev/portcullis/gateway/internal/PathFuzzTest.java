package dev.portcullis.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.PathRules;
import dev.portcullis.gateway.testkit.PathMutations;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Random;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Mutates paths with what attackers put into them and holds whatever is accepted against readers of every kind. */
class PathFuzzTest {
    private static final int PATHS = 25_000;

    @Test
    void whatIsAcceptedHasOneReading() throws CharacterCodingException {
        Map<HeadRefusal, Integer> refusals = new EnumMap<>(HeadRefusal.class);
        PathReader reader = new PathReader(PathRules.STRICT);
        Random random = new Random(20261120);
        int accepted = 0;
        for (int i = 0; i < PATHS; i++) {
            String path = PathMutations.mutated(random);
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
            String path = PathMutations.mutated(random);
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
            String path = PathMutations.mutated(random);
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
}
