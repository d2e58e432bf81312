/**
 * What a policy document may say: small immutable descriptions from which both the reader, with its error messages, and the
 * published JSON Schema are made, so that the two cannot drift apart.
 *
 * <p>Starting points: the factories of {@link dev.portcullis.gateway.policy.shape.Shape}, and
 * {@link dev.portcullis.gateway.policy.shape.Members} for objects.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.policy.shape;
