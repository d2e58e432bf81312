package dev.portcullis.waf.policy;

import dev.portcullis.gateway.policy.shape.PolicyFile;
import dev.portcullis.waf.seclang.Directive;
import dev.portcullis.waf.seclang.OperatorText;
import dev.portcullis.waf.seclang.RuleReader;
import dev.portcullis.waf.seclang.RuleText;
import dev.portcullis.waf.seclang.SyntaxException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The files that a rule file names, with their content, so that rules are compiled anew when one of them changes. What cannot
 * be read is left out: compiling says so.
 */
final class NamedFiles {
    private static final Set<String> OPERATORS = Set.of("pmfromfile", "pmf", "ipmatchfromfile", "ipmatchf");

    private final Map<Path, PolicyFile> read = new LinkedHashMap<>();

    private NamedFiles() {}

    static List<PolicyFile> of(PolicyFile rules) {
        NamedFiles files = new NamedFiles();
        files.read.put(rules.path(), rules);
        RuleReader reader = new RuleReader(files::content).file(rules.path());
        for (Directive directive : reader.directives()) {
            if (directive.is("SecRule")) {
                files.data(directive);
            }
        }
        return List.copyOf(new ArrayList<>(files.read.values()).subList(1, files.read.size()));
    }

    private byte[] content(Path file) throws IOException {
        Path path = file.toAbsolutePath().normalize();
        PolicyFile known = read.get(path);
        if (known == null) {
            known = PolicyFile.read(path);
            read.put(path, known);
        }
        return known.bytes();
    }

    private void data(Directive directive) {
        try {
            OperatorText operator = RuleText.of(directive).operator().orElse(null);
            if (operator == null || !OPERATORS.contains(operator.name().toLowerCase(Locale.ROOT))) {
                return;
            }
            Path folder = Path.of(directive.position().file()).toAbsolutePath().getParent();
            for (String name : operator.argument().strip().split("\\s+", -1)) {
                content(folder == null ? Path.of(name) : folder.resolve(name));
            }
        } catch (SyntaxException | IOException | java.nio.file.InvalidPathException e) {
            return; // compiling the rule says what is wrong, and where
        }
    }
}
