package dev.portcullis.examples.replay;

import dev.portcullis.waf.Waf;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
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

    /**
     * Measures for a time, after a third of it to warm up.
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
        Meter meter = new Meter();
        long begin = System.nanoTime();
        do {
            for (RecordedRequest request : requests) {
                Times kind = request.kind().isEmpty() ? null : times.computeIfAbsent(request.kind(), k -> new Times());
                meter.start();
                replay.pass(request);
                meter.stop();
                all.add(meter);
                if (kind != null) {
                    kind.add(meter);
                }
            }
        } while (System.nanoTime() - begin < nanos);
    }
}
