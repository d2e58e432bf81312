package dev.portcullis.audit;

import dev.portcullis.audit.chain.CanonicalRecord;
import dev.portcullis.gateway.FilterRun;
import dev.portcullis.gateway.Mode;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/** Writes which filters ran, and for how long, in the fewest bytes: these are in every record. */
final class FilterTimes {
    private static final int MOST = 64;
    private static final long MICRO = 1_000;

    private FilterTimes() {}

    /** Microseconds by name; a name that several filters have stands for their sum. */
    static void write(Ruling ruling, String name, CanonicalRecord out) {
        List<FilterRun> runs = ruling.runs();
        if (runs.isEmpty()) {
            return;
        }
        TreeMap<String, Long> micros = new TreeMap<>();
        for (FilterRun run : runs) {
            if (micros.size() < MOST) {
                micros.merge(run.filter(), run.nanos() / MICRO, Long::sum);
            }
        }
        out.object(name);
        for (Map.Entry<String, Long> one : micros.entrySet()) {
            out.number(one.getKey(), one.getValue().longValue());
        }
        out.close();
    }

    /** Those of them that ran in shadow, where there are any. */
    static void writeShadow(Ruling ruling, String name, CanonicalRecord out) {
        TreeSet<String> shadowed = new TreeSet<>();
        for (FilterRun run : ruling.runs()) {
            if (run.mode() == Mode.SHADOW && shadowed.size() < MOST) {
                shadowed.add(run.filter());
            }
        }
        if (!shadowed.isEmpty()) {
            out.list(name);
            shadowed.forEach(out::item);
            out.close();
        }
    }
}
