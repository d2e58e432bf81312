package dev.portcullis.auth.hostile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.auth.testkit.Answer;
import dev.portcullis.auth.testkit.Forge;
import dev.portcullis.auth.testkit.JdkServer;
import dev.portcullis.auth.testkit.JettyServer;
import dev.portcullis.auth.testkit.NettyServer;
import dev.portcullis.auth.testkit.Site;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Tokens that must be refused, over HTTP: by status, by code, and by what the client is told. */
class HostileTokensTest {
    private static final Forge FORGE = new Forge();
    private static final HostileKeys.Table KEYS = HostileKeys.table(FORGE);
    private static final List<Hostile> TABLE = table();
    private static final Path PAGE = Path.of("..", "docs", "HOSTILE-TOKENS.md");

    private static final String SPEC = """
            authentication:
              jwt:
                - {name: corp, issuer: "%s", audience: [orders], keys: {jwksFile: corp.json}}
                - {name: other, issuer: "%s", audience: [orders], keys: {jwksFile: other.json}}
                - {name: strict, issuer: "%s", audience: [orders], type: access, keys: {jwksFile: corp.json}}
            routes:
              - {id: any, match: {path: /any}, authorize: {anyAuthenticated: true}}
              - {id: maybe, match: {path: /maybe}, authenticate: optional}
            """.formatted(Forge.ISSUER, Forge.OTHER, Forge.STRICT);

    @TempDir
    Path folder;

    private static List<Hostile> table() {
        List<Hostile> rows = new ArrayList<>();
        rows.addAll(HostileHeaders.of(FORGE));
        rows.addAll(KEYS.rows());
        rows.addAll(HostileForms.of(FORGE));
        rows.addAll(HostileClaims.of(FORGE));
        return rows;
    }

    static Stream<Arguments> servers() {
        return Stream.of(
                Arguments.of("JDK", (Supplier<Site.Server>) JdkServer::new),
                Arguments.of("servlet on Jetty", (Supplier<Site.Server>) JettyServer::new),
                Arguments.of("Netty", (Supplier<Site.Server>) NettyServer::new));
    }

    @Test
    void theTableIsLongAndNothingIsInItTwice() {
        Set<String> names = new HashSet<>();
        TABLE.forEach(row -> assertThat(names.add(row.name())).as(row.name()).isTrue());
        assertThat(TABLE).hasSizeGreaterThan(200);
        assertThat(TABLE.stream().map(Hostile::expected).distinct()).hasSizeGreaterThan(22);
    }

    /** With {@code -Dportcullis.write=true} it writes the page instead. */
    @Test
    void thePageHasTheTable() throws IOException {
        String page = HostilePage.of(TABLE);
        if (Boolean.getBoolean("portcullis.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("servers")
    void eachIsRefusedForItsOwnReason(String name, Supplier<Site.Server> server) throws Exception {
        Files.writeString(folder.resolve("corp.json"), KEYS.jwks());
        Files.writeString(folder.resolve("other.json"), "{\"keys\":[" + Forge.rsaJwk("o", FORGE.other) + "]}");
        try (Site site = Site.start(folder, SPEC, server.get())) {
            String good = "Bearer " + FORGE.good();
            assertThat(site.get("/any", "Authorization", good).status()).isEqualTo(200);
            assertThat(site.get("/any", "authorization", "bEARER  " + FORGE.good())
                            .status())
                    .isEqualTo(200);
            SoftAssertions all = new SoftAssertions();
            for (Hostile row : TABLE) {
                Answer answer = site.get(row.target(), row.fields());
                all.assertThat(answer.toString()).as(row.name()).isEqualTo(row.expected());
                all.assertThat(answer.all("WWW-Authenticate"))
                        .as(row.name())
                        .containsExactly(challenge(row.expected()));
                if (name.equals("JDK")
                        && row.expected().startsWith("401")
                        && !row.expected().endsWith("auth.missing")) {
                    Answer optional = site.get(row.target().replace("/any", "/maybe"), row.fields());
                    all.assertThat(optional.toString()).as(row.name()).isEqualTo(row.expected());
                }
            }
            all.assertAll();
            if (!name.equals("JDK")) { // whose server makes a space of it
                assertThat(site.get("/any", "Authorization", "Bearer\t" + FORGE.good())
                                .toString())
                        .isEqualTo("401 auth.scheme");
                assertThat(site.get("/any", "Authorization", "Bearer \t" + FORGE.good())
                                .toString())
                        .isEqualTo("401 jwt.malformed");
            }
            assertThat(site.get("/any", "Authorization", good).status()).isEqualTo(200);
        }
    }

    /** RFC 6750, section 3: no error where there was no token, and never why. */
    private static String challenge(String expected) {
        String plain = "Bearer realm=\"site\"";
        if (expected.startsWith("400")) {
            return plain + ", error=\"invalid_request\"";
        }
        return expected.contains(" auth.") ? plain : plain + ", error=\"invalid_token\"";
    }
}
