/**
 * Transformations: what a rule does to a value before its operator looks at it ({@code t:urlDecodeUni}). Bytes in, bytes
 * out, no state. Starting points: {@link dev.portcullis.waf.transform.Transformation} and
 * {@link dev.portcullis.waf.transform.Transformations}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.transform;
