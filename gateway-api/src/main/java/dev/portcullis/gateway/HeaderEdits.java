package dev.portcullis.gateway;

/**
 * Changes to a head, applied in order and once. Names and values are checked when they are given (RFC 9110, sections 5.1
 * and 5.5): no CR, LF or NUL can be written, so no edit can split a head. The fields that frame a message,
 * {@code Content-Length} and {@code Transfer-Encoding}, are the server's own and cannot be edited.
 */
public interface HeaderEdits {
    /**
     * Replaces all lines of this name with one.
     *
     * @throws IllegalArgumentException for a name that is no token or frames the message, or a value with a control
     *     character
     * @throws IllegalStateException if the head has already gone on
     */
    HeaderEdits set(String name, String value);

    /**
     * Adds one line if, after the edits before this one, no line of this name is there: a default that whoever wrote the head
     * can override.
     *
     * @throws IllegalArgumentException for a name that is no token or frames the message, or a value with a control
     *     character
     * @throws IllegalStateException if the head has already gone on
     */
    HeaderEdits setIfAbsent(String name, String value);

    /**
     * Adds one line at the end.
     *
     * @throws IllegalArgumentException for a name that is no token or frames the message, or a value with a control
     *     character
     * @throws IllegalStateException if the head has already gone on
     */
    HeaderEdits add(String name, String value);

    /**
     * Removes all lines of this name.
     *
     * @throws IllegalArgumentException for a name that is no token or frames the message
     * @throws IllegalStateException if the head has already gone on
     */
    HeaderEdits remove(String name);
}
