package dev.portcullis.ratelimit.bucket;

import dev.portcullis.gateway.policy.spi.EventBudgets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Budgets of events in a {@link BucketTable}, for modules that know no rate limits. */
public final class BucketBudgets implements EventBudgets {
    private static final SecureRandom RANDOM = new SecureRandom();

    /** For {@link java.util.ServiceLoader}. */
    public BucketBudgets() {}

    @Override
    public Budget open(long most, Duration within, long memory, LongSupplier nanoTime) {
        return new TableBudget(Rate.of(new Bandwidth(most, most, within)), memory, nanoTime);
    }

    private static final class TableBudget implements Budget {
        private final Rate rate;
        private final BucketTable table;
        private final int number;
        private final LongSupplier nanoTime;
        private final long origin;
        private final long secretHigh = RANDOM.nextLong();
        private final long secretLow = RANDOM.nextLong();

        TableBudget(Rate rate, long memory, LongSupplier nanoTime) {
            this.rate = rate;
            this.table = new BucketTable(memory);
            this.number = table.use(List.of(rate), 0, 0)[0];
            this.nanoTime = nanoTime;
            this.origin = nanoTime.getAsLong();
        }

        @Override
        public long note(String key) {
            return ask(key, true);
        }

        @Override
        public long look(String key) {
            return ask(key, false);
        }

        private long ask(String key, boolean event) {
            KeyHash hash = new KeyHash(secretHigh, secretLow);
            hash.text(key);
            hash.done();
            long now = Math.max(0, nanoTime.getAsLong() - origin);
            if (event) {
                long answer = table.consume(hash.high(), hash.low(), number, 1, 0, now);
                return answer >= 0 ? WITHIN : rate.nanosFor(-answer);
            }
            long missing = table.consume(hash.high(), hash.low(), number, 0, 0, now);
            return rate.nanosFor(missing + rate.price() - rate.full());
        }
    }
}
