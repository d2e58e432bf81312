package dev.portcullis.waf.pattern;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;

/** Values made against each pattern of the Core Rule Set 4, for tests of whole requests. */
public final class HostileValues {
    private static final int MOST_LETTERS = 5;

    private HostileValues() {}

    /**
     * A value.
     *
     * @param name what it was made of
     * @param bytes one character a byte
     */
    public record Value(String name, String bytes) {}

    /** The number of patterns. */
    public static int patterns() {
        return CrsPatterns.of("crs-v4").size();
    }

    /** Values of the length against the pattern with this number. */
    public static List<Value> against(int number, int length) {
        String source = CrsPatterns.of("crs-v4").get(number);
        Random random = new Random(number);
        InputGenerator generator = new InputGenerator(source, random);
        List<Value> values = new ArrayList<>();
        String what = " of pattern " + number + " x " + length;
        values.add(value("near matches" + what, nearMatches(generator, length)));
        values.add(value("one near match" + what, oneNearMatch(source, generator, length)));
        values.add(value("letters" + what, Hostile.lettersOf(source, random, length)));
        byte[] letters = Hostile.lettersOf(source, random, MOST_LETTERS);
        values.add(value("de Bruijn" + what, filled(Hostile.deBruijn(letters, MOST_LETTERS), length)));
        return values;
    }

    /** Takes up what there is for states of all patterns with the default limits; gives what has to be kept for that. */
    public static Object exhaustStateMemory() {
        StateMemory memory = PatternLimits.DEFAULT.stateMemory();
        Pattern greedy = Pattern.compile(
                "(?:a|b)*a(?:a|b){40}c".getBytes(ISO_8859_1),
                Set.of(),
                PatternLimits.of(memory).withMaxStateBytes(1L << 30));
        Random random = new Random(1);
        while (memory.used() < memory.limit() - (4 << 10)) {
            byte[] value = Hostile.lettersOf("ab", random, 4 << 10);
            long before = memory.used();
            greedy.find(value, 0, value.length);
            if (memory.used() <= before) {
                break;
            }
        }
        return greedy;
    }

    private static Value value(String name, byte[] bytes) {
        return new Value(name, new String(bytes, ISO_8859_1));
    }

    private static byte[] nearMatches(InputGenerator generator, int length) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int tries = 0; out.size() < length && tries < length; tries++) {
            out.writeBytes(generator.next());
        }
        return filled(out.toByteArray(), length);
    }

    /** The beginning of a match without its last byte, again and again. */
    private static byte[] oneNearMatch(String source, InputGenerator generator, int length) {
        Pattern pattern = Pattern.compile(source.getBytes(ISO_8859_1), Differential.FLAGS, PatternLimits.DEFAULT);
        for (int tries = 0; tries < 200; tries++) {
            byte[] text = generator.next();
            for (int end = text.length; end > 2; end--) {
                if (pattern.find(text, 0, end) == Finding.FOUND && pattern.find(text, 0, end - 1) != Finding.FOUND) {
                    return filled(Arrays.copyOf(text, end - 1), length);
                }
            }
        }
        return filled(new byte[] {'a'}, length);
    }

    private static byte[] filled(byte[] unit, int length) {
        byte[] value = new byte[length];
        for (int i = 0; i < length && unit.length > 0; i++) {
            value[i] = unit[i % unit.length];
        }
        return value;
    }
}
