/**
 * A reverse proxy as a terminal handler: what the gateway lets pass goes on to an upstream over HTTP/1.1.
 *
 * <p>Starting points: {@link dev.portcullis.gateway.proxy.ReverseProxy} forwards, {@link
 * dev.portcullis.gateway.proxy.Upstream} says where to. Trailers, upgrades, CONNECT and gRPC are not carried; they are
 * answered with 501.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.proxy;
