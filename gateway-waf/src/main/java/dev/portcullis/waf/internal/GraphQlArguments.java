package dev.portcullis.waf.internal;

import dev.portcullis.waf.body.GraphQlDocument;

/**
 * Takes GraphQL documents apart wherever they come: in the argument {@code query} of an address or form, and in the member of
 * that name of a JSON body or of the elements of a batch. The strings in them become arguments of their own.
 */
final class GraphQlArguments {
    private static final byte[] QUERY = Ascii.bytes("query");
    private static final byte[] MEMBER = Ascii.bytes("json.query");
    private static final byte[] BATCH = Ascii.bytes("json.array_");

    private final Execution execution;
    private final Variable arguments;
    private int documents;
    private long aliases;

    GraphQlArguments(Execution execution, Variable arguments) {
        this.execution = execution;
        this.arguments = arguments;
    }

    static boolean isDocument(byte[] name, int from, int to) {
        return to - from >= QUERY.length
                && endsWith(name, from, to, QUERY)
                && (to - from == QUERY.length
                        || to - from == MEMBER.length && endsWith(name, from, to, MEMBER)
                        || isElement(name, from, to));
    }

    /** {@code json.array_12.query}. */
    private static boolean isElement(byte[] name, int from, int to) {
        if (to - from <= BATCH.length || !endsWith(name, from, from + BATCH.length, BATCH)) {
            return false;
        }
        int at = from + BATCH.length;
        while (at < to && name[at] >= '0' && name[at] <= '9') {
            at++;
        }
        return to - at == QUERY.length + 1 && name[at] == '.';
    }

    private static boolean endsWith(byte[] name, int from, int to, byte[] end) {
        for (int i = 1; i <= end.length; i++) {
            if (to - i < from || name[to - i] != end[end.length - i]) {
                return false;
            }
        }
        return true;
    }

    /** Reads the value of such an argument. False if there is no room for what it holds. */
    boolean read(byte[] value, int from, int to) {
        GraphQlDocument document = GraphQlDocument.read(value, from, to);
        if (document == null) {
            return true;
        }
        aliases += document.aliases() + (documents++ > 0 ? 1 : 0);
        Settings settings = execution.settings();
        if (document.depth() > settings.graphqlDepthLimit()) {
            return refuse("waf.graphql_depth", "the selections of a GraphQL document are nested too deep");
        }
        if (aliases > settings.aliasesLimit()) {
            return refuse("waf.aliases", "GraphQL documents ask too often for the same");
        }
        for (GraphQlDocument.Text text : document.texts()) {
            if (!execution.countArgument()) {
                return refuse("waf.arguments", "there are more arguments than SecArgumentsLimit allows");
            }
            execution.values().add(arguments, Text.of(text.name()), text.array(), text.from(), text.to());
        }
        return true;
    }

    private boolean refuse(String limit, String message) {
        BodyFacts.error(execution, message);
        execution.limit(limit, 413);
        return false;
    }
}
