package dev.portcullis.waf.body;

import org.jspecify.annotations.Nullable;

/** One reading of a JSON text: a loop with a stack of its own, so that depth costs no stack of the thread. */
final class JsonReader {
    private enum Expect {
        VALUE,
        VALUE_OR_END,
        KEY,
        KEY_OR_END,
        COMMA_OR_END,
        NOTHING
    }

    private static final byte[] EMPTY = {};

    private final byte[] body;
    private final int to;
    private final BodyInput input;
    private final BodySink sink;
    private final JsonPath path;
    private final JsonString string;
    private int i;
    private int keys;
    private Expect expect = Expect.VALUE;
    private boolean stopped;

    JsonReader(byte[] body, int from, int to, BodyInput input, BodySink sink) {
        this.body = body;
        this.i = from;
        this.to = to;
        this.input = input;
        this.sink = sink;
        this.path = new JsonPath(input.jsonDepth(), to - from);
        this.string = new JsonString(body, to, input.partial());
    }

    /** Reads it all; gives what is wrong with the text, null if nothing is. */
    @Nullable
    String read() {
        String problem = null;
        while (problem == null && !stopped) {
            while (i < to && (body[i] == ' ' || body[i] == '\n' || body[i] == '\r' || body[i] == '\t')) {
                i++;
            }
            if (i == to) {
                boolean complete = expect == Expect.NOTHING || input.partial();
                return complete ? string.problem() : "premature end";
            }
            problem = switch (expect) {
                case VALUE, VALUE_OR_END -> value();
                case KEY, KEY_OR_END -> key();
                case COMMA_OR_END -> comma();
                case NOTHING -> "data after the end";
            };
        }
        return problem != null ? problem : string.problem();
    }

    private @Nullable String value() {
        byte c = body[i];
        if (c == ']' && expect == Expect.VALUE_OR_END) {
            return close();
        }
        path.beginValue();
        switch (c) {
            case '{', '[' -> {
                i++;
                boolean array = c == '[';
                expect = array ? Expect.VALUE_OR_END : Expect.KEY_OR_END;
                return path.open(array) ? null : exceeded(Bound.DEPTH, "nested deeper than " + input.jsonDepth());
            }
            case '"' -> {
                boolean closed = string.read(i + 1);
                i = string.next();
                if (closed || i == to && input.partial()) {
                    return leaf(string.array(), string.from(), string.end());
                }
                return i == to ? "premature end" : "a control character in a string";
            }
            case 't' -> {
                return word("true", false);
            }
            case 'f' -> {
                return word("false", false);
            }
            case 'n' -> {
                return word("null", true);
            }
            default -> {
                return number();
            }
        }
    }

    private String exceeded(Bound bound, String problem) {
        sink.exceeded(bound);
        return problem;
    }

    private @Nullable String word(String word, boolean isNull) {
        int length = Math.min(word.length(), to - i);
        for (int k = 0; k < length; k++) {
            if (body[i + k] != word.charAt(k)) {
                return "an invalid value";
            }
        }
        if (length < word.length() && !input.partial()) {
            return "premature end";
        }
        i += length;
        return isNull ? leaf(EMPTY, 0, 0) : leaf(body, i - length, i);
    }

    private @Nullable String number() {
        int start = i;
        int end = JsonNumber.end(body, i, to);
        if (end < 0) {
            // A number that is only cut off is told as far as it goes.
            if (!input.partial() || !JsonNumber.isCutOff(body, i, to)) {
                return "an invalid value";
            }
            end = to;
        }
        i = end;
        return leaf(body, start, end);
    }

    private @Nullable String leaf(byte[] array, int valueFrom, int valueTo) {
        if (!path.name()) {
            return exceeded(Bound.NAMES, "names that are too long in all");
        }
        stopped = !sink.argument(path.array(), path.from(), path.end(), array, valueFrom, valueTo);
        expect = path.depth() == 0 ? Expect.NOTHING : Expect.COMMA_OR_END;
        return null;
    }

    private @Nullable String key() {
        byte c = body[i];
        if (c == '}' && expect == Expect.KEY_OR_END) {
            return close();
        }
        if (c != '"') {
            return "a key without quotes";
        }
        if (++keys > input.keys()) {
            return exceeded(Bound.KEYS, "more keys than " + input.keys());
        }
        boolean closed = string.read(i + 1);
        i = string.next();
        if (!closed) {
            boolean cutOff = i == to && input.partial();
            return cutOff ? null : i == to ? "premature end" : "a control character in a string";
        }
        path.key(string.array(), string.from(), string.end());
        while (i < to && (body[i] == ' ' || body[i] == '\n' || body[i] == '\r' || body[i] == '\t')) {
            i++;
        }
        if (i == to) {
            return input.partial() ? null : "premature end";
        }
        if (body[i++] != ':') {
            return "a key without a colon";
        }
        expect = Expect.VALUE;
        return null;
    }

    private @Nullable String comma() {
        byte c = body[i];
        if (c == ',') {
            i++;
            expect = path.inArray() ? Expect.VALUE : Expect.KEY;
            return null;
        }
        return c == (path.inArray() ? ']' : '}') ? close() : "a comma or an end is missing";
    }

    private @Nullable String close() {
        i++;
        path.close();
        expect = path.depth() == 0 ? Expect.NOTHING : Expect.COMMA_OR_END;
        return null;
    }
}
