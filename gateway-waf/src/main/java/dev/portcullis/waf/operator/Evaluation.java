package dev.portcullis.waf.operator;

/** What an operator may ask and tell while it judges one value. Belongs to one transaction, hence to one thread. */
public interface Evaluation {
    /** An evaluation that wants nothing: no captures, and budgets that run out are ignored. */
    Evaluation NONE = new Evaluation() {
        @Override
        public boolean capturing() {
            return false;
        }

        @Override
        public void capture(int group, byte[] source, int from, int to) {}

        @Override
        public void exhausted() {}
    };

    /** Whether the rule wants to know what was found. Where it does not, only yes or no counts. */
    boolean capturing();

    /**
     * Reports one found part.
     *
     * @param group 0 for all that was found, 1 to 9 for the parts; greater numbers are ignored
     * @param source the array that holds it: the value's own, or a fresh one that is not changed afterwards
     */
    void capture(int group, byte[] source, int from, int to);

    /** Reports that the operator gave up because its work budget ran out; it then answers "no match". */
    void exhausted();
}
