package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The application starts under the policy of the README, serves what that allows and refuses the rest. */
class ApplicationTest {
    private static final Path README = Path.of("../../README.md");

    @TempDir
    Path folder;

    @Test
    void servesWhatThePolicyAllowsAndNothingElse() throws Exception {
        Matcher yaml = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        assertTrue(yaml.find());
        Path policy = Files.writeString(folder.resolve("policy.yaml"), yaml.group(1));
        try (ConfigurableApplicationContext context = SpringApplication.run(
                Application.class,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--portcullis.policy=" + policy,
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn")) {
            String server = "http://127.0.0.1:" + context.getEnvironment().getProperty("local.server.port");
            assertEquals(200, get(server + "/hello").statusCode());
            assertEquals("hello", get(server + "/hello").body());
            HttpResponse<String> refused = get(server + "/secret");
            assertEquals(404, refused.statusCode());
            assertEquals("application/problem+json", refused.headers().firstValue("Content-Type").orElse(""));
            assertEquals(404, get(server + "/error").statusCode());
        }
    }

    private static HttpResponse<String> get(String uri) throws Exception {
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(URI.create(uri)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void theReadmeShowsTheseLines() throws Exception {
        String source = Files.readString(Path.of("../boot3/src/main/java/shop/Application.java"));
        String marked = source.substring(
                source.indexOf("// readme: begin\n") + "// readme: begin\n".length(), source.indexOf("    // readme: end"));
        assertTrue(Files.readString(README).contains(marked.stripTrailing().stripIndent()));
    }
}
