package dev.portcullis.waf.operator;

import java.io.ByteArrayOutputStream;

/** {@code @restpath}: a path with variables, such as {@code /orders/{id}/lines/{line}}. Their values are captured in turn. */
final class RestPath {
    private RestPath() {}

    static Compiled<Operator> of(byte[] argument, OperatorOptions options) {
        ByteArrayOutputStream pattern = new ByteArrayOutputStream();
        int i = 0;
        while (i < argument.length) {
            byte c = argument[i];
            if (c == '{') {
                int close = i + 1;
                while (close < argument.length && argument[close] != '}') {
                    close++;
                }
                if (close == argument.length || close == i + 1) {
                    return Compiled.refused("@restpath has a variable without a name or a closing brace");
                }
                pattern.writeBytes(new byte[] {'(', '.', '*', ')'});
                i = close + 1;
            } else {
                // A backslash before an ASCII sign always makes it stand for itself.
                if (c > 0 && !Ascii.isLetter(c) && !Ascii.isDigit(c)) {
                    pattern.write('\\');
                }
                pattern.write(c);
                i++;
            }
        }
        return RxOperator.of(pattern.toByteArray(), false, options);
    }
}
