/**
 * Tamper evidence: canonical records, linked by hashes, authenticated by a key that evolves one-way, sealed by signed
 * checkpoints; and the verifier that finds any edit.
 *
 * <p>Starting points: {@link dev.portcullis.audit.chain.Chain} appends, {@link dev.portcullis.audit.chain.ChainVerifier}
 * judges.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.audit.chain;
