package dev.portcullis.ratelimit.shared;

import dev.portcullis.ratelimit.bucket.Rate;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A store of buckets that several nodes share. Thread-safe; no method blocks. Whoever calls keeps the deadline, tries nothing
 * twice, and stops asking once the store does not answer.
 */
public interface SharedBuckets extends AutoCloseable {
    /**
     * One bucket that a request takes from.
     *
     * @param key names the bucket; the key of the caller is hashed in it
     * @param rate its rate, of {@link Rate#relative}
     * @param tokens how many
     * @param allowance the units that may be taken before they are there
     * @param known the units that this node believes to be missing; what counts where the store has no such bucket
     * @param insists whether what this node believes counts also where the store believes less, because this node decided
     *     alone for a while
     */
    record Wanted(String key, Rate rate, long tokens, long allowance, long known, boolean insists) {}

    /**
     * What came of it.
     *
     * @param answers one for each bucket, as {@link Rate#consume}
     * @param extra how many tokens more were taken from each
     */
    @SuppressWarnings("ArrayRecordComponent") // handed over once
    record Answer(long[] answers, long extra) {}

    /**
     * Takes from all of these buckets or from none, in one step.
     *
     * @param wanted the buckets
     * @param extra how many tokens more to take from each, as far as all of them have so many
     * @return fails where the store cannot be asked, or answers with an error
     */
    CompletionStage<Answer> take(List<Wanted> wanted, long extra);

    /** Completes when the store answers at all. */
    CompletionStage<?> probe();

    /** Lets go of the store; never blocks for long. */
    @Override
    void close();
}
