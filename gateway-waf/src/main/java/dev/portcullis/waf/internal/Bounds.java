package dev.portcullis.waf.internal;

/**
 * Bounds that replace what directives say; 0 leaves it to the directives.
 *
 * @param arguments arguments of query and body together
 * @param depth nesting of JSON and XML
 * @param parts parts of a multipart body
 * @param keys members of JSON, elements and attributes of XML
 * @param graphqlDepth nesting of selections in GraphQL
 * @param aliases aliases and directives in GraphQL
 */
public record Bounds(int arguments, int depth, int parts, int keys, int graphqlDepth, int aliases) {
    /** Leaves all to the directives. */
    public static final Bounds NONE = new Bounds(0, 0, 0, 0, 0, 0);
}
