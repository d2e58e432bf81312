package dev.portcullis.auth.access;

import dev.portcullis.gateway.Exchange;
import dev.portcullis.gateway.PathVariables;
import org.jspecify.annotations.Nullable;

/** Texts that may stand for a path variable: <code>{name}</code>. */
final class Variables {
    private Variables() {}

    /** The variable that the text stands for, or {@code null} where it stands for itself. */
    static @Nullable String name(String text) {
        boolean variable = text.length() > 2 && text.charAt(0) == '{' && text.charAt(text.length() - 1) == '}';
        return variable ? text.substring(1, text.length() - 1) : null;
    }

    /** What the text stands for in this request; {@code null} for a variable that the route does not have. */
    static @Nullable String resolve(String text, Exchange exchange) {
        String name = name(text);
        return name == null
                ? text
                : exchange.get(PathVariables.KEY)
                        .orElse(PathVariables.NONE)
                        .get(name)
                        .orElse(null);
    }
}
