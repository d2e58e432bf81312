/**
 * Operators: the question that a rule asks of a value ({@code @rx}, {@code @pm}, {@code @ipMatch}). They are compiled
 * once, at load, and know no rule and no HTTP. Starting points: {@link dev.portcullis.waf.operator.Operator} and
 * {@link dev.portcullis.waf.operator.Operators}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.operator;
