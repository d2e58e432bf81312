/**
 * Body processors: they read a request body and tell a sink the arguments, files, part headers, texts and mistakes they
 * find. They know no rule. Starting points: {@link dev.portcullis.waf.body.BodyProcessor} and
 * {@link dev.portcullis.waf.body.BodySink}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.body;
