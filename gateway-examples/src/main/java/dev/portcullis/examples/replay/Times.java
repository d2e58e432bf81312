package dev.portcullis.examples.replay;

import java.util.Arrays;

/** What the requests of one class took: wall clock, processor time of the thread, and bytes that it allocated. */
final class Times {
    private final Series wall = new Series();
    private final Series processor = new Series();
    private final Series bytes = new Series();

    void add(Meter spent) {
        wall.add(spent.wall());
        processor.add(spent.processor());
        bytes.add(spent.bytes());
    }

    String line(String kind) {
        long[] sorted = wall.sorted();
        JsonLine json = new JsonLine();
        json.member("class").string(kind);
        json.member("requests").literal(Integer.toString(sorted.length));
        json.member("mean_us").literal(micros(wall.mean()));
        json.member("median_us").literal(micros(at(sorted, 0.5)));
        json.member("p99_us").literal(micros(at(sorted, 0.99)));
        json.member("max_us").literal(micros(at(sorted, 1)));
        json.member("per_s").literal(Long.toString(wall.mean() == 0 ? 0 : Math.round(1e9 / wall.mean())));
        sorted = processor.sorted();
        json.member("cpu_mean_us").literal(micros(processor.mean()));
        json.member("cpu_median_us").literal(micros(at(sorted, 0.5)));
        json.member("cpu_p99_us").literal(micros(at(sorted, 0.99)));
        json.member("bytes_median").literal(Long.toString((long) at(bytes.sorted(), 0.5)));
        return json.end();
    }

    private static double at(long[] sorted, double quantile) {
        return sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
    }

    private static String micros(double nanos) {
        return Double.toString(Math.round(nanos / 100) / 10.0);
    }

    private static final class Series {
        private long[] values = new long[1024];
        private int count;

        void add(long value) {
            if (count == values.length) {
                values = Arrays.copyOf(values, count * 2);
            }
            values[count++] = value;
        }

        long[] sorted() {
            long[] sorted = Arrays.copyOf(values, count);
            Arrays.sort(sorted);
            return sorted;
        }

        double mean() {
            double sum = 0;
            for (int i = 0; i < count; i++) {
                sum += values[i];
            }
            return count == 0 ? 0 : sum / count;
        }
    }
}
