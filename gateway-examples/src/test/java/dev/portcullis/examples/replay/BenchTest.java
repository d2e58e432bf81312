package dev.portcullis.examples.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.waf.Waf;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a bench prints for a file of two classes. */
class BenchTest {
    private static final String REQUEST =
            "{\"id\":\"1\",\"class\":\"KIND\",\"method\":\"GET\",\"uri\":\"/\",\"version\":\"HTTP/1.1\",\"headers\":[]}";

    @TempDir
    private Path folder;

    @Test
    void printsTimesAndBytesForEachClassAndForAll() throws Exception {
        Path file = folder.resolve("mix.jsonl");
        Files.write(file, List.of(REQUEST.replace("KIND", "page"), REQUEST.replace("KIND", "call")));
        Waf waf = Waf.builder()
                .rules("one", "SecRule REQUEST_URI \"@contains x\" \"id:1,phase:1,pass,nolog\"")
                .build();
        StringBuilder out = new StringBuilder();

        new Bench(waf).run(file, Duration.ofMillis(50), out);

        List<String> lines = out.toString().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith("{\"class\": \"page\"");
        assertThat(lines.get(1)).startsWith("{\"class\": \"call\"");
        assertThat(lines.get(2)).startsWith("{\"class\": \"all\"");
        assertThat(lines)
                .allSatisfy(line -> assertThat(line)
                        .containsPattern(
                                "\"cpu_median_us\": [0-9.]+, \"cpu_p99_us\": [0-9.]+, \"bytes_median\": [1-9][0-9]*}")
                        .containsPattern("\"median_us\": [0-9.]+"));
    }
}
