package dev.portcullis.waf.builtin;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.portcullis.waf.Waf;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A rule that scores, as its text says. */
record BuiltinRule(int id, String file, String why, String message, List<String> tags, String severity) {
    private static final Pattern RULE =
            Pattern.compile("(?:^# ([^\\n]*)\\n)?^Sec(?:Rule|Action) (?:[^\\n]*\\\\\\n)*[^\\n]*$", Pattern.MULTILINE);
    private static final Pattern ID = Pattern.compile("\\bid:(\\d+)");
    private static final Pattern MESSAGE = Pattern.compile("\\bmsg:'([^']*)'");
    private static final Pattern TAG = Pattern.compile("\\btag:'([^']*)'");
    private static final Pattern SEVERITY = Pattern.compile("\\bseverity:(\\w+)");
    private static final Pattern SCORES = Pattern.compile("anomaly_score_pl\\d=\\+%\\{tx\\.\\w+_anomaly_score\\}");

    /** All rules that add points, in the order of their files. */
    static List<BuiltinRule> all() {
        List<BuiltinRule> rules = new ArrayList<>();
        for (String name : resource("index").split("\n", -1)) {
            if (name.endsWith(".conf")) {
                read(name, resource(name), rules);
            }
        }
        return rules;
    }

    int level() {
        return tags.stream()
                .filter(tag -> tag.startsWith("paranoia-level/"))
                .map(tag -> Integer.valueOf(tag.substring(15)))
                .findFirst()
                .orElseThrow();
    }

    Optional<String> tag(String prefix) {
        return tags.stream().filter(tag -> tag.startsWith(prefix)).findFirst();
    }

    private static void read(String file, String text, List<BuiltinRule> rules) {
        String chained = text.replaceAll("\\n {4}(SecRule [^\\n]*)", "\\\\\n$1");
        Matcher m = RULE.matcher(chained);
        while (m.find()) {
            if (SCORES.matcher(m.group()).find()) {
                List<String> tags =
                        TAG.matcher(m.group()).results().map(r -> r.group(1)).toList();
                rules.add(new BuiltinRule(
                        Integer.parseInt(first(ID, m.group())),
                        file,
                        m.group(1) == null ? "" : m.group(1),
                        first(MESSAGE, m.group()),
                        tags,
                        first(SEVERITY, m.group())));
            }
        }
    }

    private static String first(Pattern pattern, String text) {
        Matcher m = pattern.matcher(text);
        return m.find() ? m.group(1) : "";
    }

    private static String resource(String name) {
        try (InputStream in = Waf.class.getResourceAsStream("builtin/" + name)) {
            if (in == null) {
                throw new IllegalStateException("no resource builtin/" + name);
            }
            return new String(in.readAllBytes(), UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
