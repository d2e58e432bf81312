package dev.portcullis.gateway;

/**
 * Changes to a head, applied in order and once. Names and values are checked when they are given (RFC 9110, sections 5.1
 * and 5.5): no CR, LF or NUL can be written, so no edit can split a head.
 */
public interface HeaderEdits {
    /**
     * Replaces all lines of this name with one.
     *
     * @throws IllegalArgumentException for a name that is no token or a value with a control character
     */
    HeaderEdits set(String name, String value);

    /**
     * Adds one line at the end.
     *
     * @throws IllegalArgumentException for a name that is no token or a value with a control character
     */
    HeaderEdits add(String name, String value);

    /** Removes all lines of this name. */
    HeaderEdits remove(String name);
}
