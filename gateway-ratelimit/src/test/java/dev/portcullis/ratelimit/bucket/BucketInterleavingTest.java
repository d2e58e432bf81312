package dev.portcullis.ratelimit.bucket;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Thirty-two threads, a virtual clock: never a token more than there was, and not one lost. */
class BucketInterleavingTest {
    private static final int THREADS = 32;

    private final ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    private final AtomicLong clock = new AtomicLong();

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    private interface Worker {
        long run(SplittableRandom random);
    }

    private long together(int seed, Worker worker) throws Exception {
        CyclicBarrier start = new CyclicBarrier(THREADS);
        List<Future<Long>> counts = new ArrayList<>();
        for (int t = 0; t < THREADS; t++) {
            SplittableRandom random = new SplittableRandom(seed * 1000L + t);
            counts.add(threads.submit(() -> {
                start.await();
                return worker.run(random);
            }));
        }
        long sum = 0;
        for (Future<Long> count : counts) {
            sum += count.get();
        }
        return sum;
    }

    @Test
    void atOneInstantExactlyTheCapacityIsAdmitted() throws Exception {
        for (int round = 0; round < 20; round++) {
            BucketTable table = new BucketTable(64 << 10);
            int rate = table.use(List.of(Rate.of(new Bandwidth(10_007, 1, Duration.ofHours(1)))), 0, 0)[0];
            long admitted = together(round, random -> {
                long own = 0;
                for (int i = 0; i < 1_000; i++) {
                    own += table.consume(5, 6, rate, 1, 0, 0) >= 0 ? 1 : 0;
                }
                return own;
            });
            assertThat(admitted).isEqualTo(10_007);
        }
    }

    @Test
    void overAnyTimeExactlyTheBurstAndWhatCameInIsAdmitted() throws Exception {
        Rate rate = Rate.of(new Bandwidth(50, 1_000, Duration.ofSeconds(1)));
        for (int round = 0; round < 10; round++) {
            clock.set(0);
            BucketTable table = new BucketTable(64 << 10);
            int number = table.use(List.of(rate), 0, 0)[0];
            assertThat(table.consume(5, 6, number, 50, 0, 0)).isNotNegative();
            // the clock moves a third of a token at a time, and each thread drains the bucket after every step it made:
            // no
            // more than eleven tokens are ever in it, so that none is lost because it is full
            long admitted = together(round, random -> {
                long own = 0;
                for (int i = 0; i < 2_000; i++) {
                    if (random.nextInt(4) == 0) {
                        clock.addAndGet(333_333);
                    }
                    while (table.consume(5, 6, number, 1, 0, clock.get()) >= 0) {
                        own++;
                    }
                }
                return own;
            });
            while (table.consume(5, 6, number, 1, 0, clock.get()) >= 0) {
                admitted++;
            }
            long cameIn = clock.get() / 1_000_000;
            assertThat(admitted).isEqualTo(cameIn);
            long missing = -table.consume(5, 6, number, 1, 0, clock.get());
            assertThat(missing).isPositive().isLessThanOrEqualTo(rate.price());
        }
    }

    @Test
    void severalBucketsAreTakenFromTogetherOrNotAtAll() throws Exception {
        for (int round = 0; round < 20; round++) {
            BucketTable[] tables = new BucketTable[3];
            long[] capacities = {3_001, 2_003, 2_503};
            for (int i = 0; i < 3; i++) {
                tables[i] = new BucketTable(64 << 10);
                tables[i].use(List.of(Rate.of(new Bandwidth(capacities[i], 1, Duration.ofHours(1)))), 0, 0);
            }
            AtomicLong[] taken = {new AtomicLong(), new AtomicLong(), new AtomicLong()};
            together(round, random -> {
                for (int i = 0; i < 400; i++) {
                    int without = random.nextInt(4);
                    List<Claim> claims = new ArrayList<>();
                    // in another order each time: the order of the locks is the tables' own
                    int first = random.nextInt(3);
                    for (int k = 0; k < 3; k++) {
                        int table = (first + k) % 3;
                        if (table != without) {
                            claims.add(new Claim(tables[table], 5, 6, 0, 1, 0).at(0));
                        }
                    }
                    if (Claims.take(claims.toArray(new Claim[0]))) {
                        for (int table = 0; table < 3; table++) {
                            taken[table].addAndGet(table == without ? 0 : 1);
                        }
                    }
                }
                return 0;
            });
            for (int i = 0; i < 3; i++) {
                long left = 0;
                while (tables[i].consume(5, 6, 0, 1, 0, 0) >= 0) {
                    left++;
                }
                assertThat(taken[i].get() + left).isEqualTo(capacities[i]);
            }
        }
    }

    @Test
    void keysThatCrowdOneAnotherOutLoseNoToken() throws Exception {
        // sixty-four KiB hold about 1800 keys whole; sixteen times as many come, of which each is drained once
        BucketTable table = new BucketTable(256 << 10);
        int rate = table.use(List.of(Rate.of(new Bandwidth(4, 4, Duration.ofHours(1)))), 0, 0)[0];
        int keys = 20_000;
        long[] high = new long[keys];
        SplittableRandom seeds = new SplittableRandom(4);
        for (int i = 0; i < keys; i++) {
            high[i] = seeds.nextLong();
        }
        AtomicLong[] admitted = new AtomicLong[keys];
        for (int i = 0; i < keys; i++) {
            admitted[i] = new AtomicLong();
        }
        together(1, random -> {
            for (int i = 0; i < 20_000; i++) {
                int key = random.nextInt(keys);
                if (table.consume(high[key], ~high[key] * 31, rate, 1, 0, 0) >= 0) {
                    admitted[key].incrementAndGet();
                }
            }
            return 0;
        });
        for (AtomicLong each : admitted) {
            assertThat(each.get()).isLessThanOrEqualTo(4);
        }
        assertThat(table.displacements()).isPositive();
    }
}
