package dev.portcullis.audit;

import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells of filters that fail, at most once a minute each: a control that does not work has to be seen among all the records
 * of refusals (PCI DSS 4.0.1, section 10.7). Confined to the thread that writes.
 */
final class FilterFailures {
    private static final long BETWEEN = 60_000_000_000L;
    private static final int MOST = 256;

    private static final class Told {
        private long at;
        private long since;
    }

    private final Map<String, Told> byFilter = new HashMap<>();

    /** What there is to tell of this event; {@code null}: nothing, or not yet again. */
    @Nullable
    SortedMap<String, String> look(AuditEvent event, long now) {
        Ruling ruling = event.ruling();
        if (ruling == null || ruling.verdicts().isEmpty()) {
            return null;
        }
        for (Ruling.FilterRuling verdict : ruling.verdicts()) {
            if (verdict.failure() == null) {
                continue;
            }
            Told told = byFilter.get(verdict.filter());
            if (told == null && byFilter.size() < MOST) {
                told = new Told();
                told.at = now - BETWEEN;
                byFilter.put(verdict.filter(), told);
            }
            if (told == null) {
                continue;
            }
            told.since++;
            if (now - told.at >= BETWEEN) {
                TreeMap<String, String> details = new TreeMap<>();
                details.put("failure", verdict.failure());
                details.put("failures", Long.toString(told.since));
                details.put("filter", verdict.filter());
                details.put("mode", verdict.mode());
                told.at = now;
                told.since = 0;
                return details;
            }
        }
        return null;
    }
}
