package dev.portcullis.waf.internal;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/** The matches of one transaction that are logged: the first of each rule, and others up to a bound. */
final class MatchList {
    private final int most;
    private final BitSet seen = new BitSet(0);
    private List<Matched> first = List.of();
    private List<Matched> more = List.of();
    private long dropped;

    MatchList(int most) {
        this.most = most;
    }

    /** Whether a match of this rule would be kept; counts it if not. */
    boolean wants(Rule rule) {
        if (!seen.get(rule.index) || more.size() < most) {
            return true;
        }
        dropped++;
        return false;
    }

    void add(Rule rule, Matched matched) {
        if (seen.get(rule.index)) {
            more = more.isEmpty() ? new ArrayList<>() : more;
            more.add(matched);
        } else {
            seen.set(rule.index);
            first = first.isEmpty() ? new ArrayList<>() : first;
            first.add(matched);
        }
    }

    /** The first match of each rule, in order. */
    List<Matched> first() {
        return first;
    }

    /** Further matches of the same rules, in order. */
    List<Matched> more() {
        return more;
    }

    /** How many matches were not kept. */
    long dropped() {
        return dropped;
    }
}
