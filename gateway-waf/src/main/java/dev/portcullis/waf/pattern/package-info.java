/**
 * A library of byte patterns that run in linear time: regular expressions in the syntax of PCRE on automata, and many
 * literals at once. It knows nothing of rules or of HTTP.
 *
 * <p>Starting points: {@link dev.portcullis.waf.pattern.Pattern} compiles and searches,
 * {@link dev.portcullis.waf.pattern.Match} receives the bounds of a match and of its groups.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.pattern;
