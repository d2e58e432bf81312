package dev.portcullis.gateway.policy.shape;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A text that matches a pattern as a whole; a substitution is not one, wherever it is written. */
final class TextShape extends Shape<String> {
    private final String words;
    private final Pattern pattern;
    private final int longest;
    private final Collection<String> known;

    /**
     * A text.
     *
     * @param words what is expected
     * @param regex means the same in Java and in ECMA-262, and does not backtrack
     * @param longest the most characters
     * @param known what is suggested where something like it is written
     */
    TextShape(String words, String regex, int longest, Collection<String> known) {
        this.words = words;
        this.pattern = Pattern.compile("^(?:" + regex + ")$");
        this.longest = longest;
        this.known = List.copyOf(known);
    }

    @Override
    @Nullable
    String parse(Node node, Place place, Reading reading) {
        if (!(node instanceof Node.Scalar scalar) || !(scalar.value() instanceof String text)) {
            reading.wrongType(node, place, words);
            return null;
        }
        if (Substitution.isIn(text)) {
            reading.error(
                    node.at(),
                    "substitution-not-allowed",
                    "no substitution is allowed in " + place
                            + ": ${env:...} and ${file:...} stand only for a secret, a URL or a file path");
            return null;
        }
        if (text.codePointCount(0, text.length()) > longest) {
            reading.error(
                    node.at(),
                    "wrong-value",
                    "wrong value in " + place + ": expected " + words + ", at most " + longest + " characters");
            return null;
        }
        if (!pattern.matcher(text).matches()) {
            reading.error(
                    node.at(),
                    "wrong-value",
                    "wrong value " + Quoted.of(text) + " in " + place + ": expected " + words
                            + Suggestion.didYouMean(text, known));
            return null;
        }
        return text;
    }

    @Override
    Map<String, Object> schema(Definitions definitions) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "string");
        schema.put("maxLength", longest);
        schema.put("pattern", pattern.pattern());
        schema.put("not", Map.of("pattern", Substitution.ANYWHERE));
        return schema;
    }

    @Override
    Fit fit(Node node) {
        return node instanceof Node.Scalar scalar && scalar.value() instanceof String ? Fit.KIND : Fit.NO;
    }

    @Override
    String words() {
        return words;
    }
}
