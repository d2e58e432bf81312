package dev.portcullis.waf.pattern;

import dev.portcullis.waf.Corpora;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** Reads the arguments of the regular-expression operators out of a rule set, as ISO 8859-1. */
final class CrsPatterns {
    private CrsPatterns() {}

    /** The distinct patterns of the rule set in this folder of the corpora. */
    static List<String> of(String folder) {
        Path root = Corpora.path(folder);
        Set<String> patterns = new LinkedHashSet<>();
        try (Stream<Path> files = Files.walk(root)) {
            files.filter(f -> f.toString().endsWith(".conf") || f.toString().endsWith(".example"))
                    .sorted()
                    .forEach(f -> read(f, patterns));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return List.copyOf(patterns);
    }

    private static void read(Path file, Collection<String> patterns) {
        StringBuilder directive = new StringBuilder();
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.ISO_8859_1)) {
                String text = line.strip();
                if (directive.length() == 0 && (text.isEmpty() || text.startsWith("#"))) {
                    continue;
                }
                if (text.endsWith("\\")) {
                    directive.append(text, 0, text.length() - 1);
                    continue;
                }
                List<String> words = words(directive.append(text).toString());
                directive.setLength(0);
                if (words.get(0).equals("SecRule")) {
                    String operator =
                            words.get(2).startsWith("!") ? words.get(2).substring(1) : words.get(2);
                    if (operator.startsWith("@rx ")) {
                        patterns.add(operator.substring(4).strip());
                    } else if (!operator.startsWith("@")) {
                        patterns.add(operator);
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Splits at white space; in quotation marks only an escaped quotation mark is special. */
    private static List<String> words(String directive) {
        List<String> words = new ArrayList<>();
        int i = 0;
        while (i < directive.length()) {
            char c = directive.charAt(i);
            if (c == ' ' || c == '\t') {
                i++;
                continue;
            }
            StringBuilder word = new StringBuilder();
            if (c == '"') {
                for (i++; i < directive.length() && directive.charAt(i) != '"'; i++) {
                    if (directive.startsWith("\\\"", i)) {
                        i++;
                    }
                    word.append(directive.charAt(i));
                }
                i++;
            } else {
                for (; i < directive.length() && " \t".indexOf(directive.charAt(i)) < 0; i++) {
                    word.append(directive.charAt(i));
                }
            }
            words.add(word.toString());
        }
        return words;
    }
}
