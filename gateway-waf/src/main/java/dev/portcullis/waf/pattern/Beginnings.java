package dev.portcullis.waf.pattern;

/**
 * Texts, folded, with which the matches of a part begin: each match is one of the complete texts, or begins with one
 * of the cut ones.
 *
 * @param complete whole matches
 * @param cut beginnings of matches
 */
record Beginnings(Texts complete, Texts cut) {
    /** More texts than these are not multiplied out. */
    private static final int MOST = 500;

    /** A text of this length is rare enough: it is not made into several longer ones. */
    private static final int LONG_ENOUGH = 3;

    /** The empty match. */
    static final Beginnings EMPTY = new Beginnings(Texts.EMPTY, Texts.NONE);

    /** Nothing is known. */
    static final Beginnings UNKNOWN = new Beginnings(Texts.NONE, Texts.EMPTY);

    static Beginnings complete(Texts texts) {
        return new Beginnings(texts, Texts.NONE);
    }

    boolean isComplete() {
        return cut.isEmpty();
    }

    /** Whether nothing that follows can make a text longer. */
    boolean isClosed() {
        return complete.isEmpty();
    }

    /** All texts. */
    Texts all() {
        return complete.union(cut);
    }

    /** The beginnings of a match of this part followed by one of the other. */
    Beginnings then(Beginnings next) {
        int ways = next.complete.size() + next.cut.size();
        if (ways == 1 && next.complete.isEmptyTextAlone()) {
            return this;
        }
        if (complete.isEmptyTextAlone() && cut.isEmpty()) {
            return next;
        }
        boolean tooMany = (long) complete.size() * ways > MOST && ways > 1;
        Texts.Maker longer = new Texts.Maker(complete.size());
        Texts.Maker ended = new Texts.Maker(cut.size() + complete.size()).add(cut);
        for (int i = 0; i < complete.size(); i++) {
            long text = complete.at(i);
            int length = Literal.length(text);
            if (length == Literal.LONGEST || (ways > 1 && (length >= LONG_ENOUGH || tooMany))) {
                ended.add(text);
                continue;
            }
            for (int n = 0; n < next.complete.size(); n++) {
                long more = next.complete.at(n);
                boolean fits = length + Literal.length(more) <= Literal.LONGEST;
                (fits ? longer : ended).add(Literal.join(text, more));
            }
            for (int n = 0; n < next.cut.size(); n++) {
                ended.add(Literal.join(text, next.cut.at(n)));
            }
        }
        return new Beginnings(longer.make(), ended.make());
    }

    /** The beginnings of a match of one of the parts, of which there is at least one. */
    static Beginnings any(Iterable<Beginnings> parts) {
        Texts.Maker complete = new Texts.Maker(16);
        Texts.Maker cut = new Texts.Maker(16);
        for (Beginnings part : parts) {
            complete.add(part.complete);
            cut.add(part.cut);
            if (complete.size() + cut.size() > MOST) {
                return UNKNOWN;
            }
        }
        return new Beginnings(complete.make(), cut.make());
    }

    /** The last characters of the texts, all of which are complete. */
    Texts ends(int most) {
        Texts.Maker ends = new Texts.Maker(complete.size());
        for (int i = 0; i < complete.size(); i++) {
            ends.add(Literal.end(complete.at(i), most));
        }
        return ends.make();
    }

    /** The same beginnings of matches that may go on. */
    Beginnings cutOff() {
        return new Beginnings(Texts.NONE, all());
    }
}
