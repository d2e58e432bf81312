package dev.portcullis.waf;

/** Says which arguments a path into a GraphQL document means; they are named {@code graphql.createUser.input.name}. */
final class GraphQlSelector {
    private static final String DOCUMENT = "document";

    private GraphQlSelector() {}

    /** A pattern that the names of these arguments match as a whole. */
    static String pattern(String path) {
        if (path.equals(DOCUMENT)) {
            return "^(?:json\\.(?:array_[0-9]+\\.)?)?query$";
        }
        StringBuilder pattern = new StringBuilder("^graphql");
        for (String name : path.split("\\.", -1)) {
            if (!name.equals("*") && !name.matches("[_A-Za-z][_0-9A-Za-z]*")) {
                throw new IllegalArgumentException("a path into GraphQL reads like createUser.input.name, or is"
                        + " \"document\", not \"" + path + "\"");
            }
            pattern.append("\\.").append(name.equals("*") ? "[^.]+" : name);
        }
        return pattern.append('$').toString();
    }
}
