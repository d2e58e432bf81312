/**
 * The gateway in front of a servlet context: Jakarta Servlet 6.0 and 6.1, in Jetty, Tomcat and every other container.
 *
 * <p>Starting point: {@link dev.portcullis.gateway.servlet.GatewayFilter}.
 *
 * <pre>{@code
 * Gateway gateway = ...;
 * ServletContextHandler context = new ServletContextHandler("/");
 * context.addFilter(GatewayFilter.of(gateway), "/*", EnumSet.allOf(DispatcherType.class)); // before all others
 * context.addServlet(new OrdersServlet(), "/orders/*");
 * Server server = new Server(8080);
 * server.setHandler(context);
 * server.start();
 * }</pre>
 *
 * <h2>Error pages</h2>
 *
 * <p>A container writes its own error pages past every filter. The gateway therefore judges the head when a handler asks for
 * an error or throws, and its edits are in the answer; the content of an error page is inspected where the application
 * brings its own page, because that is dispatched through the filters. Where an inspector wants such content and no page
 * comes within a second, the exchange completes as uninspected.
 *
 * <h2>What a servlet container cannot do</h2>
 *
 * <ul>
 *   <li>While a request is parked, nobody sees the client leave.
 *   <li>A client that begins a body and then sends nothing is ended by the container's own timeout; the gateway's time for a
 *       body is looked at whenever bytes arrive.
 *   <li>What Jetty's WebSocket upgrade writes past the filters is neither edited nor judged.
 * </ul>
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.servlet;
