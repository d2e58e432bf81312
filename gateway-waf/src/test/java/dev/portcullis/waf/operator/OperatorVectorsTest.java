package dev.portcullis.waf.operator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.waf.Corpora;
import dev.portcullis.waf.Vector;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class OperatorVectorsTest {
    /** What needs a file or a database that does not come with the vectors. */
    private static final Set<String> ELSEWHERE = Set.of("geoLookup", "pmFromFile");

    /**
     * Arguments that are refused at load, where the vectors want an operator that never matches: a network of IPv4 with 100
     * bits and a range of bytes without a number.
     */
    private static boolean isRefused(Vector vector) {
        String param = new String(vector.param(), StandardCharsets.ISO_8859_1);
        return vector.name().equals("ipMatch") && param.equals("10.0.0.0/100")
                || vector.name().equals("validateByteRange") && param.equals("xxx");
    }

    @Test
    void answersWhatThePublishedVectorsWant() throws IOException {
        List<String> misses = new ArrayList<>();
        int judged = 0;
        try (Stream<Path> files = Files.list(Corpora.path("seclang-vectors/operators"))) {
            for (Path file : files.sorted().toList()) {
                for (Vector vector : Vector.read(file)) {
                    Judge judge = new Judge();
                    if (ELSEWHERE.contains(vector.name())) {
                        continue;
                    }
                    judged++;
                    if (isRefused(vector)) {
                        assertThat(judge.compile(vector.name(), vector.param())).isInstanceOf(Compiled.Refused.class);
                    } else if (!(judge.compile(vector.name(), vector.param()) instanceof Compiled.Ready<?>)) {
                        misses.add(vector + " is refused");
                    } else if (judge.matches(vector.name(), vector.param(), vector.input()) != vector.matches()) {
                        misses.add(vector.toString());
                    }
                }
            }
        }
        assertThat(misses).isEmpty();
        assertThat(judged).isGreaterThan(800);
    }
}
