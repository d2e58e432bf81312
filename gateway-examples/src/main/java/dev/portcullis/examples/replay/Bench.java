package dev.portcullis.examples.replay;

import dev.portcullis.waf.Waf;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Passes recorded requests through rules again and again, on one thread, and measures each. */
public final class Bench {
    private static final String ALL = "all";

    private final Replay replay;

    /** A bench of these rules. */
    public Bench(Waf waf) {
        replay = new Replay(waf);
    }

    /** Durations in nanoseconds. */
    private static final class Times {
        private long[] nanos = new long[1024];
        private int count;

        void add(long duration) {
            if (count == nanos.length) {
                nanos = Arrays.copyOf(nanos, count * 2);
            }
            nanos[count++] = duration;
        }

        String line(String kind) {
            long[] sorted = Arrays.copyOf(nanos, count);
            Arrays.sort(sorted);
            double sum = 0;
            for (long nano : sorted) {
                sum += nano;
            }
            JsonLine json = new JsonLine();
            json.member("class").string(kind);
            json.member("requests").literal(Integer.toString(count));
            json.member("mean_us").literal(micros(count == 0 ? 0 : sum / count));
            json.member("median_us").literal(micros(at(sorted, 0.5)));
            json.member("p99_us").literal(micros(at(sorted, 0.99)));
            json.member("max_us").literal(micros(at(sorted, 1)));
            json.member("per_s").literal(Long.toString(sum == 0 ? 0 : Math.round(count * 1e9 / sum)));
            return json.end();
        }

        private static double at(long[] sorted, double quantile) {
            return sorted.length == 0
                    ? 0
                    : sorted[(int) Math.min(sorted.length - 1L, (long) (quantile * sorted.length))];
        }

        private static String micros(double nanos) {
            return Double.toString(Math.round(nanos / 100) / 10.0);
        }
    }

    /**
     * Measures for a time.
     *
     * @param out takes one JSON object a line: one for each class of requests, and one for all
     */
    public void run(Path file, Duration time, Appendable out) throws IOException, RequestFile.UnreadableException {
        List<RecordedRequest> requests = new ArrayList<>();
        RequestFile.read(file, requests::add);
        if (requests.isEmpty()) {
            throw new RequestFile.UnreadableException(file + ": error: there is no request", new IOException("empty"));
        }
        long warm = Math.max(time.toNanos() / 3, Duration.ofSeconds(1).toNanos());
        measure(requests, warm, new LinkedHashMap<>());
        Map<String, Times> times = new LinkedHashMap<>();
        measure(requests, time.toNanos(), times);
        for (Map.Entry<String, Times> entry : times.entrySet()) {
            if (!entry.getKey().equals(ALL)) {
                out.append(entry.getValue().line(entry.getKey())).append('\n');
            }
        }
        Times all = times.get(ALL);
        if (all != null) {
            out.append(all.line(ALL)).append('\n');
        }
    }

    /** Whole passes over the file until the time is over. */
    private void measure(List<RecordedRequest> requests, long nanos, Map<String, Times> times) {
        Times all = times.computeIfAbsent(ALL, k -> new Times());
        long begin = System.nanoTime();
        do {
            for (RecordedRequest request : requests) {
                Times kind = request.kind().isEmpty() ? null : times.computeIfAbsent(request.kind(), k -> new Times());
                long start = System.nanoTime();
                replay.pass(request);
                long duration = System.nanoTime() - start;
                all.add(duration);
                if (kind != null) {
                    kind.add(duration);
                }
            }
        } while (System.nanoTime() - begin < nanos);
    }
}
