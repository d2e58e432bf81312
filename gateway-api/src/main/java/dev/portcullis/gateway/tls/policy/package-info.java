/**
 * The {@code tls} section of a policy: what the gateway's listeners show and whom they believe.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.tls.policy.TlsPolicy} is the section, {@link
 * dev.portcullis.gateway.tls.policy.TlsProvider} makes filters of it and offers a
 * {@link dev.portcullis.gateway.tls.ServerTls} to whoever runs the listeners.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.tls.policy;
