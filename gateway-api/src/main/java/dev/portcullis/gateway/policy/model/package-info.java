/**
 * A policy as records: what a document becomes, and what an application writes that builds its policy in Java. The names and
 * the defaults are those of the document.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.policy.model.GatewayPolicy} and
 * {@link dev.portcullis.gateway.policy.model.RoutePolicy}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.policy.model;
