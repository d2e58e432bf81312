package dev.portcullis.gateway.policy.shape;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The names that a document declares and the places that use them. Not thread-safe. */
public final class Names {
    private record Use(String name, Position at, Place place) {}

    private final Map<NameKind, Set<String>> declared = new LinkedHashMap<>();
    private final Map<NameKind, List<Use>> uses = new LinkedHashMap<>();

    Names() {}

    /** The names of a kind, in the order of the document. */
    public Set<String> declared(NameKind kind) {
        return Set.copyOf(declared.getOrDefault(kind, Set.of()));
    }

    /** The names of a kind that something refers to, declared or not. */
    public Set<String> used(NameKind kind) {
        Set<String> names = new LinkedHashSet<>();
        uses.getOrDefault(kind, List.of()).forEach(use -> names.add(use.name()));
        return names;
    }

    /** Reports every use of a name that is not declared. */
    public void reportDangling(Errors errors) {
        uses.forEach((kind, of) -> {
            Set<String> known = declared.getOrDefault(kind, Set.of());
            for (Use use : of) {
                if (!known.contains(use.name())) {
                    errors.note(use.at(), "dangling-reference", dangling(kind, use.name(), use.place(), known));
                }
            }
        });
    }

    /** What is said of a name that nothing has. */
    public static String dangling(NameKind kind, String name, Place place, Collection<String> known) {
        return "no " + kind.noun() + " is named " + Quoted.of(name) + ", which " + place + " refers to"
                + Suggestion.didYouMean(name, known);
    }

    void declare(NameKind kind, String name) {
        declared.computeIfAbsent(kind, unused -> new LinkedHashSet<>()).add(name);
    }

    void use(NameKind kind, String name, Position at, Place place) {
        uses.computeIfAbsent(kind, unused -> new ArrayList<>()).add(new Use(name, at, place));
    }
}
