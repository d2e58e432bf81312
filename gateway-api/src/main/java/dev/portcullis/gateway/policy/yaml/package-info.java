/**
 * Reads YAML 1.2 into {@link dev.portcullis.gateway.policy.shape.Node}s, within bounds; the only place that knows which
 * library parses it.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.policy.yaml;
