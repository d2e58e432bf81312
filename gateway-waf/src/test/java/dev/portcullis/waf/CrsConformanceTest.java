package dev.portcullis.waf;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongUnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The Core Rule Set's own cases; skipped where the corpora are not there. */
class CrsConformanceTest {
    private static final long SHIFT = 40_000_000;

    @TempDir
    Path folder;

    private static List<String> misses(Waf waf, LongUnaryOperator shift) throws IOException {
        List<CrsCase> cases = CrsCase.read(Corpora.path("crs-v4/tests.jsonl"));
        assertThat(cases).hasSizeGreaterThan(2000);
        List<String> misses = new ArrayList<>();
        for (CrsCase each : cases) {
            String miss = each.judge(waf, shift);
            if (miss != null) {
                misses.add(miss);
            }
        }
        return misses;
    }

    @Test
    void passesEveryCase() throws IOException {
        Waf waf = Waf.builder()
                .rules(Corpora.path("crs-test-setup.conf"))
                .rules(Corpora.path("crs-v4/rules"))
                .build();

        assertThat(misses(waf, id -> id)).isEmpty();
    }

    @Test
    void passesEveryCaseWhateverTheIdsAndNamesOfTheFiles() throws IOException {
        Waf waf = Waf.builder()
                .rules(shifted(Corpora.path("crs-test-setup.conf"), "setup.conf"))
                .rules(shiftedFolder(Corpora.path("crs-v4/rules")))
                .build();

        assertThat(misses(waf, id -> id + SHIFT)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"crs-v4,1", "crs-v4,2", "crs-v4,3", "crs-v4,4", "crs-v3.3,1", "crs-v3.3,2", "crs-v3.3,3", "crs-v3.3,4"})
    void loadsEachReleaseAtEachLevel(String release, int level) throws IOException {
        Waf waf = Waf.builder()
                .rules("on", "SecRuleEngine On\nSecRequestBodyAccess On\n")
                .rules("level", level(level))
                .rules(Corpora.path(release + "/crs-setup.conf.example"))
                .rules(Corpora.path(release + "/rules"))
                .build();

        assertThat(waf.report().rules()).isGreaterThan(600);
        assertThat(waf.report().signature()).startsWith("OWASP_CRS/");
        assertThat(Sent.get("/")
                        .header("Host", "shop.example")
                        .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)")
                        .header("Accept", "text/html")
                        .through(waf)
                        .interruption())
                .isEmpty();
        Transaction attack = Sent.get("/?q=1%27%20or%20sleep(9)%23&f=../../../../etc/passwd")
                .header("Host", "shop.example")
                .header("User-Agent", "Mozilla/5.0 (X11; Linux x86_64)")
                .header("Accept", "text/html")
                .through(waf);
        assertThat(attack.interruption().orElseThrow().status()).isEqualTo(403);
    }

    private static String level(int level) {
        return "SecAction \"id:1,phase:1,pass,nolog,setvar:tx.paranoia_level=" + level
                + ",setvar:tx.blocking_paranoia_level=" + level + ",setvar:tx.detection_paranoia_level=" + level + "\"";
    }

    private Path shiftedFolder(Path rules) throws IOException {
        Path shifted = Files.createDirectory(folder.resolve("rules"));
        try (Stream<Path> files = Files.list(rules)) {
            for (Path file : files.sorted().toList()) {
                String name = file.getFileName().toString();
                if (name.endsWith(".conf")) {
                    // the order stays, the names tell nothing
                    shifted(file, "rules/" + (name.startsWith("REQUEST") ? "a" : "b") + name.replaceAll("[A-Z]", "x"));
                } else {
                    Files.copy(file, shifted.resolve(name));
                }
            }
        }
        return shifted;
    }

    private static final Pattern IDS =
            Pattern.compile("(?<=\\bid:|ruleRemoveById=|ruleRemoveTargetById=|SecRuleUpdateTargetById )\\d+");

    private Path shifted(Path file, String name) throws IOException {
        Matcher ids = IDS.matcher(Files.readString(file, StandardCharsets.ISO_8859_1));
        String text = ids.replaceAll(id -> Long.toString(Long.parseLong(id.group()) + SHIFT));
        return Files.writeString(folder.resolve(name), text, StandardCharsets.ISO_8859_1);
    }
}
