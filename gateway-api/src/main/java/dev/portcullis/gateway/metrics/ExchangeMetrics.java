package dev.portcullis.gateway.metrics;

import dev.portcullis.gateway.FilterRun;
import dev.portcullis.gateway.FilterVerdict;
import dev.portcullis.gateway.Mode;
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
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts what becomes of exchanges: how they end on each route, what each filter says in each mode and why, and how long it
 * takes. Labels are names of the policy and codes of the filters, never anything that a client chose, and no more than
 * {@value #MOST} series of a kind exist; what comes beyond is counted as {@value #OTHER}. Thread-safe.
 */
@SuppressWarnings("EnumOrdinal") // places in arrays that live as long as the process
public final class ExchangeMetrics implements OutcomeObserver {
    /** The most series of one kind. */
    public static final int MOST = 512;

    /** The label of what is beyond that. */
    public static final String OTHER = "other";

    private static final String NONE = "none";
    private static final String CONTINUE = "continue";
    private static final int ENDS = Outcome.End.values().length;
    private static final int MODES = Mode.values().length;

    /** The first filters of an exchange, which are nearly always those of the exchange before. */
    private static final int PLACES = 16;

    private record Ending(String route, String end) {}

    private record Said(String filter, String mode, String verdict) {}

    private record Why(String filter, String mode, String reason) {}

    private final Map<Ending, LongAdder> endings = new ConcurrentHashMap<>();
    private final Map<Said, LongAdder> said = new ConcurrentHashMap<>();
    private final Map<Why, LongAdder> reasons = new ConcurrentHashMap<>();
    private final Map<String, Durations> filters = new ConcurrentHashMap<>();
    private final Durations exchanges = new Durations();
    private final Map<String, Usual> usual = new ConcurrentHashMap<>();
    private final AtomicReferenceArray<@Nullable Usual> lastHere = new AtomicReferenceArray<>(PLACES);
    private final Map<String, Counters> ends = new ConcurrentHashMap<>();

    /** Counters by the ordinal of what they count, each found by its words once. */
    private static final class Counters extends AtomicReferenceArray<@Nullable LongAdder> {
        private static final long serialVersionUID = 1L;

        Counters(int length) {
            super(length);
        }
    }

    /** What is counted of each exchange for a filter that says nothing: found by its name, without making words. */
    private record Usual(String filter, Durations durations, Counters continued) {}

    /** Nothing counted yet. */
    public ExchangeMetrics() {}

    @Override
    public void ended(Outcome outcome, @Nullable Route route) {
        ending(route == null ? NONE : route.id(), outcome.end()).increment();
        exchanges.add(outcome.durationNanos());
        List<FilterVerdict> verdicts = outcome.verdicts();
        List<FilterRun> runs = outcome.runs();
        for (int i = 0; i < runs.size(); i++) {
            FilterRun run = runs.get(i);
            Usual series = usual(run.filter(), i);
            series.durations().add(run.nanos());
            if (verdicts.isEmpty() || !spoke(run, verdicts)) {
                continued(series, run).increment();
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

    private LongAdder ending(String route, Outcome.End end) {
        Counters known = ends.get(route);
        if (known == null) {
            known = remember(ends, route, new Counters(ENDS));
        }
        LongAdder counter = known.get(end.ordinal());
        if (counter == null) {
            String word = end.name().toLowerCase(Locale.ROOT);
            counter = counter(endings, new Ending(route, word), new Ending(OTHER, word));
            known.set(end.ordinal(), counter);
        }
        return counter;
    }

    private Usual usual(String filter, int place) {
        Usual last = place < PLACES ? lastHere.getAcquire(place) : null;
        if (last != null && last.filter().equals(filter)) { // the very same name, nearly always
            return last;
        }
        Usual known = usual.get(filter);
        if (known == null) {
            known = remember(usual, filter, new Usual(filter, durations(filter), new Counters(MODES)));
        }
        if (place < PLACES) {
            lastHere.setRelease(place, known);
        }
        return known;
    }

    private LongAdder continued(Usual series, FilterRun run) {
        int mode = run.mode().ordinal();
        LongAdder counter = series.continued().get(mode);
        if (counter == null) {
            String word = run.mode().name().toLowerCase(Locale.ROOT);
            counter = counter(said, new Said(run.filter(), word, CONTINUE), new Said(OTHER, word, CONTINUE));
            series.continued().set(mode, counter);
        }
        return counter;
    }

    /** Names beyond the bound are looked for each time anew. */
    private static <T> T remember(Map<String, T> known, String name, T made) {
        if (known.size() >= MOST) {
            return made;
        }
        T before = known.putIfAbsent(name, made);
        return before == null ? made : before;
    }

    private void said(String filter, String mode, String verdict) {
        count(said, new Said(filter, mode, verdict), new Said(OTHER, mode, verdict));
    }

    private void why(String filter, String mode, String reason) {
        count(reasons, new Why(filter, mode, reason), new Why(OTHER, mode, OTHER));
    }

    private Durations durations(String filter) {
        return filters.computeIfAbsent(filters.size() < MOST ? filter : OTHER, name -> new Durations());
    }

    private static <K> void count(Map<K, LongAdder> counts, K key, K other) {
        counter(counts, key, other).increment();
    }

    private static <K> LongAdder counter(Map<K, LongAdder> counts, K key, K other) {
        LongAdder known = counts.get(key);
        return known != null
                ? known
                : counts.computeIfAbsent(counts.size() < MOST ? key : other, made -> new LongAdder());
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
