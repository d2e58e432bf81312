package dev.portcullis.waf.seclang;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A text with macros, taken apart.
 *
 * @param parts literal text and references, in order; no two literals in a row
 */
public record MacroText(List<Part> parts) {
    /** A piece of the text. */
    public sealed interface Part permits Literal, Reference {}

    /** Text that stands for itself. */
    public record Literal(String text) implements Part {}

    /**
     * {@code %{variable.key}} or {@code %{variable}}.
     *
     * @param key empty if there is none
     */
    public record Reference(String variable, Optional<String> key) implements Part {}

    /** Copies the parts. */
    public MacroText {
        parts = List.copyOf(parts);
    }

    /** Whether there is a reference. */
    public boolean isDynamic() {
        for (Part part : parts) {
            if (part instanceof Reference) {
                return true;
            }
        }
        return false;
    }

    /** Reads a text; {@code %} that no brace follows, or whose brace is never closed, stands for itself. */
    public static MacroText of(String text) {
        List<Part> parts = new ArrayList<>();
        int literal = 0;
        for (int at = text.indexOf("%{"); at >= 0; at = text.indexOf("%{", at)) {
            int end = text.indexOf('}', at);
            if (end < 0) {
                break;
            }
            if (end == at + 2) {
                at = end;
                continue;
            }
            if (at > literal) {
                parts.add(new Literal(text.substring(literal, at)));
            }
            parts.add(reference(text.substring(at + 2, end)));
            at = end + 1;
            literal = at;
        }
        if (literal < text.length() || parts.isEmpty()) {
            parts.add(new Literal(text.substring(literal)));
        }
        return new MacroText(parts);
    }

    private static Reference reference(String inside) {
        int dot = inside.indexOf('.');
        int colon = inside.indexOf(':');
        int split = dot < 0 ? colon : colon < 0 ? dot : Math.min(dot, colon);
        return split < 0
                ? new Reference(inside.strip(), Optional.empty())
                : new Reference(inside.substring(0, split).strip(), Optional.of(inside.substring(split + 1)));
    }
}
