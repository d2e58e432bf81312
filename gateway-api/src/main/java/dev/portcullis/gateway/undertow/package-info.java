/**
 * The gateway in front of an Undertow server, on its IO threads.
 *
 * <p>Starting point: {@link dev.portcullis.gateway.undertow.GatewayHandler}.
 *
 * <pre>{@code
 * Gateway gateway = ...;
 * HttpHandler application = exchange -> exchange.getResponseSender().send("hello");
 * Undertow server = Undertow.builder()
 *         .addHttpListener(8080, "0.0.0.0")
 *         .setHandler(GatewayHandler.of(gateway, application))
 *         .build();
 * server.start();
 * }</pre>
 *
 * <h2>Refusals that come late</h2>
 *
 * <p>Undertow freezes the status when a handler takes the response channel, although no byte is on the wire by then. A
 * verdict on the response body, or a deferred one on its head, comes later than that. There were two honest ways: to abort
 * the connection, or to set the private {@code state} field of the exchange through a {@code VarHandle}. This adapter sets
 * the field. A client that is told 502 knows what happened, one whose connection breaks retries and sees the same again;
 * and since the real conduit is made only after the verdict, the status, the fields and the framing of the answer are all
 * its own. The field is looked up and checked once, when the first handler is made. Where it is not what it was in the
 * version that this was built for, one warning says so, and from then on a late refusal aborts the connection: the client
 * never takes a refused response for a complete one.
 *
 * <h2>What Undertow cannot do</h2>
 *
 * <p>A client that leaves while its exchange is parked is seen unless it has sent more than 64 KiB meanwhile; then it is
 * noticed when the exchange goes on. The server's own {@code MAX_ENTITY_SIZE} ends a request before the gateway can answer; set it above the
 * gateway's bounds. A request body whose framing is broken is answered by a bare 400.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.undertow;
