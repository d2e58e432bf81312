package dev.portcullis.auth.hostile;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The table as a page. */
final class HostilePage {
    private static final String HEAD = """
            # Hostile tokens

            What is presented as a credential and refused, %d requests in %d classes. Each is sent over HTTP to the same policy
            on the JDK's server, on a servlet in Jetty and on Netty, and the code is that of the decision record which the answer's
            `requestId` names; the client is told the status, a challenge without a reason and this id. The numbers in brackets
            are of libraries that fell for it or its like. `HostileTokensTest` sends them, and makes this page.
            """;

    private HostilePage() {}

    static String of(List<Hostile> table) {
        Map<String, List<Hostile>> classes = new LinkedHashMap<>();
        table.forEach(row -> classes.computeIfAbsent(row.about(), unused -> new ArrayList<>())
                .add(row));
        StringBuilder page = new StringBuilder(HEAD.formatted(table.size(), classes.size()));
        classes.forEach((about, rows) -> {
            page.append("\n## ")
                    .append(Character.toUpperCase(about.charAt(0)))
                    .append(about.substring(1))
                    .append("\n\n| what | answer | code |\n| --- | --- | --- |\n");
            rows.forEach(row -> page.append("| ")
                    .append(row.name().replace("|", "\\|"))
                    .append(" | ")
                    .append(row.expected(), 0, 3)
                    .append(" | `")
                    .append(row.expected().substring(4))
                    .append("` |\n"));
        });
        return page.toString();
    }
}
