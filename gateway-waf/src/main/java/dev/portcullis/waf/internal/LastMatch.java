package dev.portcullis.waf.internal;

import org.jspecify.annotations.Nullable;

/** What matched last in a transaction: {@code MATCHED_VAR} and {@code MATCHED_VAR_NAME}. Texts are made when asked for. */
final class LastMatch {
    private @Nullable Target target;
    private @Nullable Text key;
    private @Nullable Text text = Text.EMPTY;
    private long number;

    /** A link without a condition was reached. */
    void nothing() {
        target = null;
        key = null;
        text = Text.EMPTY;
    }

    void number(Target ofTarget, @Nullable Text ofKey, long value) {
        target = ofTarget;
        key = ofKey;
        text = null;
        number = value;
    }

    void text(Target ofTarget, Text ofKey, Text value) {
        target = ofTarget;
        key = ofKey;
        text = value;
    }

    /** The value, after the transformations of its rule. */
    Text value() {
        Text value = text;
        if (value == null) {
            value = Text.of(Ascii.digits(number));
            text = value;
        }
        return value;
    }

    /** Whether it was a value of the request or the response, and neither a number of values nor a counter. */
    boolean isValue() {
        return target != null && !target.count && target.variable != Variable.TX;
    }

    /** The name, such as {@code ARGS:q}; empty if the last match had no variable. */
    Text name() {
        if (target == null) {
            return Text.EMPTY;
        }
        ByteBuilder name = new ByteBuilder(32);
        target.appendName(name, key);
        return Text.of(name.toArray());
    }
}
