package dev.portcullis.waf.body;

/** The tokens of a GraphQL document (GraphQL, October 2021, section 2.1), one after the other. */
final class GraphQlTokens {
    /** What a token is. */
    enum Kind {
        NAME,
        NUMBER,
        STRING,
        SPREAD,
        SIGN,
        END,
        MISTAKE
    }

    private final byte[] text;
    private final int to;
    private int i;
    private boolean again;

    private Kind kind = Kind.END;
    private byte[] array;
    private int from;
    private int end;

    GraphQlTokens(byte[] text, int from, int to) {
        this.text = text;
        this.array = text;
        this.i = from;
        this.to = to;
    }

    /** The array that {@link #from} and {@link #end} mean: the text, or a string with its escapes resolved. */
    byte[] array() {
        return array;
    }

    int from() {
        return from;
    }

    int end() {
        return end;
    }

    /** The sign of a token of kind {@link Kind#SIGN}. */
    byte sign() {
        return text[from];
    }

    boolean isSign(char sign) {
        return kind == Kind.SIGN && text[from] == sign;
    }

    boolean isName(String name) {
        if (kind != Kind.NAME || end - from != name.length()) {
            return false;
        }
        for (int k = 0; k < name.length(); k++) {
            if (text[from + k] != name.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    /** Gives the same token once more. */
    void back() {
        again = true;
    }

    Kind next() {
        if (again) {
            again = false;
            return kind;
        }
        skip();
        array = text;
        from = i;
        end = i;
        kind = i == to ? Kind.END : read(text[i]);
        return kind;
    }

    private Kind read(byte c) {
        if (isNameStart(c)) {
            while (i < to && (isNameStart(text[i]) || isDigit(text[i]))) {
                i++;
            }
            end = i;
            return Kind.NAME;
        }
        if (isDigit(c) || c == '-') {
            i++;
            while (i < to && (isDigit(text[i]) || ".eE+-".indexOf(text[i]) >= 0)) {
                i++;
            }
            end = i;
            return Kind.NUMBER;
        }
        if (c == '"') {
            return isAt("\"\"\"") ? block() : string();
        }
        if (isAt("...")) {
            i += 3;
            return Kind.SPREAD;
        }
        i++;
        end = i;
        return "!$&():=@[]{|}".indexOf(c) >= 0 ? Kind.SIGN : Kind.MISTAKE;
    }

    private Kind string() {
        int start = ++i;
        boolean escaped = false;
        while (i < to && text[i] != '"' && text[i] != '\n' && text[i] != '\r') {
            escaped |= text[i] == '\\';
            i += text[i] == '\\' ? 2 : 1;
        }
        if (i >= to || text[i] != '"') {
            i = Math.min(i, to);
            return Kind.MISTAKE;
        }
        if (escaped) {
            array = GraphQlString.unescaped(text, start, i);
            from = 0;
            end = array.length;
        } else {
            from = start;
            end = i;
        }
        i++;
        return Kind.STRING;
    }

    private Kind block() {
        i += 3;
        from = i;
        while (i < to && !isAt("\"\"\"")) {
            i += isAt("\\\"\"\"") ? 4 : 1;
        }
        if (i >= to) {
            i = to;
            return Kind.MISTAKE;
        }
        end = i;
        i += 3;
        return Kind.STRING;
    }

    /** White space, commas, byte order marks and comments mean nothing. */
    private void skip() {
        while (i < to) {
            byte c = text[i];
            if (c == '#') {
                while (i < to && text[i] != '\n' && text[i] != '\r') {
                    i++;
                }
            } else if (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == ',') {
                i++;
            } else if (c == (byte) 0xEF && isAt("\u00EF\u00BB\u00BF")) {
                i += 3;
            } else {
                return;
            }
        }
    }

    private boolean isAt(String bytes) {
        if (i + bytes.length() > to) {
            return false;
        }
        for (int k = 0; k < bytes.length(); k++) {
            if (text[i + k] != (byte) bytes.charAt(k)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isNameStart(byte c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c == '_';
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }
}
