package dev.portcullis.gateway.render;

import dev.portcullis.gateway.Problem;
import dev.portcullis.gateway.Reason;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Problem details (RFC 9457, section 3) as JSON text (RFC 8259). */
final class ProblemJson {
    private static final Set<String> OWN = Set.of("type", "title", "status", "detail", "instance", "requestId");
    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private ProblemJson() {}

    static String of(Reason reason, Problem problem, String id) {
        StringBuilder json = new StringBuilder(160);
        json.append("{\"type\":");
        string(json, problem.type());
        json.append(",\"title\":");
        string(json, reason.title());
        json.append(",\"status\":").append(reason.status()).append(",\"requestId\":");
        string(json, id);
        if (!problem.members().isEmpty()) {
            members(json, problem);
        }
        return json.append('}').toString();
    }

    private static void members(StringBuilder json, Problem problem) {
        // in the order of names, so that the same refusal is the same text
        for (Map.Entry<String, List<String>> member : new TreeMap<>(problem.members()).entrySet()) {
            if (OWN.contains(member.getKey())) {
                continue;
            }
            json.append(',');
            string(json, member.getKey());
            json.append(":[");
            for (int i = 0; i < member.getValue().size(); i++) {
                if (i > 0) {
                    json.append(',');
                }
                string(json, member.getValue().get(i));
            }
            json.append(']');
        }
    }

    private static void string(StringBuilder json, String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append('\\').append(c);
            } else if (c < ' ' || c == 0x7F || c == '<' || c == '>' || c == '&' || Character.isSurrogate(c)) {
                // markup and lone surrogates are escaped too: the text stays harmless wherever it is pasted
                json.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[(c >> 8) & 15])
                        .append(HEX[(c >> 4) & 15]);
                json.append(HEX[c & 15]);
            } else {
                json.append(c);
            }
        }
        json.append('"');
    }
}
