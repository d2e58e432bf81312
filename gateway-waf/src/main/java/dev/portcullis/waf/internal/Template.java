package dev.portcullis.waf.internal;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A text with macros, compiled: literal bytes and references to values, in order. Immutable. */
final class Template {
    /** A piece of a template. */
    interface Part {
        /** Appends what this piece is for the transaction; nothing for an absent value. */
        void appendTo(ByteBuilder out, Execution execution);

        /** What this piece is for the transaction, where that is a value of it as it stands; else null. */
        default @Nullable Text value(Execution execution) {
            return null;
        }

        /** The number that this piece begins with; 0 if there is none. */
        default long number(Execution execution) {
            ByteBuilder out = execution.scratch();
            appendTo(out, execution);
            return Ascii.number(out.array(), 0, out.length());
        }
    }

    /** Bytes that stand for themselves. */
    record Literal(Text text) implements Part {
        @Override
        public void appendTo(ByteBuilder out, Execution execution) {
            appendTo(out);
        }

        void appendTo(ByteBuilder out) {
            out.append(text.bytes, text.from, text.to);
        }
    }

    static final Template EMPTY = new Template(List.of());

    private final Part[] parts;
    private final boolean constant;
    private final Text text;
    private final long number;

    Template(List<Part> parts) {
        this.parts = parts.toArray(new Part[0]);
        boolean onlyLiterals = true;
        ByteBuilder literal = new ByteBuilder(16);
        for (Part part : parts) {
            if (part instanceof Literal piece) {
                piece.appendTo(literal);
            } else {
                onlyLiterals = false;
            }
        }
        constant = onlyLiterals;
        text = Text.of(literal.toArray());
        number = Ascii.number(text.bytes, text.from, text.to);
    }

    /** Whether it is the same for every transaction. */
    boolean isConstant() {
        return constant;
    }

    /** The literal bytes: for a constant template, all of it. */
    Text literal() {
        return text;
    }

    /** The number that a constant template begins with. */
    long constantNumber() {
        return number;
    }

    void appendTo(ByteBuilder out, Execution execution) {
        for (Part part : parts) {
            part.appendTo(out, execution);
        }
    }

    /** The template's number: what it begins with. */
    long number(Execution execution) {
        if (constant) {
            return number;
        }
        if (parts.length == 1) {
            return parts[0].number(execution);
        }
        ByteBuilder out = execution.scratch();
        appendTo(out, execution);
        return Ascii.number(out.array(), 0, out.length());
    }

    /** The template's text; made anew unless it is constant, or one value of the transaction. */
    Text text(Execution execution) {
        if (constant) {
            return text;
        }
        Text value = parts.length == 1 ? parts[0].value(execution) : null;
        if (value != null) {
            return value;
        }
        ByteBuilder out = execution.scratch();
        appendTo(out, execution);
        return execution.slices().copy(out);
    }

    /** The template's text, cut to this length; a copy that outlives the transaction. */
    Text copy(Execution execution, int most) {
        if (constant) {
            return text;
        }
        ByteBuilder out = execution.scratch();
        appendTo(out, execution);
        return Text.of(Arrays.copyOf(out.array(), Math.min(out.length(), most)));
    }
}
