package dev.portcullis.waf.internal;

import dev.portcullis.waf.operator.MacroOperator;
import dev.portcullis.waf.operator.Operator;

/** An operator with its argument. */
interface Condition {
    boolean isMetBy(Text value, Execution execution);

    /** An operator whose argument is fixed. */
    record Fixed(Operator operator) implements Condition {
        @Override
        public boolean isMetBy(Text value, Execution execution) {
            return operator.matches(value.bytes, value.from, value.to, execution);
        }
    }

    /** An operator whose argument holds macros. */
    record Expanded(MacroOperator operator, Template argument) implements Condition {
        @Override
        public boolean isMetBy(Text value, Execution execution) {
            Text text = argument.text(execution);
            return operator.matches(value.bytes, value.from, value.to, text.bytes, text.from, text.to, execution);
        }
    }
}
