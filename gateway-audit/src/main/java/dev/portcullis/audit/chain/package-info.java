/**
 * Records that prove each other: how they are written, found again after a crash, and judged from outside.
 *
 * <p>Starting points: {@link dev.portcullis.audit.chain.Chain} writes, {@link dev.portcullis.audit.chain.ChainVerifier} judges.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.audit.chain;
