package dev.portcullis.audit;

import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Something that waits to be written. */
interface Entry {
    /** What is to be written; called once, by the writer. */
    AuditEvent event();

    /** What the entry holds until then, in bytes, roughly. */
    int weight();

    /** Completed once the record is as safe as the log promises, or {@code null} where nobody waits. */
    default @Nullable CompletableFuture<Boolean> written() {
        return null;
    }
}
