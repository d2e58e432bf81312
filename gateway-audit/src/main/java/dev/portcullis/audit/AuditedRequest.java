package dev.portcullis.audit;

import static java.util.Objects.requireNonNull;

import java.util.Collections;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, without what must not be told.
 *
 * @param method the method
 * @param path the canonical path, with what looks like a token in it replaced
 * @param route the route's id, or {@code null} where none admitted it
 * @param scheme {@code https} or {@code http}, or {@code null} where that was never known
 * @param protocol such as {@code HTTP/1.1}, or {@code null}
 * @param tls the connection's, or {@code null} where it was plain
 * @param fields by lower-case name: digests of secret ones, and those that the policy wants in clear
 * @param parameters of the query, likewise
 */
public record AuditedRequest(
        String method,
        String path,
        @Nullable String route,
        @Nullable String scheme,
        @Nullable String protocol,
        @Nullable AuditedTls tls,
        SortedMap<String, String> fields,
        SortedMap<String, String> parameters) {
    /** Wraps the maps, which nobody changes any more. */
    public AuditedRequest {
        requireNonNull(method, "method");
        requireNonNull(path, "path");
        fields = Collections.unmodifiableSortedMap(fields);
        parameters = Collections.unmodifiableSortedMap(parameters);
    }
}
