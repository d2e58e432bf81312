package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Runs one pattern against the oracles: verdict, bounds and groups, with plenty of room for states, little and none. */
final class Differential {
    static final Set<PatternFlag> FLAGS = EnumSet.of(PatternFlag.DOTALL, PatternFlag.MULTILINE);
    private static final int JAVA_FLAGS = java.util.regex.Pattern.DOTALL | java.util.regex.Pattern.MULTILINE;

    private final StateMemory memory = StateMemory.ofBytes(64 << 20);
    private final List<String> differences = new ArrayList<>();
    private long inputs;
    private long matches;
    private long withoutJava;
    private long overBudget;

    void compare(String latin1, Random random, int count) {
        byte[] source = latin1.getBytes(ISO_8859_1);
        Pattern pattern = Pattern.compile(source, FLAGS, PatternLimits.of(memory));
        Pattern cramped =
                Pattern.compile(source, FLAGS, PatternLimits.of(memory).withMaxStateBytes(3000));
        Pattern simulating =
                Pattern.compile(source, FLAGS, PatternLimits.of(memory).withMaxStateBytes(0));
        JavaOracle java = new JavaOracle(latin1, JAVA_FLAGS);
        InputGenerator generator = new InputGenerator(latin1, random);
        Match match = Match.ofGroups(pattern.groups());
        if (java.groups() != pattern.groups()) {
            differences.add(latin1 + ": Java has " + java.groups() + " groups, we " + pattern.groups());
        }
        for (int i = 0; i < count; i++) {
            byte[] value = generator.next();
            inputs++;
            Finding verdict = pattern.find(value, 0, value.length);
            Finding bounded = threads(pattern, value, match);
            String ours = bounds(java.knowsGroups() ? pattern.groups() : 0, bounded, match);
            String theirs = java.find(new String(value, ISO_8859_1));
            if (theirs == null) {
                withoutJava++;
                theirs = ours;
            }
            if (bounded == Finding.BUDGET_EXCEEDED && !pattern.isLinear()) {
                overBudget++;
                continue;
            }
            if (bounded == Finding.FOUND) {
                matches++;
            }
            int groups = pattern.groups();
            String all = bounds(groups, bounded, match);
            if (!all.equals(bounds(groups, pattern.find(value, 0, value.length, match), match))
                    || !all.equals(bounds(groups, cramped.find(value, 0, value.length, match), match))
                    || !all.equals(bounds(groups, simulating.find(value, 0, value.length, match), match))) {
                differences.add(latin1 + " on " + new String(value, ISO_8859_1) + ": threads " + all);
            }
            if (!ours.equals(theirs)
                    || verdict != bounded
                    || cramped.find(value, 0, value.length) != bounded
                    || simulating.find(value, 0, value.length) != bounded) {
                differences.add(latin1 + " on " + new String(value, ISO_8859_1) + ": automaton " + verdict + ", ours "
                        + ours + ", Java " + theirs);
            }
        }
    }

    /** Without asking the automaton first: the two are checked against each other. */
    private static Finding threads(Pattern pattern, byte[] value, Match match) {
        Finding finding = pattern.search(value, 0, value.length, 0, match.bounds(), match.scratch());
        if (finding != Finding.FOUND) {
            match.clear();
        }
        return finding;
    }

    private static String bounds(int groups, Finding finding, Match match) {
        if (finding == Finding.NOT_FOUND) {
            return "none";
        }
        StringBuilder bounds = new StringBuilder();
        for (int g = 0; g <= groups; g++) {
            bounds.append(match.start(g)).append('-').append(match.end(g)).append(' ');
        }
        return bounds.toString();
    }

    List<String> differences() {
        return differences;
    }

    long matches() {
        return matches;
    }

    /** What was compared, to be printed. */
    String summary() {
        return inputs + " inputs, " + matches + " matches, " + withoutJava + " given up by java.util.regex, "
                + overBudget + " over budget, " + differences.size() + " differences";
    }
}
