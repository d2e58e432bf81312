package dev.portcullis.benchmarks;

import dev.portcullis.benchmarks.OneThread.Server;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.netty.PortcullisHandler;
import dev.portcullis.gateway.servlet.GatewayFilter;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.util.ReferenceCountUtil;
import jakarta.servlet.Filter;
import jakarta.servlet.http.HttpServletResponse;
import java.nio.ByteBuffer;
import java.util.concurrent.Executor;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.LocalConnector;
import org.jspecify.annotations.Nullable;

/** Servers that take their requests from memory and answer into it, on the thread that asks. */
final class InMemory {
    private static final int SHORTEST_ANSWER = 20;

    private InMemory() {}

    /** Netty's codec and a handler, with a gateway between them or without. */
    static Server netty(@Nullable Gateway gateway) {
        EmbeddedChannel channel = new EmbeddedChannel(new HttpServerCodec());
        if (gateway != null) {
            channel.pipeline().addLast(PortcullisHandler.of(gateway));
        }
        channel.pipeline().addLast(new SideBySide.ServiceHandler(Service.HELLO));
        return (request, times) -> {
            ByteBuf received =
                    Unpooled.unreleasableBuffer(Unpooled.directBuffer().writeBytes(request));
            for (int i = 0; i < times; i++) {
                channel.writeInbound(received.retainedDuplicate());
                int answers = 0;
                for (Object answer = channel.readOutbound(); answer != null; answer = channel.readOutbound()) {
                    ReferenceCountUtil.release(answer);
                    answers++;
                }
                require(answers > 0);
            }
        };
    }

    /** A servlet on Jetty, behind a gateway or not. */
    static Server jetty(@Nullable Gateway gateway) throws Exception {
        return jettyBehind(gateway == null ? null : GatewayFilter.of(gateway));
    }

    /** The same behind a filter that only hands on. */
    static Server jettyWithFilter() throws Exception {
        return jettyBehind((request, response, chain) -> chain.doFilter(request, response));
    }

    /** The same behind a filter that writes the fields for browsers, and knows nothing else of them. */
    static Server jettyWithFields() throws Exception {
        return jettyBehind((request, response, chain) -> {
            HttpServletResponse answer = (HttpServletResponse) response;
            answer.setHeader("X-Content-Type-Options", "nosniff");
            answer.setHeader("Content-Security-Policy", "frame-ancestors 'none'");
            answer.setHeader("X-Frame-Options", "DENY");
            answer.setHeader("Referrer-Policy", "strict-origin-when-cross-origin");
            chain.doFilter(request, response);
        });
    }

    private static Server jettyBehind(@Nullable Filter filter) throws Exception {
        org.eclipse.jetty.server.Server server = new org.eclipse.jetty.server.Server();
        Connector connector = new Connector(server, new Caller());
        server.addConnector(connector);
        server.setHandler(SideBySide.servlets(filter, Service.HELLO));
        server.start();
        LocalConnector.LocalEndPoint connection = connector.open();
        return (request, times) -> {
            for (int i = 0; i < times; i++) {
                connection.addInput(ByteBuffer.wrap(request));
                require(connection.takeOutput().remaining() >= SHORTEST_ANSWER);
            }
        };
    }

    /** Without acceptors: whatever a connection has to do, the thread that brings the request does. */
    private static final class Caller implements Executor {
        private boolean serving;

        @Override
        public void execute(Runnable task) {
            if (serving) {
                task.run();
            }
        }
    }

    private static final class Connector extends LocalConnector {
        private final Caller caller;

        Connector(org.eclipse.jetty.server.Server server, Caller caller) {
            super(server, caller, null, null, 1, new HttpConnectionFactory());
            this.caller = caller;
        }

        LocalEndPoint open() throws Exception {
            caller.serving = true;
            LocalEndPoint connection = connect();
            accept(0);
            return connection;
        }
    }

    private static void require(boolean answered) {
        if (!answered) {
            throw new IllegalStateException("there is no answer");
        }
    }
}
