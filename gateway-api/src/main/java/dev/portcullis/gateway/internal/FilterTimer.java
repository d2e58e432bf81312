package dev.portcullis.gateway.internal;

import dev.portcullis.gateway.FilterRun;
import dev.portcullis.gateway.Mode;
import java.util.AbstractList;
import java.util.Arrays;
import java.util.List;

/** How long each filter of one exchange takes; used inside the exchange's gate alone. */
final class FilterTimer {
    private static final long NEVER = -1;

    private final Engine engine;
    private final long[] spent;
    private Mode[] modes;
    private long mark;

    FilterTimer(Engine engine) {
        this.engine = engine;
        this.modes = engine.plan.defaults();
        spent = new long[engine.plan.size()];
        Arrays.fill(spent, NEVER);
    }

    /** The route is known, and with it how each filter runs. */
    void modes(Mode[] ofRoute) {
        modes = ofRoute;
    }

    /** A filter, or the first of several, is about to run. */
    void begin() {
        mark = engine.nanoTime.getAsLong();
    }

    /** It has run, and the next one may begin at once. */
    void end(int filter) {
        long now = engine.nanoTime.getAsLong();
        add(filter, now - mark);
        mark = now;
    }

    /** Its deferred verdict was waited for. */
    void waited(int filter, long since) {
        add(filter, engine.nanoTime.getAsLong() - since);
    }

    private void add(int filter, long nanos) {
        spent[filter] = Math.max(0, spent[filter]) + Math.max(0, nanos);
    }

    /** What ran; a view, made of records only where somebody looks. */
    List<FilterRun> runs() {
        int count = 0;
        for (long nanos : spent) {
            count += nanos == NEVER ? 0 : 1;
        }
        return new Runs(engine.plan, spent, modes, count);
    }

    private static final class Runs extends AbstractList<FilterRun> {
        private final Plan plan;
        private final long[] spent;
        private final Mode[] modes;
        private final int count;

        Runs(Plan plan, long[] spent, Mode[] modes, int count) {
            this.plan = plan;
            this.spent = spent;
            this.modes = modes;
            this.count = count;
        }

        @Override
        public int size() {
            return count;
        }

        @Override
        public FilterRun get(int index) {
            if (count == spent.length && index >= 0 && index < count) { // nearly always: all ran
                return new FilterRun(plan.name(index), modes[index], spent[index]);
            }
            int left = index;
            for (int i = 0; left >= 0 && i < spent.length; i++) {
                if (spent[i] != NEVER && left-- == 0) {
                    return new FilterRun(plan.name(i), modes[i], spent[i]);
                }
            }
            throw new IndexOutOfBoundsException(index);
        }
    }
}
