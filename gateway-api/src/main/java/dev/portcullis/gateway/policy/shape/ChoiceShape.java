package dev.portcullis.gateway.policy.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One of several shapes; which one shows in the kind of the value, in a word, or in a key that only one of them has. */
final class ChoiceShape<T> extends Shape<T> {
    private final List<Shape<? extends T>> choices;

    ChoiceShape(List<Shape<? extends T>> choices) {
        this.choices = List.copyOf(choices);
    }

    @Override
    @Nullable
    T parse(Node node, Place place, Reading reading) {
        Shape<? extends T> chosen = choose(node);
        if (chosen == null) {
            reading.error(
                    node.at(),
                    fit(node) == Fit.NO ? "wrong-type" : "wrong-value",
                    "wrong value in " + place + ": expected " + words());
            return null;
        }
        if (chosen instanceof WordShape<?> words && words.fit(node) != Fit.CERTAIN) {
            words.unknown(node, place, reading, words());
            return null;
        }
        Set<String> marks = found(node);
        if (choices.stream().noneMatch(choice -> marks.stream().allMatch(choice::knows)) && marks.size() > 1) {
            reading.error(
                    node.at(),
                    "wrong-keys",
                    place + " has " + String.join(" and ", marks) + ", of which only one may be given: expected "
                            + words());
            return null;
        }
        return chosen.parse(node, place, reading);
    }

    /** What each choice is told by, of the keys that are there. */
    private Set<String> found(Node node) {
        Set<String> marks = new LinkedHashSet<>();
        for (Shape<? extends T> choice : choices) {
            marks.addAll(choice.marks(node));
        }
        return marks;
    }

    private @Nullable Shape<? extends T> choose(Node node) {
        List<Shape<? extends T>> ofKind = new ArrayList<>();
        for (Shape<? extends T> choice : choices) {
            Fit fit = choice.fit(node);
            if (fit == Fit.CERTAIN) {
                return choice;
            }
            if (fit == Fit.KIND) {
                ofKind.add(choice);
            }
        }
        return ofKind.size() == 1 ? ofKind.get(0) : null;
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        List<Object> schemas = new ArrayList<>();
        for (Shape<? extends T> choice : choices) {
            schemas.add(choice.schema(definitions));
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("anyOf", schemas);
        return schema;
    }

    @Override
    Fit fit(Node node) {
        Fit best = Fit.NO;
        for (Shape<? extends T> choice : choices) {
            Fit fit = choice.fit(node);
            best = fit.compareTo(best) > 0 ? fit : best;
        }
        return best;
    }

    @Override
    String words() {
        List<String> words = new ArrayList<>();
        for (Shape<? extends T> choice : choices) {
            words.add(choice.words());
        }
        return Enumerated.or(words);
    }
}
