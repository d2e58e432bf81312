package dev.portcullis.gateway;

/**
 * Which field names a handler must not see as a client's, head or trailer: left by the filter that strips them from the head,
 * asked by the adapters about trailers. Thread-safe.
 */
@FunctionalInterface
public interface StrippedFields {
    /** Left by the filter that strips the head. */
    Key<StrippedFields> KEY = Key.of("stripped-fields", StrippedFields.class);

    /** Whether a field of this name is kept from the handler. */
    boolean strips(String name);
}
