package dev.portcullis.gateway.policy.shape;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the mistakes of one document, at most {@value #MAX}, each once. Not thread-safe.
 */
public final class Errors {
    /** The most that is kept; a document with more is broken in one place that shows in all of them. */
    public static final int MAX = 200;

    private final Set<PolicyError> found = new LinkedHashSet<>();
    private boolean incomplete;

    /** A collection without errors. */
    public Errors() {}

    /** Adds a mistake after which what was read lacks something. */
    public void add(Position position, String code, String message) {
        incomplete = true;
        note(position, code, message);
    }

    /** Adds a mistake that leaves what was read whole, such as a key too many. */
    public void note(Position position, String code, String message) {
        if (found.size() < MAX) {
            found.add(new PolicyError(position, message, code));
        }
    }

    /** Whether there is none. */
    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** Whether something could not be read, so that further checks would only report what follows from it. */
    public boolean incomplete() {
        return incomplete;
    }

    /** All of them, by position. */
    public List<PolicyError> all() {
        List<PolicyError> sorted = new ArrayList<>(found);
        sorted.sort(Comparator.comparing(PolicyError::position));
        return List.copyOf(sorted);
    }
}
