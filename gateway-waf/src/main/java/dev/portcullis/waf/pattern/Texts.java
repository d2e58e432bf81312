package dev.portcullis.waf.pattern;

import java.util.Arrays;

/** A set of texts, see {@link Literal}. Immutable. */
final class Texts {
    static final Texts NONE = new Texts(new long[0]);

    /** The empty text alone. */
    static final Texts EMPTY = new Texts(new long[] {Literal.EMPTY});

    /** Sorted, each once. */
    private final long[] texts;

    private Texts(long[] texts) {
        this.texts = texts;
    }

    static Texts of(long text) {
        return new Texts(new long[] {text});
    }

    int size() {
        return texts.length;
    }

    boolean isEmpty() {
        return texts.length == 0;
    }

    long at(int index) {
        return texts[index];
    }

    /** The index of a text; negative without it. */
    int indexOf(long text) {
        return Arrays.binarySearch(texts, text);
    }

    boolean hasEmptyText() {
        return indexOf(Literal.EMPTY) >= 0;
    }

    boolean isEmptyTextAlone() {
        return texts.length == 1 && texts[0] == Literal.EMPTY;
    }

    /** The texts of both sets. */
    @SuppressWarnings("ReferenceEquality") // another set of the same texts is only united with it anew
    Texts union(Texts other) {
        if (texts.length == 0) {
            return other;
        } else if (other.texts.length == 0 || other == this) {
            return this;
        }
        return new Maker(texts.length + other.texts.length).add(this).add(other).make();
    }

    /** The set without the texts that only go on where another one ends. */
    Texts withoutLonger() {
        Maker kept = new Maker(texts.length);
        for (long text : texts) {
            // What begins with a text stands right behind it.
            if (kept.size == 0 || !Literal.startsWith(text, kept.texts[kept.size - 1])) {
                kept.add(text);
            }
        }
        return kept.size == texts.length ? this : kept.make();
    }

    @Override
    public boolean equals(Object o) {
        return o instanceof Texts t && Arrays.equals(texts, t.texts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(texts);
    }

    @Override
    public String toString() {
        String[] strings = new String[texts.length];
        for (int i = 0; i < strings.length; i++) {
            strings[i] = Literal.toString(texts[i]);
        }
        return Arrays.toString(strings);
    }

    /** Collects texts. */
    static final class Maker {
        private long[] texts;
        private int size;

        Maker(int capacity) {
            texts = new long[Math.max(capacity, 4)];
        }

        Maker add(long text) {
            if (size == texts.length) {
                texts = Arrays.copyOf(texts, size * 2);
            }
            texts[size++] = text;
            return this;
        }

        Maker add(Texts more) {
            int length = more.texts.length;
            if (size + length > texts.length) {
                texts = Arrays.copyOf(texts, Math.max(size + length, size * 2));
            }
            System.arraycopy(more.texts, 0, texts, size, length);
            size += length;
            return this;
        }

        /** How many were added; equal ones count again. */
        int size() {
            return size;
        }

        Texts make() {
            if (size == 0) {
                return NONE;
            }
            int inOrder = 1;
            while (inOrder < size && texts[inOrder - 1] < texts[inOrder]) {
                inOrder++;
            }
            if (inOrder == size) {
                return new Texts(Arrays.copyOf(texts, size));
            }
            sort();
            int kept = 1;
            for (int i = 1; i < size; i++) {
                if (texts[i] != texts[kept - 1]) {
                    texts[kept++] = texts[i];
                }
            }
            return new Texts(Arrays.copyOf(texts, kept));
        }

        /** Merges the stretches that are in order, which are few: what is added is mostly sets. */
        private void sort() {
            long[] from = texts;
            long[] to = new long[size];
            boolean sorted = false;
            while (!sorted) {
                int at = 0;
                while (at < size) {
                    int middle = endOfStretch(from, at);
                    int end = middle < size ? endOfStretch(from, middle) : middle;
                    merge(from, at, middle, end, to);
                    sorted = at == 0 && end == size;
                    at = end;
                }
                long[] other = from;
                from = to;
                to = other;
            }
            texts = from;
        }

        private int endOfStretch(long[] from, int start) {
            int end = start + 1;
            while (end < size && from[end - 1] <= from[end]) {
                end++;
            }
            return end;
        }

        private static void merge(long[] from, int start, int middle, int end, long[] to) {
            int left = start;
            int right = middle;
            for (int i = start; i < end; i++) {
                to[i] = right == end || (left < middle && from[left] <= from[right]) ? from[left++] : from[right++];
            }
        }
    }
}
