package dev.portcullis.ratelimit.bucket;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;

/** A flood of keys through one table, in a process of its own with a small heap; prints what came of it. */
final class KeyFlood {
    private static final int DRAINED = 100;
    private static final int STRANGERS = 100_000;

    private KeyFlood() {}

    /** Arguments: how many keys, how many bytes of memory for the table, and {@code touch} or {@code drain}. */
    public static void main(String[] args) {
        int keys = Integer.parseInt(args[0]);
        boolean drain = args[2].equals("drain");
        Rate rate = Rate.of(new Bandwidth(10, 10, Duration.ofHours(1)));
        BucketTable table = new BucketTable(Long.parseLong(args[1]));
        int number = table.use(List.of(rate), 0, 0)[0];
        for (int i = 0; i < DRAINED; i++) {
            take(table, number, i, 10, 0);
        }
        // an hour fills a bucket, so that nothing refills for as long as the flood takes: a tenth of a second of
        // virtual time
        long start = System.nanoTime();
        for (int i = 0; i < keys; i++) {
            take(table, number, DRAINED + i, drain ? 10 : 1, i * 10L);
        }
        long micros = (System.nanoTime() - start) / 1000;
        long now = keys * 10L;
        int again = 0;
        for (int i = 0; i < DRAINED; i++) {
            again += take(table, number, i, 1, now) ? 1 : 0;
        }
        int againOfFlood = 0;
        for (int i = 0; drain && i < keys; i += 97) {
            againOfFlood += take(table, number, DRAINED + i, 1, now) ? 1 : 0;
        }
        int strangersRefused = 0;
        for (int i = 0; i < STRANGERS; i++) {
            strangersRefused += take(table, number, 2_000_000_000L + i, 1, now) ? 0 : 1;
        }
        Runtime runtime = Runtime.getRuntime();
        System.out.println("flood " + keys + ' ' + args[2] + ": heap " + (runtime.maxMemory() >> 20) + " MiB, used "
                + ((runtime.totalMemory() - runtime.freeMemory()) >> 20) + " MiB, table "
                + (Long.parseLong(args[1]) >> 20)
                + " MiB, ns/key " + micros * 1000 / keys + ", displaced " + table.displacements() + ", dropped "
                + table.dropped() + ", drained-admitted " + (again + againOfFlood) + ", strangers-refused "
                + strangersRefused + " of " + STRANGERS);
    }

    private static boolean take(BucketTable table, int rate, long key, long tokens, long nanos) {
        SplittableRandom hash = new SplittableRandom(key);
        return table.consume(hash.nextLong(), hash.nextLong(), rate, tokens, 0, nanos) >= 0;
    }
}
