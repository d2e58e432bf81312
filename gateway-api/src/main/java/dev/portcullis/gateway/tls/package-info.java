/**
 * TLS contexts for servers and clients: from PEM or key stores, by preset, with SNI, mutual TLS and rotation without a
 * restart. Only the JDK's own machinery does the cryptography.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.tls.ServerTls} for termination, {@link
 * dev.portcullis.gateway.tls.ClientTls} for connections to others, {@link dev.portcullis.gateway.tls.TlsPreset} for what
 * both of them speak.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.tls;
