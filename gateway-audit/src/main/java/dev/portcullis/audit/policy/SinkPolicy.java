package dev.portcullis.audit.policy;

import dev.portcullis.gateway.policy.shape.Member;
import dev.portcullis.gateway.policy.shape.Shape;
import dev.portcullis.gateway.policy.shape.Shapes;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** One sink of the section {@code audit}. */
sealed interface SinkPolicy {
    /**
     * A file.
     *
     * @param path where
     * @param rotate the size at which a segment ends
     * @param keep how long segments are kept, or {@code null} for ever
     * @param keepSize how many bytes of segments are kept, or {@code null} for all
     * @param gzip whether segments are compressed
     */
    record ToFile(
            Path path,
            long rotate,
            @Nullable Duration keep,
            @Nullable Long keepSize,
            boolean gzip) implements SinkPolicy {}

    /** Standard output. */
    record ToStdout() implements SinkPolicy {}

    static Shape<SinkPolicy> shape() {
        Shape<ToFile> file = Shapes.object("auditFile", members -> {
            Member<Path> path = members.required("path", Shapes.output());
            Member<Long> rotate = members.withDefault("rotate", Shapes.size("4KiB", "64GiB"), "256MiB");
            Member<Duration> keep = members.optional("keep", Shapes.duration());
            Member<Long> keepSize = members.optional("keepSize", Shapes.size());
            Member<Boolean> gzip = members.withDefault("gzip", Shapes.flag(), true);
            return values -> new ToFile(
                    values.get(path),
                    values.get(rotate),
                    values.orNull(keep),
                    values.orNull(keepSize),
                    values.get(gzip));
        });
        Shape<ToStdout> stdout = Shapes.object("auditStdout", members -> values -> new ToStdout());
        return Shapes.object("auditSink", members -> {
            Member<ToFile> toFile = members.optional("file", file);
            Member<ToStdout> toStdout = members.optional("stdout", stdout);
            members.exactlyOne(toFile, toStdout);
            return values -> {
                ToFile chosen = values.orNull(toFile);
                return chosen != null ? chosen : values.get(toStdout);
            };
        });
    }
}
