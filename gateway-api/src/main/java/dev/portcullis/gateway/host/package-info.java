/**
 * For authors of adapters: how a server drives one exchange through the gateway.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.host.Host} opens a {@link dev.portcullis.gateway.host.Passage} for each
 * request, whose {@link dev.portcullis.gateway.host.Step}s tell the adapter what to do next.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.host;
