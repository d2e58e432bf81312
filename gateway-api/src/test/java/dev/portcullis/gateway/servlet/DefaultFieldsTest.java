package dev.portcullis.gateway.servlet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.portcullis.gateway.Decision;
import dev.portcullis.gateway.Filter;
import dev.portcullis.gateway.Gateway;
import dev.portcullis.gateway.Stage;
import dev.portcullis.gateway.testkit.TestRequest;
import dev.portcullis.gateway.testkit.TestResponse;
import dev.portcullis.gateway.testkit.Wire;
import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Defaults give way to what a servlet wrote, whether or not a filter asked to see the response. */
class DefaultFieldsTest {
    private static final Filter DEFAULTS = exchange -> {
        exchange.responseHeaders()
                .setIfAbsent("X-Own", "gateway")
                .setIfAbsent("X-Default", "gateway")
                .setIfAbsent("Content-Type", "text/gateway")
                .add("X-Added", "once");
        return Decision.CONTINUE;
    };
    private static final Filter SEEING = exchange -> {
        exchange.inspectResponse(head -> Decision.CONTINUE);
        return Decision.CONTINUE;
    };

    private static final HttpServlet WRITING = new HttpServlet() {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.addHeader("x-own", "servlet");
            if (request.getRequestURI().endsWith("/error")) {
                response.sendError(HttpServletResponse.SC_CONFLICT);
                return;
            }
            response.setContentType("text/plain");
            byte[] hello = {'h', 'e', 'l', 'l', 'o'};
            if (request.getRequestURI().endsWith("/whole")) {
                response.setContentLength(hello.length);
                response.getOutputStream().write(hello);
            } else {
                response.getOutputStream().write(hello, 0, 2);
                response.getOutputStream().write(hello, 2, 3);
            }
        }
    };

    private static TestResponse get(Containers container, String path, Filter... filters) throws Exception {
        Gateway.Builder gateway = Gateway.builder();
        for (Filter filter : filters) {
            gateway.add(Stage.CUSTOM, filter);
        }
        Containers.Setup setup =
                new Containers.Setup().filter(GatewayFilter.of(gateway.build())).servlet("/*", WRITING);
        Containers.Running running = container.start(setup);
        try (Wire wire = Wire.connect(running.address())) {
            return wire.send(TestRequest.get(path)).read("GET");
        } finally {
            running.close();
        }
    }

    private static void assertHello(TestResponse response) {
        assertThat(response.headers().all("X-Own")).containsExactly("servlet");
        assertThat(response.headers().all("X-Default")).containsExactly("gateway");
        assertThat(response.headers().all("X-Added")).containsExactly("once");
        assertThat(response.headers().all("Content-Type"))
                .singleElement()
                .asString()
                .startsWith("text/plain");
        assertThat(response.text()).isEqualTo("hello");
    }

    @ParameterizedTest
    @EnumSource
    void defaultsGiveWayToTheServletUnseen(Containers container) throws Exception {
        assertHello(get(container, "/whole", DEFAULTS));
        assertHello(get(container, "/parts", DEFAULTS));
    }

    @ParameterizedTest
    @EnumSource
    void defaultsGiveWayToTheServletInspected(Containers container) throws Exception {
        assertHello(get(container, "/whole", DEFAULTS, SEEING));
        assertHello(get(container, "/parts", DEFAULTS, SEEING));
    }

    @ParameterizedTest
    @EnumSource
    void defaultsAreOnErrorPagesOnce(Containers container) throws Exception {
        for (Filter[] filters : new Filter[][] {{DEFAULTS}, {DEFAULTS, SEEING}}) {
            TestResponse response = get(container, "/error", filters);
            assertThat(response.status()).isEqualTo(409);
            assertThat(response.headers().all("X-Default")).containsExactly("gateway");
            assertThat(response.headers().all("X-Added")).containsExactly("once");
        }
    }
}
