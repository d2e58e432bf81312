package dev.portcullis.waf.seclang;

/**
 * An operator as written.
 *
 * @param name without {@code @}; {@code rx} where none is written
 * @param argument everything after the name and the one blank that ends it
 */
public record OperatorText(boolean negated, String name, String argument) {
    /** Reads an operator. */
    public static OperatorText of(String text) throws SyntaxException {
        int at = skipBlanks(text, 0);
        boolean negated = at < text.length() && text.charAt(at) == '!';
        if (negated) {
            at = skipBlanks(text, at + 1);
        }
        if (at == text.length() || text.charAt(at) != '@') {
            return new OperatorText(negated, "rx", text.substring(negated ? at : 0));
        }
        int end = at + 1;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        if (end == at + 1) {
            throw new SyntaxException("the name of an operator must follow @");
        }
        return new OperatorText(negated, text.substring(at + 1, end), text.substring(Math.min(text.length(), end + 1)));
    }

    private static int skipBlanks(String text, int at) {
        int end = at;
        while (end < text.length() && Character.isWhitespace(text.charAt(end))) {
            end++;
        }
        return end;
    }
}
