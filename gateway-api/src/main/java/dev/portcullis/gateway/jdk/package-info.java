/**
 * The adapter for the JDK's own {@code com.sun.net.httpserver}.
 *
 * <pre>{@code
 * Gateway gateway = Gateway.builder().add(Stage.CUSTOM, myFilter).build();
 * HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 8080), 0);
 * server.setExecutor(Executors.newFixedThreadPool(32));
 * server.createContext("/", PortcullisHandler.protect(gateway, exchange -> {
 *     exchange.sendResponseHeaders(200, -1);
 *     exchange.close();
 * }));
 * server.start();
 * }</pre>
 *
 * <p>Starting point: {@link dev.portcullis.gateway.jdk.PortcullisHandler}, which also says what this server cannot do, and
 * why its JVM should run with {@code -Dsun.net.httpserver.nodelay=true}.
 */
@org.jspecify.annotations.NullMarked
package dev.portcullis.gateway.jdk;
