package dev.portcullis.waf.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What is left of one transaction when it has ended: how it was ended, what matched, which limits it reached. Holds copies
 * alone, and belongs to that transaction for good.
 */
public final class Outcome {
    private final Supplier<String> ids;
    private final int matchesKept;
    private @Nullable MatchList matches;
    private @Nullable MatchList shadowMatches;
    private List<String> limits = List.of();
    private @Nullable String id;

    @Nullable
    Stop stop;

    Outcome(Surroundings surroundings) {
        ids = surroundings.ids();
        matchesKept = surroundings.matchesKept();
    }

    void id(String given) {
        id = given;
    }

    /** The id of the transaction. */
    public String id() {
        String known = id;
        if (known == null) {
            known = ids.get();
            id = known;
        }
        return known;
    }

    /** How the transaction was ended, or null while it goes on. */
    public @Nullable Stop stop() {
        return stop;
    }

    /** The matches of rules that decide; made when there is one. */
    MatchList matched() {
        MatchList known = matches;
        if (known == null) {
            known = new MatchList(matchesKept);
            matches = known;
        }
        return known;
    }

    /** The matches of rules that run in shadow; made when there is one. */
    MatchList matchedInShadow() {
        MatchList known = shadowMatches;
        if (known == null) {
            known = new MatchList(0);
            shadowMatches = known;
        }
        return known;
    }

    /** The first match of each rule that logs, in order. */
    public List<Matched> matches() {
        return matches == null ? List.of() : matches.first();
    }

    /** Further matches of the same rules. */
    public List<Matched> moreMatches() {
        return matches == null ? List.of() : matches.more();
    }

    /** The first match of each rule that ran in shadow, in order. */
    public List<Matched> shadowMatches() {
        return shadowMatches == null ? List.of() : shadowMatches.first();
    }

    /** Matches that were not kept. */
    public long droppedMatches() {
        return matches == null ? 0 : matches.dropped();
    }

    void limit(String code) {
        if (!limits.contains(code)) {
            limits = limits.isEmpty() ? new ArrayList<>() : limits;
            limits.add(code);
        }
    }

    /** The codes of the limits that were reached, each once. */
    public List<String> limits() {
        return limits;
    }
}
