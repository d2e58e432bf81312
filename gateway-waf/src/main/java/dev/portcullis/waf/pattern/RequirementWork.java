package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.RecursiveAction;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Finds out what the entries of a prefilter need, on this thread and on those of the common pool that have nothing else to
 * do. Streams would do the same, with a hundred classes that a JVM that has just started does not have yet.
 */
final class RequirementWork extends RecursiveAction {
    private static final long serialVersionUID = 1;

    private final transient List<Pattern> patterns;
    private final transient AtomicInteger next;

    private RequirementWork(List<Pattern> patterns, AtomicInteger next) {
        this.patterns = patterns;
        this.next = next;
    }

    /** Makes sure that these patterns know what they need; those that are likely to take long come first. */
    static void on(List<Pattern> patterns) {
        Pattern[] longestFirst = patterns.toArray(new Pattern[0]);
        Arrays.sort(longestFirst, RequirementWork::byLength);
        AtomicInteger next = new AtomicInteger();
        List<Pattern> order = Arrays.asList(longestFirst);
        List<RequirementWork> others = new ArrayList<>();
        for (int i = 1; i <= Math.min(ForkJoinPool.getCommonPoolParallelism(), patterns.size() / 2); i++) {
            RequirementWork work = new RequirementWork(order, next);
            ForkJoinPool.commonPool().execute(work);
            others.add(work);
        }
        new RequirementWork(order, next).compute();
        for (RequirementWork work : others) {
            // One that no thread has taken up is run here, and finds nothing left.
            work.join();
        }
    }

    private static int byLength(Pattern a, Pattern b) {
        return Integer.compare(b.length(), a.length());
    }

    @Override
    protected void compute() {
        for (int i = next.getAndIncrement(); i < patterns.size(); i = next.getAndIncrement()) {
            patterns.get(i).requirement();
        }
    }
}
