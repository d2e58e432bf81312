package dev.portcullis.examples.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.servlet.http.HttpServlet;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.catalina.Context;
import org.apache.catalina.LifecycleState;
import org.apache.catalina.startup.Tomcat;
import org.apache.tomcat.util.scan.StandardJarScanner;
import org.eclipse.jetty.ee10.servlet.ServletContextHandler;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The listener of the README in two containers: added in Java, and named in the README's web.xml. */
class ServletExampleTest {
    private static final Path README = Path.of("..", "README.md");

    @TempDir
    Path folder;

    private Path policy;

    @BeforeEach
    void writeThePolicyOfTheReadme() throws IOException {
        policy = Files.writeString(folder.resolve("policy.yaml"), block("yaml"));
    }

    private static String block(String language) throws IOException {
        Matcher block =
                Pattern.compile("```" + language + "\n(.*?)```", Pattern.DOTALL).matcher(Files.readString(README));
        assertThat(block.find()).isTrue();
        return block.group(1);
    }

    @Test
    void jettyServesWhatThePolicyAllows() throws Exception {
        Server server = new Server(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        ServletContextHandler context = new ServletContextHandler("/");
        context.setInitParameter("portcullis.policy", policy.toString());
        context.addEventListener(new GatewayListener());
        context.addServlet(Hello.class, "/");
        server.setHandler(context);
        server.start();
        try {
            ReadmeTest.assertProtected(((ServerConnector) server.getConnectors()[0]).getLocalPort());
        } finally {
            server.stop();
        }
    }

    @Test
    void tomcatServesWhatThePolicyAllowsByWebXml() throws Exception {
        Path application = Files.createDirectories(folder.resolve("application/WEB-INF"));
        Files.writeString(
                application.resolve("web.xml"),
                block("xml")
                        .replace("/etc/orders/policy.yaml", policy.toString())
                        .replace("com.example.GatewayListener", GatewayListener.class.getName()));
        Tomcat tomcat = new Tomcat();
        tomcat.setBaseDir(folder.resolve("base").toString());
        tomcat.setPort(0);
        tomcat.getConnector().setProperty("address", "127.0.0.1");
        tomcat.setAddDefaultWebXmlToWebapp(false);
        Context context = tomcat.addWebapp("", application.getParent().toString());
        context.setParentClassLoader(getClass().getClassLoader());
        ((StandardJarScanner) context.getJarScanner()).setScanClassPath(false);
        Tomcat.addServlet(context, "hello", new Hello()).addMapping("/");
        tomcat.start();
        try {
            assertThat(tomcat.getServer().getState()).isEqualTo(LifecycleState.STARTED);
            ReadmeTest.assertProtected(tomcat.getConnector().getLocalPort());
        } finally {
            tomcat.stop();
            tomcat.destroy();
        }
    }

    /** The application. */
    public static final class Hello extends HttpServlet {
        private static final long serialVersionUID = 1;

        @Override
        protected void doGet(HttpServletRequest request, HttpServletResponse response) throws IOException {
            response.getWriter().write("hello");
        }
    }
}
