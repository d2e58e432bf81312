package dev.portcullis.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.jwt.JwtRefusal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The reason codes are part of what users rely on: each is documented, and none is documented that there is not. */
class ReasonCodesTest {
    private static final Path PAGE = Path.of("../docs/AUTHENTICATION.md");
    private static final Pattern LITERAL = Pattern.compile("\"((?:auth|authz|apikey|certificate|jwt)\\.[a-z_0-9]+)\"");
    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z]+\\.[a-z_0-9]+)` \\| ([0-9]{3}) \\| (.+) \\|$");

    private static Set<String> used() throws IOException {
        Set<String> codes = new TreeSet<>();
        List<Path> sources;
        try (Stream<Path> all = Files.walk(Path.of("src/main/java"))) {
            sources = all.filter(file -> file.toString().endsWith(".java")).toList();
        }
        for (Path source : sources) {
            Matcher literals = LITERAL.matcher(Files.readString(source));
            while (literals.find()) {
                codes.add(literals.group(1));
            }
        }
        return codes;
    }

    @Test
    void everyCodeIsDocumentedAndNoOther() throws IOException {
        Set<String> documented = new TreeSet<>();
        Matcher rows = ROW.matcher(Files.readString(PAGE));
        while (rows.find()) {
            assertThat(documented.add(rows.group(1))).as(rows.group(1)).isTrue();
        }
        assertThat(documented).isEqualTo(used()).hasSizeGreaterThan(35);
        for (JwtRefusal refusal : JwtRefusal.values()) {
            assertThat(documented).contains(refusal.code());
        }
    }
}
