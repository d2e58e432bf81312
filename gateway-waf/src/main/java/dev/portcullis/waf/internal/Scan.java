package dev.portcullis.waf.internal;

import dev.portcullis.waf.pattern.ByteMask;
import dev.portcullis.waf.pattern.Candidates;
import dev.portcullis.waf.transform.Transformation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What scans of the values of one transaction found: which covered rules may match which values. */
final class Scan {
    private static final int FIRST = 64;

    /** The longest array that is kept for the next transaction. */
    private static final int MOST_KEPT = 1 << 15;

    private static final long[] NOTHING = {};

    private final ScanDomain domain;
    private final Values values;
    private final int[] scanned;
    private long[] hits = NOTHING;
    private int count;
    private @Nullable ScanPlan plan;
    private Candidates[] candidates = {};
    private byte[][] buffers = {};
    private int[] reached = {};

    Scan(ScanDomain domain, Values values) {
        this.domain = domain;
        this.values = values;
        scanned = new int[domain.variables.length];
    }

    /** Without findings and without anything left of the values that were scanned. */
    void forget() {
        Arrays.fill(scanned, 0);
        count = 0;
        if (hits.length > MOST_KEPT) {
            hits = NOTHING;
        }
        for (int depth = 0; depth < buffers.length; depth++) {
            if (buffers[depth].length > MOST_KEPT) {
                buffers[depth] = Ascii.EMPTY;
            } else {
                Arrays.fill(buffers[depth], 0, reached[depth], (byte) 0);
            }
            reached[depth] = 0;
            candidates[depth].clear();
        }
    }

    /** Scans what was not yet scanned. */
    void update(ScanPlan with) {
        if (plan != with) {
            plan = with;
            candidates = new Candidates[] {with.prefilter.newCandidates()};
            buffers = new byte[][] {Ascii.EMPTY};
            reached = new int[1];
            count = 0;
            Arrays.fill(scanned, 0);
        }
        int before = count;
        for (int v = 0; v < domain.variables.length; v++) {
            scan(with, v, domain.variables[v]);
        }
        if (count > before) {
            Arrays.sort(hits, 0, count);
        }
    }

    private void scan(ScanPlan current, int index, Variable variable) {
        boolean names = variable.kind == Variable.Kind.NAMES;
        EntryList list = values.stored(names ? variable.namesOf() : variable);
        for (int i = scanned[index]; i < list.size(); i++) {
            Entry entry = list.get(i);
            ScanGroup group = current.group(index, entry.key);
            if (group != null) {
                Text text = names ? entry.name : entry;
                scan(current, group, text, i);
            }
        }
        scanned[index] = list.size();
    }

    private void scan(ScanPlan current, ScanGroup group, Text text, int value) {
        if (group.root.fits(text.length())) {
            long mask = ByteMask.of(text.bytes, text.from, text.to);
            current.prefilter.scan(text.bytes, text.from, text.to, mask, group.root.below, candidates[0]);
            long kinds = Triggers.kinds(mask, text.bytes, text.from, text.to);
            walk(current, group, group.root, text.bytes, text.from, text.to, kinds, 0, value);
        }
    }

    /** Follows the chains below a node, where the value is {@code bytes[from, to)} and its candidates are at a depth. */
    private void walk(
            ScanPlan current,
            ScanGroup group,
            ScanNode node,
            byte[] bytes,
            int from,
            int to,
            long kinds,
            int depth,
            int value) {
        ScanWay way = node.way(kinds, from == to);
        collect(group, candidates[depth], way.unchanged, value);
        for (ScanWay.Turn turn : way.turns) {
            int most = turn.step.bound(to - from);
            if (!turn.fits(most)) {
                continue; // whatever the result, and be it the value itself
            }
            byte[] out = buffer(current, depth + 1, most);
            int end = turn.step.apply(bytes, from, to, out, 0);
            if (end == Transformation.UNCHANGED) {
                for (ScanNode next : turn.nodes) {
                    walk(current, group, next, bytes, from, to, kinds, depth, value);
                }
            } else if (turn.fits(end)) {
                long mask = ByteMask.of(out, 0, end);
                if (end > 0 && !turn.passes(mask)) {
                    candidates[depth + 1].clear();
                } else {
                    current.prefilter.scan(out, 0, end, mask, turn.below, candidates[depth + 1]);
                }
                long after = Triggers.kinds(mask, out, 0, end);
                for (ScanNode next : turn.nodes) {
                    walk(current, group, next, out, 0, end, after, depth + 1, value);
                }
            }
        }
    }

    private byte[] buffer(ScanPlan current, int depth, int size) {
        if (depth == buffers.length) {
            buffers = Arrays.copyOf(buffers, depth + 1);
            buffers[depth] = Ascii.EMPTY;
            reached = Arrays.copyOf(reached, depth + 1);
            candidates = Arrays.copyOf(candidates, depth + 1);
            candidates[depth] = current.prefilter.newCandidates();
        }
        if (buffers[depth].length < size) {
            buffers[depth] = new byte[Math.max(size, 256)];
        }
        reached[depth] = Math.max(reached[depth], size);
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
            hits = Arrays.copyOf(hits, Math.max(FIRST, count * 2));
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
