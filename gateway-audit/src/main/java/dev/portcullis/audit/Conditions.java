package dev.portcullis.audit;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What the protection rests on and may change by itself, and how it was when it was last looked at. Looked at by the thread
 * that writes.
 */
final class Conditions {
    /** Takes a change. */
    interface Changes {
        void changed(SortedMap<String, String> details);
    }

    private static final int WORDS = 512;

    private final Map<String, Supplier<String>> states;
    private final TreeMap<String, String> known = new TreeMap<>();

    /** Looks at all of them, so that only what changes from now on is a change. */
    Conditions(Map<String, Supplier<String>> states) {
        this.states = Map.copyOf(states);
        this.states.forEach((name, state) -> known.put(name, words(state)));
    }

    /** How they were when it was made. */
    SortedMap<String, String> known() {
        return new TreeMap<>(known);
    }

    /** Looks at all of them again. */
    void look(Changes to) {
        states.forEach((name, state) -> {
            String now = words(state);
            String before = known.put(name, now);
            if (!now.equals(before)) {
                TreeMap<String, String> details = new TreeMap<>();
                details.put("condition", name);
                details.put("from", String.valueOf(before));
                details.put("to", now);
                to.changed(details);
            }
        });
    }

    private static String words(Supplier<String> state) {
        try {
            return Wording.clean(state.get(), WORDS);
        } catch (RuntimeException e) { // whoever cannot say how it is must not end the trail
            return AuditEvent.UNKNOWN;
        }
    }
}
