package dev.portcullis.gateway.servlet;

import dev.portcullis.gateway.Headers;
import dev.portcullis.gateway.host.Host;
import dev.portcullis.gateway.testkit.Received;
import dev.portcullis.gateway.testkit.Script;
import dev.portcullis.gateway.testkit.TestHandler;
import dev.portcullis.gateway.testkit.TestServer;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.function.UnaryOperator;

/** A container with a servlet that follows a script. */
final class ServletTestServer implements TestServer {
    private final Containers container;
    private final UnaryOperator<GatewayFilter> variant;
    private final boolean http2;
    private Containers.Running running;

    ServletTestServer(Containers container, UnaryOperator<GatewayFilter> variant) {
        this(container, variant, false);
    }

    private ServletTestServer(Containers container, UnaryOperator<GatewayFilter> variant, boolean http2) {
        this.container = container;
        this.variant = variant;
        this.http2 = http2;
    }

    /** The same, speaking HTTP/2 as well. */
    ServletTestServer overHttp2() {
        return new ServletTestServer(container, variant, true);
    }

    @Override
    public InetSocketAddress start(Host host, TestHandler handler) throws Exception {
        Containers.Setup setup = new Containers.Setup()
                .idle(2500)
                .filter(variant.apply(GatewayFilter.of(host)))
                .servlet("/", new Scripted(handler));
        running = container.start(http2 ? setup.http2() : setup);
        return running.address();
    }

    @Override
    public void stop() throws Exception {
        running.close();
    }

    @Override
    public int threads() {
        return Containers.THREADS;
    }

    private static final class Scripted extends HttpServlet {
        private static final long serialVersionUID = 1;
        private final transient TestHandler handler;

        Scripted(TestHandler handler) {
            this.handler = handler;
        }

        @Override
        protected void service(HttpServletRequest request, HttpServletResponse response)
                throws IOException, ServletException {
            Received head = received(request, new byte[0]);
            Script script;
            try {
                script = handler.handle(
                        handler.readsBody(head)
                                ? received(request, request.getInputStream().readAllBytes())
                                : head);
            } catch (IOException | RuntimeException e) {
                throw e;
            } catch (Exception e) {
                throw new ServletException(e);
            }
            response.setStatus(script.status());
            script.headers().forEach(field -> response.addHeader(field.getKey(), field.getValue()));
            if (script.length() >= 0 && script.status() >= 200 && script.status() != 204 && script.status() != 304) {
                response.setContentLengthLong(script.length());
            }
            script.play(response.getOutputStream());
        }

        private static Received received(HttpServletRequest request, byte[] body) {
            Headers.Builder fields = Headers.builder(8);
            for (String name : Collections.list(request.getHeaderNames())) {
                Collections.list(request.getHeaders(name)).forEach(value -> fields.add(name, value));
            }
            Headers.Builder trailers = Headers.builder(2);
            if (request.isTrailerFieldsReady()) {
                request.getTrailerFields().forEach(trailers::add);
            }
            String query = request.getQueryString();
            return new Received(
                    request.getMethod(),
                    query == null ? request.getRequestURI() : request.getRequestURI() + '?' + query,
                    fields.build(),
                    body,
                    trailers.build());
        }
    }
}
