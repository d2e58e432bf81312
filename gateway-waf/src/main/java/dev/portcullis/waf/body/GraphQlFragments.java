package dev.portcullis.waf.body;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the definitions of a document hold by themselves, and with the fragments that they spread. */
final class GraphQlFragments {
    private static final int MOST_FRAGMENTS = 500;
    private static final int MOST = Integer.MAX_VALUE;

    private static final class Definition {
        final List<Spread> spreads = new ArrayList<>();
        int depth;
        int aliases;
        boolean open;
        boolean known;
    }

    private record Spread(String fragment, int depth) {}

    private final Map<String, Definition> fragments = new HashMap<>();
    private final List<Definition> operations = new ArrayList<>();
    private Definition current = new Definition();

    void operation() {
        current = new Definition();
        operations.add(current);
    }

    /** A fragment; of two with one name the last counts, since servers refuse both. */
    void fragment(byte[] text, int from, int to) {
        current = new Definition();
        fragments.put(name(text, from, to), current);
    }

    void depth(int depth) {
        current.depth = Math.max(current.depth, depth);
    }

    void alias() {
        current.aliases++;
    }

    void spread(byte[] text, int from, int to, int depth) {
        current.spreads.add(new Spread(name(text, from, to), depth));
    }

    boolean isEmpty() {
        return operations.isEmpty() && fragments.isEmpty();
    }

    /** The deepest of all. */
    int depth() {
        int deepest = 0;
        for (Definition definition : all()) {
            follow(definition);
            deepest = Math.max(deepest, definition.depth);
        }
        return deepest;
    }

    /** The sum over the operations. */
    int aliases() {
        int sum = Math.max(0, operations.size() - 1);
        for (Definition operation : operations) {
            follow(operation);
            sum = plus(sum, operation.aliases);
        }
        return sum;
    }

    private List<Definition> all() {
        List<Definition> all = new ArrayList<>(operations);
        all.addAll(fragments.values());
        return all;
    }

    /** Adds what the spread fragments hold, each counted once however often it is spread. */
    private void follow(Definition definition) {
        if (definition.known) {
            return;
        }
        if (definition.open || fragments.size() > MOST_FRAGMENTS) {
            // A circle, or more than anybody writes.
            definition.depth = MOST;
            definition.aliases = MOST;
            return;
        }
        definition.open = true;
        int depth = definition.depth;
        int aliases = definition.aliases;
        for (Spread spread : definition.spreads) {
            Definition fragment = fragments.get(spread.fragment);
            if (fragment != null) {
                follow(fragment);
                depth = Math.max(depth, plus(fragment.depth - 1, spread.depth));
                aliases = plus(aliases, fragment.aliases);
            }
        }
        definition.depth = Math.max(definition.depth, depth);
        definition.aliases = Math.max(definition.aliases, aliases);
        definition.open = false;
        definition.known = true;
    }

    private static int plus(int a, int b) {
        return (int) Math.min(MOST, (long) a + b);
    }

    private static String name(byte[] text, int from, int to) {
        return new String(text, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
