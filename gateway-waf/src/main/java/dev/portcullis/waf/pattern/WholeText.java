package dev.portcullis.waf.pattern;

/** Tells the pattern {@code ^.*$} where the dot is any byte: the first match is always the whole text. */
final class WholeText {
    private WholeText() {}

    static boolean isMatchedBy(Node node) {
        return node instanceof Node.Sequence s
                && s.items().size() == 3
                && s.items().get(0) instanceof Node.At start
                && start.anchor().isStart()
                && s.items().get(1) instanceof Node.Repeat all
                && all.greedy()
                && all.min() == 0
                && all.max() == Node.UNBOUNDED
                && all.body().equals(new Node.Bytes(ByteSet.ALL))
                && s.items().get(2) instanceof Node.At end
                && end.anchor().isEnd();
    }
}
