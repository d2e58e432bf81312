package dev.portcullis.waf.operator;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compiles operators and asks them; texts stand for one byte a character. Remembers what they capture. */
final class Judge implements Evaluation {
    final List<String> captured = new ArrayList<>();
    final Map<String, String> files = new HashMap<>();
    boolean exhausted;

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    Compiled<Operator> compile(String name, byte[] argument) {
        return Operators.compile(
                name,
                argument,
                new OperatorOptions(
                        file -> {
                            if (!files.containsKey(file)) {
                                throw new IOException("no such file: " + file);
                            }
                            return bytes(files.get(file));
                        },
                        100_000));
    }

    boolean matches(String name, String argument, String value) {
        return matches(name, bytes(argument), bytes(value));
    }

    /** Asks with what lies around the value set to bytes that would matter, also through the macro form if there is one. */
    boolean matches(String name, byte[] argument, byte[] value) {
        Operator operator = ((Compiled.Ready<Operator>) compile(name, argument)).operator();
        byte[] in = new byte[value.length + 6];
        Arrays.fill(in, (byte) '7');
        System.arraycopy(value, 0, in, 3, value.length);
        boolean fixed = operator.matches(in, 3, 3 + value.length, this);
        if (Operators.compileMacro(name, new OperatorOptions(f -> new byte[0], 1000))
                instanceof Compiled.Ready<MacroOperator> macro) {
            byte[] param = new byte[argument.length + 4];
            System.arraycopy(argument, 0, param, 2, argument.length);
            boolean expanded =
                    macro.operator().matches(in, 3, 3 + value.length, param, 2, 2 + argument.length, Evaluation.NONE);
            if (expanded != fixed) {
                throw new AssertionError("@" + name + " answers otherwise for a macro");
            }
        }
        return fixed;
    }

    String refusal(String name, String argument) {
        return ((Compiled.Refused<Operator>) compile(name, bytes(argument))).reason();
    }

    @Override
    public boolean capturing() {
        return true;
    }

    @Override
    public void capture(int group, byte[] source, int from, int to) {
        captured.add(group + "=" + new String(source, from, to - from, StandardCharsets.ISO_8859_1));
    }

    @Override
    public void exhausted() {
        exhausted = true;
    }
}
