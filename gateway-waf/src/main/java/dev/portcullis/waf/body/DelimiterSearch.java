package dev.portcullis.waf.body;

/**
 * Finds the places of a delimiter one after the other, in one pass over the body whatever both are (the algorithm of Knuth,
 * Morris and Pratt).
 */
final class DelimiterSearch {
    private final byte[] body;
    private final int to;
    private final byte[] delimiter;
    private final int[] border;
    private int at;
    private int matched;
    private int found;

    DelimiterSearch(byte[] body, int from, int to, byte[] delimiter) {
        this.body = body;
        this.to = to;
        this.delimiter = delimiter;
        this.at = from;
        this.found = from - 1;
        this.border = new int[delimiter.length];
        int k = 0;
        for (int i = 1; i < delimiter.length; i++) {
            while (k > 0 && delimiter[i] != delimiter[k]) {
                k = border[k - 1];
            }
            if (delimiter[i] == delimiter[k]) {
                k++;
            }
            border[i] = k;
        }
    }

    /** The first place at or after {@code from}, which never decreases from call to call; the end if there is none. */
    int next(int from) {
        while (found < from) {
            found = advance();
        }
        return found;
    }

    private int advance() {
        byte first = delimiter[0];
        while (at < to) {
            byte c = body[at++];
            if (matched == 0) {
                while (c != first && at < to) {
                    c = body[at++];
                }
            }
            while (matched > 0 && c != delimiter[matched]) {
                matched = border[matched - 1];
            }
            if (c == delimiter[matched]) {
                matched++;
            }
            if (matched == delimiter.length) {
                matched = border[matched - 1];
                return at - delimiter.length;
            }
        }
        return to;
    }
}
