package dev.portcullis.waf.detect;

/**
 * Reads the attributes of a tag one at a time, as browsers do and did: any control byte is white space, a slash separates,
 * and a value may be in either quotes, in backticks, or in none.
 */
final class Attributes {
    private final byte[] v;
    private final int to;
    private int i;

    int nameFrom;
    int nameTo;
    int valueFrom;
    int valueTo;
    boolean hasValue;

    /** The attributes from {@code from} on, where white space, an attribute or the end of the tag may stand. */
    Attributes(byte[] v, int from, int to) {
        this.v = v;
        this.i = from;
        this.to = to;
    }

    /** Reads the next one. False at the end of the tag or of the value. */
    boolean next() {
        while (i < to && (Bytes.isBlank(v[i]) || v[i] == '/')) {
            i++;
        }
        if (i >= to || v[i] == '>') {
            return false;
        }
        nameFrom = i;
        // A quote or an equals sign at the start is a part of the name, as the standard has it.
        do {
            i++;
        } while (i < to && !Bytes.isBlank(v[i]) && v[i] != '/' && v[i] != '>' && v[i] != '=');
        nameTo = i;
        int mark = i;
        while (i < to && Bytes.isBlank(v[i])) {
            i++;
        }
        hasValue = i < to && v[i] == '=';
        if (!hasValue) {
            i = mark;
            valueFrom = valueTo = i;
            return true;
        }
        i++;
        while (i < to && Bytes.isBlank(v[i])) {
            i++;
        }
        value();
        return true;
    }

    private void value() {
        valueFrom = i;
        if (i < to && (v[i] == '"' || v[i] == '\'' || v[i] == '`')) {
            byte quote = v[i++];
            valueFrom = i;
            while (i < to && v[i] != quote) {
                i++;
            }
            valueTo = i;
            i = Math.min(to, i + 1);
            return;
        }
        while (i < to && !Bytes.isBlank(v[i]) && v[i] != '>') {
            i++;
        }
        valueTo = i;
    }

    /** Where reading goes on: at the end of the tag, once there are no more. */
    int position() {
        return i;
    }
}
