/**
 * What the filters report, in forms that monitoring systems read.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.metrics.GatewayMeters} for Micrometer, which is an optional dependency, and
 * {@link dev.portcullis.gateway.metrics.PrometheusText}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.metrics;
