package dev.portcullis.audit;

import dev.portcullis.audit.chain.CanonicalRecord;
import dev.portcullis.gateway.FilterRun;
import dev.portcullis.gateway.Mode;
import java.util.List;
import java.util.TreeSet;

/**
 * Writes which filters ran, and for how long, in the fewest bytes: these are in every record. Mostly the same filters run in
 * the same order, so that the order of their names is remembered. Confined to one format.
 */
final class FilterTimes {
    private static final int MOST = 64;
    private static final long MICRO = 1_000;

    /** The names of the last record in the order in which their filters ran, and then in canonical order. */
    private String[] ran = new String[0];

    private String[] sorted = new String[0];
    /** Where the time of each that ran belongs. */
    private int[] places = new int[0];

    private final long[] micros = new long[MOST];

    /** Microseconds by name; a name that several filters have stands for their sum. */
    void write(Ruling ruling, String name, CanonicalRecord out) {
        List<FilterRun> runs = ruling.runs();
        if (runs.isEmpty()) {
            return;
        }
        if (!isRemembered(runs)) {
            remember(runs);
        }
        for (int i = 0; i < sorted.length; i++) {
            micros[i] = 0;
        }
        for (int i = 0; i < ran.length; i++) {
            micros[places[i]] += runs.get(i).nanos() / MICRO;
        }
        out.object(name);
        for (int i = 0; i < sorted.length; i++) {
            out.number(sorted[i], micros[i]);
        }
        out.close();
    }

    @SuppressWarnings("ReferenceEquality") // another text of the same name is only remembered anew
    private boolean isRemembered(List<FilterRun> runs) {
        if (Math.min(runs.size(), MOST) != ran.length) {
            return false;
        }
        for (int i = 0; i < ran.length; i++) {
            if (runs.get(i).filter() != ran[i]) {
                return false;
            }
        }
        return true;
    }

    private void remember(List<FilterRun> runs) {
        int count = Math.min(runs.size(), MOST);
        TreeSet<String> names = new TreeSet<>();
        ran = new String[count];
        for (int i = 0; i < count; i++) {
            ran[i] = runs.get(i).filter();
            names.add(ran[i]);
        }
        sorted = names.toArray(new String[0]);
        places = new int[count];
        for (int i = 0; i < count; i++) {
            places[i] = java.util.Arrays.binarySearch(sorted, ran[i]);
        }
    }

    /** Those of them that ran in shadow, where there are any. */
    static void writeShadow(Ruling ruling, String name, CanonicalRecord out) {
        TreeSet<String> shadowed = null;
        for (FilterRun run : ruling.runs()) {
            if (run.mode() == Mode.SHADOW && (shadowed == null || shadowed.size() < MOST)) {
                shadowed = shadowed == null ? new TreeSet<>() : shadowed;
                shadowed.add(run.filter());
            }
        }
        if (shadowed != null) {
            out.list(name);
            shadowed.forEach(out::item);
            out.close();
        }
    }
}
