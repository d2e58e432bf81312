package dev.portcullis.waf.internal;

import dev.portcullis.waf.transform.UnicodeMap;
import java.time.Duration;
import java.util.Set;

/**
 * What directives other than rules say. Immutable.
 *
 * @param requestBodyLimit bytes of a request body, files included
 * @param requestBodyNoFilesLimit bytes of a request body, files left out
 * @param rejectLargeRequestBody whether more is refused; else the beginning is inspected
 * @param jsonDepthLimit the deepest nesting of JSON
 * @param xmlDepthLimit the deepest nesting of XML
 * @param keysLimit members of JSON, elements and attributes of XML
 * @param graphqlDepthLimit nesting of selections in GraphQL
 * @param aliasesLimit aliases and directives in GraphQL
 * @param partsLimit parts of a multipart body
 * @param argumentsLimit arguments of query and body together
 * @param uploadFileLimit files of one request
 * @param responseTypes media types of inspected responses, in lower case
 * @param matchLimit steps of one pattern that no automaton can run, for one value
 */
public record Settings(
        Engine engine,
        boolean requestBodyAccess,
        boolean responseBodyAccess,
        long requestBodyLimit,
        long requestBodyNoFilesLimit,
        boolean rejectLargeRequestBody,
        int jsonDepthLimit,
        int xmlDepthLimit,
        int keysLimit,
        int graphqlDepthLimit,
        int aliasesLimit,
        int partsLimit,
        int argumentsLimit,
        int uploadFileLimit,
        long responseBodyLimit,
        boolean rejectLargeResponseBody,
        Set<String> responseTypes,
        byte argumentSeparator,
        int matchLimit,
        Duration collectionTimeout,
        String webAppId,
        UnicodeMap unicodeMap) {

    /** Whether rules run, and whether their decisions count. */
    public enum Engine {
        /** Rules run and decide. */
        ON,
        /** Rules run; decisions are only logged. */
        DETECTION_ONLY,
        /** Nothing runs. */
        OFF
    }

    /** Copies the types. */
    public Settings {
        responseTypes = Set.copyOf(responseTypes);
    }
}
