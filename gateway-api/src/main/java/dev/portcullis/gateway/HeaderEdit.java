package dev.portcullis.gateway;

import java.util.List;

/** One change to the fields of a head; names are compared without case. */
public sealed interface HeaderEdit {
    /** The field name. */
    String name();

    /**
     * Replaces all lines of this name with one.
     *
     * @param name the field name, a token (RFC 9110, section 5.6.2)
     * @param value the field value, without CR, LF or NUL
     */
    record Set(String name, String value) implements HeaderEdit {}

    /**
     * Adds one line at the end.
     *
     * @param name the field name, a token (RFC 9110, section 5.6.2)
     * @param value the field value, without CR, LF or NUL
     */
    record Add(String name, String value) implements HeaderEdit {}

    /**
     * Removes all lines of this name.
     *
     * @param name the field name
     */
    record Remove(String name) implements HeaderEdit {}

    /** The fields after all edits, applied in order. */
    static Headers applyAll(List<HeaderEdit> edits, Headers headers) {
        Headers edited = headers;
        for (int i = 0; i < edits.size(); i++) {
            HeaderEdit edit = edits.get(i);
            if (edit instanceof Set set) {
                edited = edited.without(set.name()).with(set.name(), set.value());
            } else if (edit instanceof Add add) {
                edited = edited.with(add.name(), add.value());
            } else {
                edited = edited.without(edit.name());
            }
        }
        return edited;
    }
}
