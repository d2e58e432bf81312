package dev.portcullis.waf.pattern;

import java.util.ArrayList;
import java.util.List;

/**
 * The bytes that a program cannot tell apart, as classes, numbered from 0. Two more inputs have numbers of their own:
 * a line feed that ends the text, where the program asks for one, and the end of the text.
 */
final class ByteClasses {
    private final byte[] classOf = new byte[256];
    private final int[] example;
    private final int lastLineFeed;
    private final int end;
    private final boolean[] word;
    private final boolean[] lineFeed;

    private ByteClasses(int[] map, int count, boolean needsLastLineFeed) {
        lastLineFeed = needsLastLineFeed ? count : -1;
        end = needsLastLineFeed ? count + 1 : count;
        example = new int[end];
        for (int v = 255; v >= 0; v--) {
            classOf[v] = (byte) map[v];
            example[map[v]] = v;
        }
        if (needsLastLineFeed) {
            example[lastLineFeed] = '\n';
        }
        word = new boolean[end + 1];
        lineFeed = new boolean[end + 1];
        for (int c = 0; c < end; c++) {
            word[c] = ByteSet.WORD.contains(example[c]);
            lineFeed[c] = example[c] == '\n';
        }
    }

    static ByteClasses of(Program program) {
        List<ByteSet> sets = new ArrayList<>(program.sets());
        boolean needsLastLineFeed = false;
        for (int pc = 0; pc < program.size(); pc++) {
            if (program.op(pc) == Program.AT) {
                switch (Anchor.of(program.arg(pc))) {
                    case LINE_START, LINE_END -> sets.add(ByteSet.LINE_FEED);
                    case TEXT_END_OR_LAST_LINE_FEED -> {
                        sets.add(ByteSet.LINE_FEED);
                        needsLastLineFeed = true;
                    }
                    case WORD_BOUNDARY, NOT_WORD_BOUNDARY -> sets.add(ByteSet.WORD);
                    default -> {
                        // no byte matters to the start and the end of the text
                    }
                }
            }
        }
        int[] map = new int[256];
        int count = 1;
        for (ByteSet set : sets) {
            // For each class the number of those of its members that are in the set, and of the others; 0 if not seen
            // yet.
            int[] refined = new int[2 * count];
            int classes = 0;
            for (int v = 0; v < 256; v++) {
                int key = 2 * map[v] + (set.contains(v) ? 1 : 0);
                if (refined[key] == 0) {
                    refined[key] = ++classes;
                }
                map[v] = refined[key] - 1;
            }
            count = classes;
        }
        return new ByteClasses(map, count, needsLastLineFeed);
    }

    /** The class of each byte value, to be read without sign. */
    byte[] classOf() {
        return classOf;
    }

    /** The number of inputs, the end of the text included. */
    int inputs() {
        return end + 1;
    }

    /** The input that stands for the end of the text. */
    int end() {
        return end;
    }

    /** The input that stands for a line feed at the end of the text; -1 if that is like any other. */
    int lastLineFeed() {
        return lastLineFeed;
    }

    /** A byte of the input, which is not the end of the text. */
    int example(int input) {
        return example[input];
    }

    boolean isWord(int input) {
        return word[input];
    }

    boolean isLineFeed(int input) {
        return lineFeed[input];
    }

    /** Whether the anchor holds between what the context says lies before and the input. */
    boolean holds(Anchor anchor, int context, int input) {
        boolean start = (context & Automaton.AT_START) != 0;
        boolean afterWord = (context & Automaton.AFTER_WORD) != 0;
        return switch (anchor) {
            case TEXT_START -> start;
            case LINE_START -> start || ((context & Automaton.AFTER_LINE_FEED) != 0 && input != end);
            case TEXT_END -> input == end;
            case TEXT_END_OR_LAST_LINE_FEED -> input == end || input == lastLineFeed;
            case LINE_END -> input == end || lineFeed[input];
            case WORD_BOUNDARY -> afterWord != word[input];
            case NOT_WORD_BOUNDARY -> afterWord == word[input];
        };
    }
}
