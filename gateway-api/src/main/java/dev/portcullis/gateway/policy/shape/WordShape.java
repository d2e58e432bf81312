package dev.portcullis.gateway.policy.shape;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One of some words, each of which stands for a value. */
final class WordShape<T> extends Shape<T> {
    private final Map<String, T> meanings;

    WordShape(Map<String, T> meanings) {
        this.meanings = new LinkedHashMap<>(meanings);
    }

    @Override
    @Nullable
    T parse(Node node, Place place, Reading reading) {
        if (!(node instanceof Node.Scalar scalar) || !(scalar.value() instanceof String text)) {
            reading.wrongType(node, place, words());
            return null;
        }
        T meaning = meanings.get(text);
        if (meaning == null) {
            unknown(node, place, reading, words());
        }
        return meaning;
    }

    /** Reports a text that is none of the words. */
    void unknown(Node node, Place place, Reading reading, String expected) {
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof String text) {
            reading.error(
                    node.at(),
                    "wrong-value",
                    "wrong value " + Quoted.of(text) + " in " + place + ": expected " + expected
                            + Suggestion.didYouMean(text, meanings.keySet()));
        }
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("enum", new ArrayList<>(meanings.keySet()));
        return schema;
    }

    @Override
    Fit fit(Node node) {
        if (node instanceof Node.Scalar scalar && scalar.value() instanceof String text) {
            return meanings.containsKey(text) ? Fit.CERTAIN : Fit.KIND;
        }
        return Fit.NO;
    }

    @Override
    String words() {
        List<String> quoted = new ArrayList<>();
        for (String word : meanings.keySet()) {
            quoted.add('"' + word + '"');
        }
        return Enumerated.or(quoted);
    }
}
