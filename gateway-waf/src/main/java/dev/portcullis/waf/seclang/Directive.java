package dev.portcullis.waf.seclang;

import java.util.List;

/**
 * One directive: a name and its arguments, quotes resolved, one character a byte.
 *
 * @param name as written; names are compared without case
 */
public record Directive(String name, List<String> arguments, Position position) {
    /** Copies the arguments. */
    public Directive {
        arguments = List.copyOf(arguments);
    }

    /** Whether this is the directive of that name. */
    public boolean is(String other) {
        return name.equalsIgnoreCase(other);
    }
}
