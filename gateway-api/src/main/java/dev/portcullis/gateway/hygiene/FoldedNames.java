package dev.portcullis.gateway.hygiene;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Field names as a careless reader compares them: without case, and {@code _} for {@code -}, as CGI and its heirs do. A name
 * that ends in {@code *} stands for all that begin so. Immutable; a look-up allocates nothing.
 */
final class FoldedNames {
    private final @Nullable String[] slots;
    private final @Nullable String[][] prefixes = new @Nullable String[128][]; // by their first character

    FoldedNames(Collection<String> names) {
        slots = new @Nullable String[Integer.highestOneBit(Math.max(names.size(), 1)) * 4];
        for (String name : names) {
            if (name.endsWith("*")) {
                addPrefix(name.substring(0, name.length() - 1));
            } else if (!isExact(name)) {
                int slot = slot(name);
                while (slots[slot] != null) {
                    slot = slot + 1 & (slots.length - 1);
                }
                slots[slot] = name;
            }
        }
    }

    private void addPrefix(String prefix) {
        char first = fold(prefix.charAt(0));
        String[] others = prefixes[first];
        List<String> all = new ArrayList<>(others == null ? List.of() : List.of(others));
        all.add(prefix);
        prefixes[first] = all.toArray(String[]::new);
    }

    boolean contains(String name) {
        if (isExact(name)) {
            return true;
        }
        if (name.isEmpty() || name.charAt(0) >= 128) {
            return false;
        }
        String[] candidates = prefixes[fold(name.charAt(0))];
        if (candidates == null) {
            return false;
        }
        for (String prefix : candidates) {
            if (name.length() >= prefix.length() && equal(name, prefix, prefix.length())) {
                return true;
            }
        }
        return false;
    }

    private boolean isExact(String name) {
        int slot = slot(name);
        for (String candidate = slots[slot]; candidate != null; candidate = slots[slot]) {
            if (candidate.length() == name.length() && equal(candidate, name, name.length())) {
                return true;
            }
            slot = slot + 1 & (slots.length - 1);
        }
        return false;
    }

    private int slot(String name) {
        int hash = 0;
        for (int i = 0; i < name.length(); i++) {
            hash = hash * 31 + fold(name.charAt(i));
        }
        return (hash ^ hash >>> 16) & (slots.length - 1);
    }

    static boolean equal(String one, String other) {
        return one.length() == other.length() && equal(one, other, one.length());
    }

    private static boolean equal(String one, String other, int length) {
        for (int i = 0; i < length; i++) {
            if (fold(one.charAt(i)) != fold(other.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static char fold(char c) {
        if (c >= 'A' && c <= 'Z') {
            return (char) (c + 0x20);
        }
        return c == '_' ? '-' : c;
    }
}
