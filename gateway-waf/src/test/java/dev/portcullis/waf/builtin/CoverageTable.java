package dev.portcullis.waf.builtin;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The page that says which rules and tests stand behind each entry of the public lists, made from both. */
final class CoverageTable {
    private static final List<String> TOP_TEN = List.of(
            "A01:2025 Broken Access Control",
            "A02:2025 Security Misconfiguration",
            "A03:2025 Software Supply Chain Failures",
            "A04:2025 Cryptographic Failures",
            "A05:2025 Injection",
            "A06:2025 Insecure Design",
            "A07:2025 Authentication Failures",
            "A08:2025 Software or Data Integrity Failures",
            "A09:2025 Security Logging and Alerting Failures",
            "A10:2025 Mishandling of Exceptional Conditions");
    private static final List<String> API_TOP_TEN = List.of(
            "API1:2023 Broken Object Level Authorization",
            "API2:2023 Broken Authentication",
            "API3:2023 Broken Object Property Level Authorization",
            "API4:2023 Unrestricted Resource Consumption",
            "API5:2023 Broken Function Level Authorization",
            "API6:2023 Unrestricted Access to Sensitive Business Flows",
            "API7:2023 Server Side Request Forgery",
            "API8:2023 Security Misconfiguration",
            "API9:2023 Improper Inventory Management",
            "API10:2023 Unsafe Consumption of APIs");

    private final List<BuiltinRule> rules = BuiltinRule.all();
    private final Map<Integer, Long> cases =
            BuiltinCase.attacks().stream().collect(Collectors.groupingBy(BuiltinCase::rule, Collectors.counting()));

    String markdown() {
        StringBuilder out = new StringBuilder("""
                # What the rules that come with the module cover

                This page is made from the tags of the rules and from the attacks of their tests; a test fails when it is out of
                date. An empty row says that no rule of the firewall stands behind that entry: other modules, or the service
                itself, have to. A rule finds attempts; it does not make a hole go away.

                """);
        section(out, "OWASP Top 10", TOP_TEN, "OWASP-TOP-10/");
        section(out, "OWASP API Security Top 10", API_TOP_TEN, "OWASP-API/");
        out.append("## CWE\n\n").append("| weakness | rules by level | attacks in the tests |\n|---|---|---|\n");
        Map<Integer, List<BuiltinRule>> weaknesses = new TreeMap<>(rules.stream()
                .collect(Collectors.groupingBy(
                        rule -> Integer.valueOf(rule.tag("CWE-").orElseThrow().substring(4)))));
        weaknesses.forEach((number, found) -> row(out, "CWE-" + number, found));
        out.append(
                "\n## Rules\n\n| id | level | severity | what it finds | why | attacks |\n|---|---|---|---|---|---|\n");
        for (BuiltinRule rule : rules) {
            out.append("| %d | %d | %s | %s | %s | %d |\n"
                    .formatted(
                            rule.id(),
                            rule.level(),
                            rule.severity(),
                            rule.message(),
                            rule.why(),
                            count(List.of(rule))));
        }
        return out.toString();
    }

    private void section(StringBuilder out, String title, List<String> entries, String prefix) {
        out.append("## ")
                .append(title)
                .append("\n\n| entry | rules by level | attacks in the tests |\n|---|---|---|\n");
        Function<String, String> key = entry -> prefix + entry.substring(0, entry.indexOf(' '));
        for (String entry : entries) {
            row(
                    out,
                    entry,
                    rules.stream()
                            .filter(rule -> rule.tags().contains(key.apply(entry)))
                            .toList());
        }
        out.append('\n');
    }

    private void row(StringBuilder out, String name, List<BuiltinRule> found) {
        String levels = found.stream()
                .collect(Collectors.groupingBy(
                        BuiltinRule::level,
                        TreeMap::new,
                        Collectors.mapping(rule -> Integer.toString(rule.id()), Collectors.joining(", "))))
                .entrySet()
                .stream()
                .map(entry -> "**" + entry.getKey() + ":** " + entry.getValue())
                .collect(Collectors.joining(" "));
        out.append("| %s | %s | %s |\n".formatted(name, levels, found.isEmpty() ? "" : Long.toString(count(found))));
    }

    private long count(List<BuiltinRule> found) {
        return found.stream()
                .mapToLong(rule -> cases.getOrDefault(rule.id(), 0L))
                .sum();
    }
}
