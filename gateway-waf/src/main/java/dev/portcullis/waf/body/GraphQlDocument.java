package dev.portcullis.waf.body;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What rules and limits have to know of a GraphQL document that asks (GraphQL, October 2021, section 2.2): how deep its
 * selections go and how often it asks for something again, fragments followed, and the strings in it. Immutable.
 */
public final class GraphQlDocument {
    /**
     * A string in the document.
     *
     * @param name where it stands: {@code graphql.createUser.input.name}, by the names of fields and arguments, not of
     *     aliases; at most 256 bytes of it
     * @param array holds the string in {@code [from, to)}, escapes resolved
     */
    @SuppressWarnings("ArrayRecordComponent") // handed on, never compared
    public record Text(byte[] name, byte[] array, int from, int to) {}

    private final int depth;
    private final int aliases;
    private final List<Text> texts;

    GraphQlDocument(int depth, int aliases, List<Text> texts) {
        this.depth = depth;
        this.aliases = aliases;
        this.texts = List.copyOf(texts);
    }

    /**
     * Reads a document in one pass, in time linear in its length.
     *
     * @return {@code null} if the text is none, or one that defines types
     */
    public static @Nullable GraphQlDocument read(byte[] text, int from, int to) {
        return new GraphQlReader(text, from, to).read();
    }

    /** The deepest nesting of selections, fragments followed; {@link Integer#MAX_VALUE} if they go in a circle. */
    public int depth() {
        return depth;
    }

    /**
     * Aliases and directives, each as often as the fragment that holds it is spread, and operations beyond the first;
     * {@link Integer#MAX_VALUE} for more than can be counted.
     */
    public int aliases() {
        return aliases;
    }

    /** The strings, in the order of the document. */
    public List<Text> texts() {
        return texts;
    }
}
