package dev.portcullis.waf;

/**
 * How much of a request is taken apart; what goes beyond is refused with 413, and in {@code DetectionOnly} logged. It counts
 * things, not time, so that a pause of the machine refuses nobody. Replaces what directives of the rules say.
 *
 * @param arguments the most arguments of query and body together
 * @param depth the deepest nesting of JSON and XML
 * @param parts the most parts of a multipart body
 * @param keys the most members of JSON objects, all together, or elements and attributes of an XML document
 * @param graphqlDepth the deepest nesting of selections in a GraphQL document, fragments followed
 * @param aliases the most aliases and directives in the GraphQL documents of a request, fragments followed, each operation
 *     beyond the first counted as one
 */
public record Budget(int arguments, int depth, int parts, int keys, int graphqlDepth, int aliases) {
    /** 1000 arguments, 64 levels, 100 parts, 5000 keys; in GraphQL 20 levels and 50 aliases. */
    public static final Budget DEFAULTS = new Budget(1000, 64, 100, 5000, 20, 50);

    /** Checks that all are positive. */
    public Budget {
        if (arguments < 1 || depth < 1 || parts < 1 || keys < 1 || graphqlDepth < 1 || aliases < 1) {
            throw new IllegalArgumentException("a budget is positive: " + arguments + ", " + depth + ", " + parts + ", "
                    + keys + ", " + graphqlDepth + ", " + aliases);
        }
    }

    /** The defaults for keys and GraphQL. */
    public Budget(int arguments, int depth, int parts) {
        this(arguments, depth, parts, DEFAULTS.keys, DEFAULTS.graphqlDepth, DEFAULTS.aliases);
    }
}
