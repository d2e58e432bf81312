/**
 * What the filters report, in forms that monitoring systems read.
 *
 * <p>Starting point: {@link dev.portcullis.gateway.metrics.PrometheusText}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.metrics;
