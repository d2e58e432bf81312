package dev.portcullis.waf.pattern;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The instructions of a program with the ways that lead to each, the inputs they accept, and what the conditions on a place
 * can tell apart: what {@link OrderedWalker} goes forward on and {@link ReverseWalker} backward. Immutable.
 */
final class Graph {
    /** How many numbers say what lies before a place: bits as {@link Automaton} has them, alone the one of the start. */
    static final int KINDS_BEFORE = 5;

    private static final int START_KIND = Automaton.AT_START;

    private final Program program;
    private final ByteClasses classes;
    private final boolean[] accepts;
    private final int inputs;
    private final boolean anchored;
    private final int conditionsBefore;

    /** For each input a number that those have in common that no condition on the place before can tell apart. */
    private final int[] contextOf;

    /** One input of each context. */
    private final int[] example;

    private final int contexts;

    private final int[] kindBefore;

    /** For each instruction the ones that lead to it, without consuming and consuming, one list behind the other. */
    private final int[] waysFrom;

    private final int[] ways;
    private final int[] consumedFrom;
    private final int[] consumed;

    Graph(Program program) {
        this.program = program;
        this.classes = ByteClasses.of(program);
        this.inputs = classes.inputs();
        this.accepts = new boolean[program.sets().size() * inputs];
        for (int s = 0; s < program.sets().size(); s++) {
            for (int c = 0; c < classes.end(); c++) {
                accepts[s * inputs + c] = program.sets().get(s).contains(classes.example(c));
            }
        }
        this.anchored = ProgramStart.of(program).anchored();
        this.conditionsBefore = findConditionsBefore();
        this.contextOf = findContexts();
        this.example = new int[inputs];
        int most = 0;
        for (int input = inputs - 1; input >= 0; input--) {
            example[contextOf[input]] = input;
            most = Math.max(most, contextOf[input]);
        }
        this.contexts = most + 1;
        this.kindBefore = new int[inputs];
        for (int c = 0; c < classes.end(); c++) {
            kindBefore[c] = (classes.isLineFeed(c) ? Automaton.AFTER_LINE_FEED : 0)
                    | (classes.isWord(c) ? Automaton.AFTER_WORD : 0);
        }
        kindBefore[classes.end()] = START_KIND;
        int[][] withoutConsuming = lists(false);
        this.waysFrom = withoutConsuming[0];
        this.ways = withoutConsuming[1];
        int[][] consuming = lists(true);
        this.consumedFrom = consuming[0];
        this.consumed = consuming[1];
    }

    /** The first input of those that no condition of the program can tell from each other where they lie behind a place. */
    private int[] findContexts() {
        Map<BitSet, Integer> first = new HashMap<>();
        List<Integer> conditions = conditions();
        int[] like = new int[inputs];
        for (int input = 0; input < inputs; input++) {
            BitSet held = new BitSet();
            int bit = 0;
            for (int pc : conditions) {
                for (int kind = 0; kind < KINDS_BEFORE; kind++) {
                    held.set(bit++, holds(pc, kind, input));
                }
            }
            like[input] = first.computeIfAbsent(held, none -> first.size());
        }
        return like;
    }

    /** One instruction of each condition that the program has. */
    private List<Integer> conditions() {
        Map<Integer, Integer> conditions = new HashMap<>();
        for (int pc = 0; pc < program.size(); pc++) {
            byte op = program.op(pc);
            if (op == Program.AT || op == Program.AHEAD || op == Program.AHEAD_OR_END) {
                conditions.putIfAbsent(op << 24 | program.arg(pc), pc);
            }
        }
        return List.copyOf(conditions.values());
    }

    private int findConditionsBefore() {
        int bits = 0;
        for (int pc : conditions()) {
            if (program.op(pc) == Program.AT) {
                bits |= switch (Anchor.of(program.arg(pc))) {
                    case LINE_START -> Automaton.AFTER_LINE_FEED;
                    case WORD_BOUNDARY, NOT_WORD_BOUNDARY -> Automaton.AFTER_WORD;
                    default -> 0;
                };
            }
        }
        return bits;
    }

    /** The lists of predecessors: where each begins, and the lists. */
    private int[][] lists(boolean consuming) {
        int[] from = new int[program.size() + 2];
        for (int pc = 0; pc < program.size(); pc++) {
            if (leads(pc, consuming)) {
                from[program.next(pc) + 2]++;
                if (program.op(pc) == Program.SPLIT) {
                    from[program.other(pc) + 2]++;
                }
            }
        }
        for (int pc = 2; pc < from.length; pc++) {
            from[pc] += from[pc - 1];
        }
        int[] list = new int[from[program.size() + 1]];
        for (int pc = 0; pc < program.size(); pc++) {
            if (leads(pc, consuming)) {
                list[from[program.next(pc) + 1]++] = pc;
                if (program.op(pc) == Program.SPLIT) {
                    list[from[program.other(pc) + 1]++] = pc;
                }
            }
        }
        return new int[][] {Arrays.copyOf(from, program.size() + 1), list};
    }

    private boolean leads(int pc, boolean consuming) {
        return switch (program.op(pc)) {
            case Program.BYTES -> consuming;
            case Program.SPLIT, Program.SAVE, Program.AT, Program.AHEAD, Program.AHEAD_OR_END -> !consuming;
            default -> false;
        };
    }

    Program program() {
        return program;
    }

    ByteClasses classes() {
        return classes;
    }

    /** The number of inputs; the last one stands for the start of the text. */
    int inputs() {
        return inputs;
    }

    /** Whether a match can only begin at the start of the text. */
    boolean isAnchored() {
        return anchored;
    }

    /** The bits of what lies before a place that a condition can ask for, the start of the text not counted. */
    int conditionsBefore() {
        return conditionsBefore;
    }

    /** The number of contexts. */
    int contexts() {
        return contexts;
    }

    /** What the input is to conditions on the place before it; less than the number of inputs. */
    int contextOf(int input) {
        return contextOf[input];
    }

    int kindBefore(int input) {
        return kindBefore[input];
    }

    boolean accepts(int pc, int input) {
        return accepts[program.arg(pc) * inputs + input];
    }

    /** Whether the condition of the instruction, if it has one, holds between what lies before and the context behind. */
    boolean holdsIn(int pc, int kindBefore, int context) {
        return holds(pc, kindBefore, example[context]);
    }

    /** As {@link #holdsIn}, with the input behind. */
    boolean holds(int pc, int kindBefore, int behind) {
        return switch (program.op(pc)) {
            case Program.AT -> classes.holds(Anchor.of(program.arg(pc)), kindBefore, behind);
            case Program.AHEAD, Program.AHEAD_OR_END -> isAhead(pc, behind);
            default -> true;
        };
    }

    private boolean isAhead(int pc, int behind) {
        return behind == classes.end() ? program.op(pc) == Program.AHEAD_OR_END : accepts(pc, behind);
    }

    int firstWay(int pc) {
        return waysFrom[pc];
    }

    /** The instruction of a way to another without consuming; those to {@code pc} end where those to {@code pc + 1} begin. */
    int way(int index) {
        return ways[index];
    }

    int firstConsumed(int pc) {
        return consumedFrom[pc];
    }

    /** As {@link #way}, of instructions that consume. */
    int consumed(int index) {
        return consumed[index];
    }
}
