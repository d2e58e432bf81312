/**
 * The answers that the gateway gives itself: RFC 9457 problem details, a small HTML page for browsers, gRPC statuses.
 *
 * <p>Starting point: {@link dev.portcullis.gateway.render.Refusal}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.render;
