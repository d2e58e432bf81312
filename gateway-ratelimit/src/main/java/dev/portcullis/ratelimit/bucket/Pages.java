package dev.portcullis.ratelimit.bucket;

import java.util.concurrent.atomic.AtomicReferenceArray;

/** An array of words that takes memory only where it was touched. Thread-safe. */
final class Pages {
    static final int PAGE_WORDS = 512;

    private final AtomicReferenceArray<long[]> pages;
    private final int perPage;

    /**
     * Blocks of words.
     *
     * @param blocks how many
     * @param words the words of a block, a power of two up to {@value #PAGE_WORDS}
     */
    Pages(int blocks, int words) {
        perPage = PAGE_WORDS / words;
        pages = new AtomicReferenceArray<>((blocks + perPage - 1) / perPage);
    }

    /** The page of a block, made if it was never touched. */
    long[] of(int block) {
        int at = block / perPage;
        long[] page = pages.getAcquire(at);
        return page == null ? made(at) : page;
    }

    /** Whether the block has memory. */
    boolean touched(int block) {
        return pages.getAcquire(block / perPage) != null;
    }

    private long[] made(int at) {
        long[] fresh = new long[PAGE_WORDS];
        long[] other = pages.compareAndExchange(at, null, fresh);
        return other == null ? fresh : other;
    }
}
