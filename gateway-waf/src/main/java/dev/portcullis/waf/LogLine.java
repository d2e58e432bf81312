package dev.portcullis.waf;

import dev.portcullis.waf.internal.Matched;
import dev.portcullis.waf.internal.RuleInfo;
import dev.portcullis.waf.internal.Text;

/** Writes matches as ModSecurity does. */
final class LogLine {
    private static final int LONGEST_VALUE = 100;
    private static final String HEX = "0123456789abcdef";

    /** What the line says about the request. */
    record Context(String host, String uri, String id) {}

    private final StringBuilder line = new StringBuilder(512);

    private LogLine() {}

    static String of(Matched matched, Context context) {
        LogLine log = new LogLine();
        log.write(matched);
        log.field("hostname", context.host);
        log.field("uri", context.uri);
        log.field("unique_id", context.id);
        return log.line.toString();
    }

    /** The line for a limit that was reached. */
    static String ofLimit(String code, Context context) {
        LogLine log = new LogLine();
        log.line.append("ModSecurity: Limit reached: ");
        log.escape(code);
        log.line.append('.');
        log.field("msg", "Limit reached: " + code);
        log.field("hostname", context.host);
        log.field("uri", context.uri);
        log.field("unique_id", context.id);
        return log.line.toString();
    }

    private void write(Matched matched) {
        RuleInfo rule = matched.rule();
        if (matched.refused()) {
            line.append("ModSecurity: Access denied with code ")
                    .append(matched.status())
                    .append(" (phase ")
                    .append(rule.phase())
                    .append("). ");
        } else {
            line.append("ModSecurity: Warning. ");
        }
        condition(matched);
        field("file", rule.position().file());
        field("line", Integer.toString(rule.position().line()));
        field("id", Long.toString(rule.id()));
        optional("rev", rule.revision());
        optional("msg", matched.message().latin1());
        optional("data", matched.data().latin1());
        optional("severity", rule.severity() < 0 ? "" : Integer.toString(rule.severity()));
        optional("ver", rule.version());
        optional("maturity", rule.maturity());
        optional("accuracy", rule.accuracy());
        for (Text tag : matched.tags()) {
            field("tag", tag.latin1());
        }
    }

    private void condition(Matched matched) {
        if (matched.operator().isEmpty()) {
            line.append("Unconditional match in SecAction.");
            return;
        }
        line.append("Matched \"Operator `").append(matched.negated() ? "!" : "");
        line.append(Character.toUpperCase(matched.operator().charAt(0)));
        escape(matched.operator().substring(1));
        line.append("' with parameter `");
        cut(matched.argument(), matched.argument().length());
        line.append("' against variable `");
        escape(matched.variable().latin1());
        line.append("' (Value: `");
        cut(matched.value().latin1(), matched.valueLength());
        line.append("' )");
    }

    private void cut(String text, int length) {
        escape(text.substring(0, Math.min(text.length(), LONGEST_VALUE)));
        if (length > LONGEST_VALUE) {
            line.append(" (").append(length - LONGEST_VALUE).append(" characters omitted)");
        }
    }

    private void optional(String name, String value) {
        if (!value.isEmpty()) {
            field(name, value);
        }
    }

    private void field(String name, String value) {
        line.append(" [").append(name).append(" \"");
        escape(value);
        line.append("\"]");
    }

    private void escape(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f && c != '"' && c != '\\') {
                line.append(c);
            } else {
                line.append("\\x").append(HEX.charAt((c >> 4) & 15)).append(HEX.charAt(c & 15));
            }
        }
    }
}
