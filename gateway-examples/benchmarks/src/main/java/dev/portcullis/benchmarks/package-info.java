/**
 * What the parts cost, one class a part. Starting point: {@link dev.portcullis.benchmarks.PipelineBenchmark}. Run them by
 * {@code mvn -q -Dquick test-compile -pl gateway-examples/benchmarks -am -Djmh='Pipeline -prof gc'}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.benchmarks;
