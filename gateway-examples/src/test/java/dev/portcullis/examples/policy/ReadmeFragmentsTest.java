package dev.portcullis.examples.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.policy.PolicyCheck;
import dev.portcullis.gateway.policy.shape.PolicyError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every fragment of a policy that the README shows is one that the loader reads; files and names of elsewhere aside. */
class ReadmeFragmentsTest {
    private static final Pattern BLOCK = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Set<String> ELSEWHERE = Set.of(
            "unreadable-file",
            "unreadable-secret",
            "dangling-reference",
            "no-authentication",
            "nothing-grants",
            "unused-setting");

    @TempDir
    Path folder;

    @Test
    void everyFragmentOfTheReadmeIsRead() throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../README.md")));
        while (blocks.find()) {
            String fragment = blocks.group(1).stripTrailing().stripIndent() + "\n";
            Path file = Files.writeString(folder.resolve("policy.yaml"), whole(fragment));
            assertThat(PolicyCheck.run(Modules.loader(), List.of(file)).errors())
                    .as("errors in this fragment:%n%s", fragment)
                    .filteredOn(error -> !ELSEWHERE.contains(error.code()))
                    .extracting(PolicyError::toString)
                    .isEmpty();
        }
    }

    /** A document with the fragment as its spec, or in it, and what a policy cannot do without. */
    private static String whole(String fragment) {
        if (fragment.startsWith("apiVersion:")) {
            return fragment;
        }
        String head = "apiVersion: portcullis.dev/v1\nkind: GatewayPolicy\nmetadata: {name: page, version: \"1\"}\n";
        String spec = fragment.startsWith("spec:") ? fragment : "spec:\n" + fragment.indent(2);
        String route = "  routes: [{id: all, match: {path: \"/**\"}, authenticate: none}]\n";
        return head + spec + (spec.contains("\n  routes:") ? "" : route);
    }
}
