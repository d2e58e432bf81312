package dev.portcullis.waf.internal;

import dev.portcullis.waf.pattern.ByteMask;
import dev.portcullis.waf.pattern.Candidates;
import dev.portcullis.waf.transform.Transformation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What scans of the values of one transaction found: which covered rules may match which values. */
final class Scan {
    private static final int FIRST = 64;

    private final ScanDomain domain;
    private final Values values;
    private final int[] scanned;
    private long[] hits = new long[FIRST];
    private int count;
    private @Nullable ScanPlan plan;
    private Candidates[] candidates;
    private byte[][] buffers;

    Scan(ScanDomain domain, Values values) {
        this.domain = domain;
        this.values = values;
        scanned = new int[domain.variables.length];
        candidates = new Candidates[] {domain.prefilter.newCandidates()};
        buffers = new byte[][] {Ascii.EMPTY};
    }

    boolean isOf(ScanDomain other) {
        return domain == other;
    }

    /** Scans what was not yet scanned. */
    void update(ScanPlan with) {
        if (plan != with) {
            plan = with;
            count = 0;
            Arrays.fill(scanned, 0);
        }
        int before = count;
        for (int v = 0; v < domain.variables.length; v++) {
            scan(v, domain.variables[v]);
        }
        if (count > before) {
            Arrays.sort(hits, 0, count);
        }
    }

    private void scan(int index, Variable variable) {
        boolean names = variable.kind == Variable.Kind.NAMES;
        EntryList list = values.stored(names ? variable.namesOf() : variable);
        ScanPlan current = plan;
        if (current == null) {
            return;
        }
        for (int i = scanned[index]; i < list.size(); i++) {
            Entry entry = list.get(i);
            ScanGroup group = current.group(index, entry.key);
            if (group != null) {
                Text text = names ? entry.name : entry;
                scan(group, text, i);
            }
        }
        scanned[index] = list.size();
    }

    private void scan(ScanGroup group, Text text, int value) {
        long mask = ByteMask.of(text.bytes, text.from, text.to);
        domain.prefilter.scan(text.bytes, text.from, text.to, mask, group.root.below, candidates[0]);
        walk(group, group.root, text.bytes, text.from, text.to, mask, 0, value);
    }

    /** Follows the chains below a node, where the value is {@code bytes[from, to)} and its candidates are at a depth. */
    private void walk(ScanGroup group, ScanNode node, byte[] bytes, int from, int to, long mask, int depth, int value) {
        ScanNode.Way way = node.way(mask, from == to);
        collect(group, candidates[depth], way.unchanged, value);
        for (ScanNode next : way.changing) {
            Transformation step = next.chain.step();
            byte[] out = buffer(depth + 1, step.bound(to - from));
            int end = step.apply(bytes, from, to, out, 0);
            if (end == Transformation.UNCHANGED) {
                walk(group, next, bytes, from, to, mask, depth, value);
            } else {
                long after = ByteMask.of(out, 0, end);
                domain.prefilter.scan(out, 0, end, after, next.below, candidates[depth + 1]);
                walk(group, next, out, 0, end, after, depth + 1, value);
            }
        }
    }

    private byte[] buffer(int depth, int size) {
        if (depth == buffers.length) {
            buffers = Arrays.copyOf(buffers, depth + 1);
            buffers[depth] = Ascii.EMPTY;
            candidates = Arrays.copyOf(candidates, depth + 1);
            candidates[depth] = domain.prefilter.newCandidates();
        }
        if (buffers[depth].length < size) {
            buffers[depth] = new byte[Math.max(size, 256)];
        }
        return buffers[depth];
    }

    private void collect(ScanGroup group, Candidates found, long[] wanted, int value) {
        for (int w = 0; w < wanted.length; w++) {
            for (long rest = found.word(w) & wanted[w]; rest != 0; rest &= rest - 1) {
                for (long hit : group.hitsOf((w << 6) + Long.numberOfTrailingZeros(rest))) {
                    add(hit | value);
                }
            }
        }
    }

    private void add(long hit) {
        if (count == hits.length) {
            hits = Arrays.copyOf(hits, count * 2);
        }
        hits[count++] = hit;
    }

    /** The index of the first hit of a rule from the given one on. */
    int indexOf(int rule) {
        int at = Arrays.binarySearch(hits, 0, count, Hit.of(rule, 0, 0));
        if (at < 0) {
            return -at - 1;
        }
        while (at > 0 && hits[at - 1] == hits[at]) {
            at--;
        }
        return at;
    }

    int size() {
        return count;
    }

    long hit(int index) {
        return hits[index];
    }

    /** The rule of the hit at an index; {@link Integer#MAX_VALUE} behind the last. */
    int ruleAt(int index) {
        return index < count ? Hit.rule(hits[index]) : Integer.MAX_VALUE;
    }
}
