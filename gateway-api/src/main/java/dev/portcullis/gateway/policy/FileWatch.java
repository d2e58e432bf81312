package dev.portcullis.gateway.policy;

import dev.portcullis.gateway.policy.shape.Errors;
import dev.portcullis.gateway.policy.shape.Sources;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Follows the files of a policy. A candidate is taken when two looks, {@link #SETTLE_MILLIS} apart, see the same, so that a
 * file is not taken while it is being written. Not thread-safe.
 */
final class FileWatch {
    /** Between two looks at files that rest. */
    static final long REST_MILLIS = 500;
    /** Between two looks at files that have changed. */
    static final long SETTLE_MILLIS = 200;

    private final PolicyLoader loader;
    private final Path file;
    private Set<Path> watched = Set.of();
    private @Nullable Snapshot judged;
    private @Nullable Snapshot changed;

    FileWatch(PolicyLoader loader, Path file) {
        this.loader = loader;
        this.file = file;
    }

    /** Reads the policy as it is now; what changes from now on is seen by {@link #poll}. */
    Draft readNow() {
        // the first reading tells what to watch, the second reads what is being watched already
        watched = loader.read(file).sources().watched();
        Snapshot now = Snapshot.take(file, watched);
        Draft draft = read(now);
        boolean same = draft.sources().watched().equals(watched);
        judged = same ? now : null;
        changed = null;
        return draft;
    }

    /** Looks once; gives a candidate where the files have changed since the last one and have settled. */
    @Nullable
    Draft poll() {
        Snapshot now = Snapshot.take(file, watched);
        if (now.equals(judged)) {
            changed = null;
            return null;
        }
        if (!now.equals(changed)) {
            changed = now;
            return null;
        }
        Draft draft = read(now);
        Set<Path> named = draft.sources().watched();
        if (!watched.containsAll(named)) {
            // files that nobody has looked at yet have to settle as well
            Set<Path> more = new TreeSet<>(watched);
            more.addAll(named);
            watched = more;
            changed = Snapshot.take(file, watched);
            return null;
        }
        Snapshot after = Snapshot.take(file, watched);
        if (!after.equals(now)) {
            changed = after;
            return null;
        }
        judged = now.only(new HashSet<>(named));
        watched = named;
        changed = null;
        return draft;
    }

    /**
     * Follows what was named only when the policy was put together, by a document that the policy names: from how it was when
     * it was read.
     */
    void follow(Sources sources) {
        Set<Path> late = new TreeSet<>(sources.watched());
        late.removeAll(watched);
        if (late.isEmpty()) {
            return;
        }
        Map<Path, String> states = Snapshot.take(file, late).others();
        boolean asRead = late.stream().allMatch(sources::isAsRead);
        watched = sources.watched();
        judged = judged == null || !asRead ? null : judged.with(states);
    }

    /** How long to wait before the next look. */
    long delayMillis() {
        return changed == null ? REST_MILLIS : SETTLE_MILLIS;
    }

    private Draft read(Snapshot snapshot) {
        byte[] content = snapshot.bytes();
        return content == null ? loader.read(file) : loader.read(file, content, new Errors());
    }
}
