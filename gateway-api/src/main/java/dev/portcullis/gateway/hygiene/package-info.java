/**
 * Filters for hygiene: what a client says about itself that only the gateway may say, what browsers are told, and whom a
 * browser may speak for. None of them knows a caller; all of them can be used without the policy language.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.hygiene.HeaderStripping} and
 * {@link dev.portcullis.gateway.hygiene.SecurityHeaders} belong into every gateway,
 * {@link dev.portcullis.gateway.hygiene.SecureTransport} and {@link dev.portcullis.gateway.hygiene.ServerNameGuard} into
 * every one that is not behind plain HTTP by intent;
 * {@link dev.portcullis.gateway.hygiene.Cors} and {@link dev.portcullis.gateway.hygiene.CsrfGuard} are for browsers,
 * {@link dev.portcullis.gateway.hygiene.HeaderTransforms} tells the handler who calls.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.hygiene;
