package dev.portcullis.gateway.policy.shape;

import java.util.List;

/** A list in a sentence. */
final class Enumerated {
    private Enumerated() {}

    /** {@code a, b or c}. */
    static String or(List<String> words) {
        int last = words.size() - 1;
        return last <= 0
                ? String.join("", words)
                : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
    }
}
