package dev.portcullis.gateway.metrics;

import dev.portcullis.gateway.FilterRun;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Outcome;
import dev.portcullis.gateway.OutcomeObserver;
import dev.portcullis.gateway.Rejection;
import dev.portcullis.gateway.Route;
import dev.portcullis.gateway.policy.spi.Metric;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of exchanges: how they end on each route, what each filter says in each mode and why, and how long it
 * takes. Labels are names of the policy and codes of the filters, never anything that a client chose, and no more than
 * {@value #MOST} series of a kind exist; what comes beyond is counted as {@value #OTHER}. Thread-safe.
 */
public final class ExchangeMetrics implements OutcomeObserver {
    /** The most series of one kind. */
    public static final int MOST = 512;

    /** The label of what is beyond that. */
    public static final String OTHER = "other";

    private static final String NONE = "none";

    private record Ending(String route, String end) {}

    private record Said(String filter, String mode, String verdict) {}

    private record Why(String filter, String mode, String reason) {}

    private final Map<Ending, LongAdder> endings = new ConcurrentHashMap<>();
    private final Map<Said, LongAdder> said = new ConcurrentHashMap<>();
    private final Map<Why, LongAdder> reasons = new ConcurrentHashMap<>();
    private final Map<String, Durations> filters = new ConcurrentHashMap<>();
    private final Durations exchanges = new Durations();

    /** Nothing counted yet. */
    public ExchangeMetrics() {}

    @Override
    public void ended(Outcome outcome, @Nullable Route route) {
        String end = outcome.end().name().toLowerCase(Locale.ROOT);
        count(endings, new Ending(route == null ? NONE : route.id(), end), new Ending(OTHER, end));
        exchanges.add(outcome.durationNanos());
        List<FilterVerdict> verdicts = outcome.verdicts();
        for (FilterRun run : outcome.runs()) {
            durations(run.filter()).add(run.nanos());
            if (verdicts.isEmpty() || !spoke(run, verdicts)) {
                said(run.filter(), word(run), "continue");
            }
        }
        for (FilterVerdict verdict : verdicts) {
            String mode = verdict.mode().name().toLowerCase(Locale.ROOT);
            Rejection rejection = verdict.rejection();
            said(verdict.filter(), mode, rejection == null ? "fail" : "refuse");
            why(verdict.filter(), mode, rejection == null ? "filter.failed" : rejection.code());
        }
        Rejection rejection = outcome.rejection();
        if (rejection != null && outcome.decidedBy() == null) {
            why("gateway", "enforce", rejection.code());
        }
    }

    private static boolean spoke(FilterRun run, List<FilterVerdict> verdicts) {
        for (FilterVerdict verdict : verdicts) {
            if (verdict.filter().equals(run.filter()) && verdict.mode() == run.mode()) {
                return true;
            }
        }
        return false;
    }

    private static String word(FilterRun run) {
        return run.mode().name().toLowerCase(Locale.ROOT);
    }

    private void said(String filter, String mode, String verdict) {
        count(said, new Said(filter, mode, verdict), new Said(OTHER, mode, verdict));
    }

    private void why(String filter, String mode, String reason) {
        count(reasons, new Why(filter, mode, reason), new Why(OTHER, mode, OTHER));
    }

    private Durations durations(String filter) {
        Durations known = filters.get(filter);
        if (known != null) {
            return known;
        }
        return filters.computeIfAbsent(filters.size() < MOST ? filter : OTHER, name -> new Durations());
    }

    private static <K> void count(Map<K, LongAdder> counts, K key, K other) {
        LongAdder known = counts.get(key);
        if (known == null) {
            known = counts.computeIfAbsent(counts.size() < MOST ? key : other, made -> new LongAdder());
        }
        known.increment();
    }

    /** All series that there are by now; a series that is there once stays. */
    public List<Metric> metrics() {
        List<Metric> metrics = new ArrayList<>();
        endings.forEach((key, count) -> metrics.add(counter(
                "portcullis_exchanges_total",
                "Exchanges by route and by how they ended.",
                Map.of("route", key.route(), "end", key.end()),
                count)));
        exchanges.report(
                "portcullis_exchange_duration_seconds",
                "From the arrival of a head to the end of its exchange.",
                Map.of(),
                metrics);
        said.forEach((key, count) -> metrics.add(counter(
                "portcullis_filter_verdicts_total",
                "What each filter said of an exchange.",
                Map.of("filter", key.filter(), "mode", key.mode(), "verdict", key.verdict()),
                count)));
        reasons.forEach((key, count) -> metrics.add(counter(
                "portcullis_refusals_total",
                "Refusals by their reason; those in shadow changed nothing.",
                Map.of("filter", key.filter(), "mode", key.mode(), "reason", key.reason()),
                count)));
        filters.forEach((filter, durations) -> durations.report(
                "portcullis_filter_duration_seconds",
                "How long each filter took, with its inspectors and the wait for what it deferred.",
                Map.of("filter", filter),
                metrics));
        return metrics;
    }

    private static Metric counter(String name, String help, Map<String, String> labels, LongAdder count) {
        return new Metric(name, help, Metric.Kind.COUNTER, labels, count::sum);
    }
}
