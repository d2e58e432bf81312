package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.spi.Maker;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The resources of one policy, each held once, by the name that its provider gave it. Filled by one load, on one thread, and
 * fixed then.
 */
final class Resources {
    private final Map<String, Resource> held = new LinkedHashMap<>();
    private final @Nullable Resources previous;

    /** Resources that are taken over from the policy before where they are made of the same. */
    Resources(@Nullable Resources previous) {
        this.previous = previous == null ? null : previous.withoutHistory();
    }

    private Resources(Map<String, Resource> held) {
        this.held.putAll(held);
        this.previous = null;
    }

    /** Gives the resource of the name, of this policy or of the one before, or makes it. */
    @SuppressWarnings("unchecked") // a provider asks for a name with one type
    <R> Optional<R> get(String key, Object settings, Maker<R> make, Consumer<Exception> failed) {
        Resource known = held.get(key);
        if (known != null) {
            if (!known.madeOf(settings)) {
                throw new IllegalStateException("two resources are named " + key);
            }
            return Optional.of((R) known.value());
        }
        Resource before = previous == null ? null : previous.held.get(key);
        if (before != null && before.madeOf(settings)) {
            held.put(key, before.retain());
            return Optional.of((R) before.value());
        }
        R made;
        try {
            made = make.make();
        } catch (Exception e) { // whatever keeps it from being made refuses the policy
            failed.accept(e);
            return Optional.empty();
        }
        held.put(key, new Resource(key, settings, made));
        return Optional.of(made);
    }

    /** Lets go of all, the last made first. */
    void release() {
        Resource[] all = held.values().toArray(new Resource[0]);
        for (int i = all.length - 1; i >= 0; i--) {
            all[i].release();
        }
    }

    /** Without the policy before, which else would keep the one before it, and so on. */
    private Resources withoutHistory() {
        return previous == null ? this : new Resources(held);
    }
}
