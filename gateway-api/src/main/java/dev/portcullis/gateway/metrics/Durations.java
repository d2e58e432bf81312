package dev.portcullis.gateway.metrics;

import dev.portcullis.gateway.policy.spi.Metric;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How many durations fell within each of a few bounds. Thread-safe. */
final class Durations {
    private static final long[] BOUNDS = {
        10_000,
        50_000,
        100_000,
        500_000,
        1_000_000,
        5_000_000,
        10_000_000,
        50_000_000,
        100_000_000,
        500_000_000,
        1_000_000_000,
        5_000_000_000L
    };
    private static final String[] WORDS = {
        "0.00001", "0.00005", "0.0001", "0.0005", "0.001", "0.005", "0.01", "0.05", "0.1", "0.5", "1", "5"
    };
    private static final double SECOND = 1e9;

    private final LongAdder[] counts = new LongAdder[BOUNDS.length + 1];
    private final LongAdder sum = new LongAdder();

    Durations() {
        for (int i = 0; i < counts.length; i++) {
            counts[i] = new LongAdder();
        }
    }

    void add(long nanos) {
        int i = 0;
        while (i < BOUNDS.length && nanos > BOUNDS[i]) {
            i++;
        }
        counts[i].increment();
        sum.add(nanos);
    }

    /** Its samples, as a Prometheus histogram has them. */
    void report(String name, String help, Map<String, String> labels, List<Metric> to) {
        for (int i = 0; i < counts.length; i++) {
            int last = i;
            Map<String, String> all = new HashMap<>(labels);
            all.put("le", i < WORDS.length ? WORDS[i] : "+Inf");
            to.add(new Metric(name + "_bucket", help, Metric.Kind.HISTOGRAM, all, () -> upTo(last)));
        }
        to.add(new Metric(name + "_sum", help, Metric.Kind.HISTOGRAM, labels, () -> sum.sum() / SECOND));
        to.add(new Metric(name + "_count", help, Metric.Kind.HISTOGRAM, labels, () -> upTo(BOUNDS.length)));
    }

    private double upTo(int last) {
        long count = 0;
        for (int i = 0; i <= last; i++) {
            count += counts[i].sum();
        }
        return count;
    }
}
