/**
 * Detectors of injection: they read a value as the language that it might end up in, SQL or HTML, in each of the places
 * where it could stand, and ask whether it stays a value there. They know no rule and keep no list of attacks. Starting
 * points: {@link dev.portcullis.waf.detect.SqlInjection} and {@link dev.portcullis.waf.detect.ScriptInjection}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.waf.detect;
