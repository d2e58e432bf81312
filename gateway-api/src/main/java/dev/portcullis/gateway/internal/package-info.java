/**
 * The engine: one exchange on its way through the filters, and the canonical head.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.internal.Engine} is what all exchanges of a gateway share,
 * {@link dev.portcullis.gateway.internal.LivePassage} drives one of them, {@link dev.portcullis.gateway.internal.Gate} keeps
 * its calls from overlapping, {@link dev.portcullis.gateway.internal.CanonicalHeadReader} makes its head.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.internal;
